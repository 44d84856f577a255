import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync } from "node:fs";
import path from "node:path";
import { locate, type Surroundings } from "../../../code/source/locate";
import { cliAbove, linux, macos } from "../../../code/source/processes";
import { programDirectoryOf } from "../../../code/source/project";
import { fileArchive } from "../../support/wire";
import { directory, read, texts } from "../support";

describe("the directory of a program", () => {
  const cases: readonly (readonly [name: string, files: Record<string, string>, from: string, expected: string])[] = [
    ["is where Pulumi.yaml is", { "Pulumi.yaml": "name: x" }, ".", "."],
    ["is above the CLI's", { "Pulumi.yml": "name: x", "a/b/x": "" }, "a/b", "."],
    ["is that of the nearest project", { "Pulumi.yaml": "name: x", "a/Pulumi.yaml": "name: y" }, "a", "a"],
    ["is main", { "Pulumi.yaml": "name: x\nmain: app/\n", "app/x": "" }, ".", "app"],
    ["is main in JSON", { "Pulumi.json": '{ "name": "x", "main": "./app" }', "app/x": "" }, "app", "app"],
    [
      "is the directory of main where that is a file",
      { "Pulumi.yaml": 'main: "src/m.ts"', "src/m.ts": "" },
      ".",
      "src",
    ],
    ["is above the project's where main says so", { "infra/Pulumi.yaml": "main: ../app", "app/x": "" }, "infra", "app"],
    ["is the project's where main is not there", { "Pulumi.yaml": "main: gone" }, ".", "."],
    ["is the project's where main is nothing", { "Pulumi.yaml": "main:\ndescription: main" }, ".", "."],
    ["is the project's where Pulumi.yaml is damaged", { "Pulumi.yaml": "main: [}" }, ".", "."],
    ["is that of no directory called Pulumi.yaml", { "Pulumi.yaml": "", "a/Pulumi.yaml/x": "" }, "a", "."],
  ];
  for (const [name, files, from, expected] of cases) {
    it(name, () => {
      const root = directory(files);
      assert.equal(programDirectoryOf(path.join(root, from)), path.join(root, expected));
    });
  }

  it("is main where that is an absolute path", () => {
    const [root, app] = [directory(), directory()];
    assert.equal(programDirectoryOf(directory({ "Pulumi.yaml": `main: ${app}` })), app);
    assert.equal(programDirectoryOf(root), undefined);
  });
});

describe("where a relative path starts", () => {
  const project = () => directory({ "Pulumi.yaml": "main: app", "app/code/x.py": "", "code/x.py": "", "sub/x": "" });
  const cli = (directory: string): Surroundings => ({
    above: { isCli: true, directory },
    own: "/pack",
    current: "/pack",
    shell: undefined,
  });
  const found = async (...args: Parameters<typeof locate>) => (await locate(...args)).path;

  it("is the program of the project that the CLI is in", async () => {
    const root = project();
    assert.equal(await found("./code", undefined, cli(root)), path.join(root, "app/code"));
    assert.equal(await found("../code", undefined, cli(path.join(root, "sub"))), path.join(root, "code"));
  });

  it("is the CLI's directory where that is no project's", async () => {
    const root = directory({ "code/x.py": "" });
    assert.equal(await found("code", undefined, cli(root)), path.join(root, "code"));
  });

  it("is what programDirectory says, from where the CLI is", async () => {
    const root = project();
    const other = directory({ "code/x.py": "" });
    assert.equal(await found("code", other, cli(root)), path.join(other, "code"));
    assert.equal(await found("x", "sub", cli(root)), path.join(root, "sub/x"));
    assert.equal(await found("code", ".", cli(root)), path.join(root, "code"));
    assert.equal(await found("code/x.py", root, cli(other)), path.join(root, "code/x.py"));
    const missing = await locate("gone", other, cli(root));
    assert.equal(
      missing.path === undefined && missing.reason,
      `"gone" is not in ${JSON.stringify(other)} (programDirectory)`,
    );
  });

  it("is what programDirectory says, from the same directories as without it where there is no CLI to be found", async () => {
    const root = project();
    const above = { isCli: false, directory: undefined };
    // The engine has started the pack as an executable.
    const executable = { above, own: "/pack", current: root, shell: undefined };
    assert.equal(await found("x", "sub", executable), path.join(root, "sub/x"));
    assert.equal(await found("code", ".", { ...executable, shell: directory() }), path.join(root, "code"));
    assert.equal(await found("x", "sub", { ...executable, above: cli("/elsewhere").above }), undefined);
    for (const other of [
      { ...executable, current: "/pack", shell: root },
      { ...executable, current: "/pack", above: { isCli: false, directory: root }, shell: "/pack" },
    ]) {
      assert.equal(await found("x", "sub", other), path.join(root, "sub/x"));
    }
  });

  it("is nowhere that a relative programDirectory could lead to, where only the policy pack's directory is known", async () => {
    const root = project();
    const surroundings = { above: { isCli: false, directory: root }, own: root, current: root, shell: root };
    assert.deepEqual(await locate("x", "sub", surroundings), {
      path: undefined,
      reason: '"sub" (programDirectory) starts where pulumi runs, and where that is cannot be found out here',
      fix: "make programDirectory an absolute path",
    });
    assert.equal(await found("x", path.join(root, "sub"), surroundings), path.join(root, "sub/x"));
  });

  it("is a project that the parent process or the shell is in, where there is no CLI to be found", async () => {
    const root = project();
    const surroundings = {
      above: { isCli: false, directory: directory() },
      own: "/pack",
      current: "/pack",
      shell: root,
    };
    assert.equal(await found("code", undefined, surroundings), path.join(root, "app/code"));
    const parent = { above: { isCli: false, directory: root }, own: "/pack", current: "/pack", shell: undefined };
    assert.equal(await found("code", undefined, parent), path.join(root, "app/code"));
  });

  it("is the project in which the engine starts an executable, where nothing else is to be found", async () => {
    const root = project();
    const surroundings = {
      above: { isCli: false, directory: undefined },
      own: "/pack",
      current: root,
      shell: undefined,
    };
    assert.equal(await found("code", undefined, surroundings), path.join(root, "app/code"));
  });

  it("is never the policy pack's own directory, or one that is no project's, by mere chance", async () => {
    const root = project();
    const other = directory({ "code/x.py": "" });
    for (const shell of [root, other]) {
      const surroundings = { above: { isCli: false, directory: shell }, own: root, current: root, shell };
      const missing = await locate("code", undefined, surroundings);
      assert.ok(missing.path === undefined);
      assert.equal(missing.reason, '"code" starts where the program runs, and where that is cannot be found out here');
      assert.match(missing.fix, /set programDirectory/);
    }
  });

  it("is nowhere when the path is not there: the reason says so, and what helps", async () => {
    const missing = await locate("./gone", undefined, cli(project()));
    assert.ok(missing.path === undefined);
    assert.equal(missing.reason, '"./gone" is not where the program runs');
    assert.match(missing.fix, /^run pulumi in the project's directory, or set programDirectory/);
  });

  it("does not matter to an absolute path", async () => {
    const root = project();
    assert.equal(await found(root, "/elsewhere", cli("/")), root);
  });

  it("is told by an option of whoever asks for code", async () => {
    const root = directory({ "code/app.py": "app" });
    assert.deepEqual(texts(await read(fileArchive("./code"), { programDirectory: root })), { "app.py": "app" });
  });
});

describe("the Pulumi CLI above a process", () => {
  for (const [name, platform] of [["Linux", linux] as const, ["macOS", macos] as const]) {
    it(`is found as on ${name}, with its working directory`, async function () {
      if (process.platform !== "linux" && process.platform !== "darwin") this.skip();
      if (name === "Linux" && process.platform !== "linux") this.skip();
      const root = directory();
      // A shell by that name, with one below it, as language hosts are, and a process below that.
      const pulumi = path.join(root, "pulumi");
      copyFileSync("/bin/sh", pulumi);
      chmodSync(pulumi, 0o755);
      const child = spawn(pulumi, ["-c", "sh -c 'sleep 60 & echo $!; wait'; :"], { cwd: root, detached: true });
      try {
        const [line] = (await once(child.stdout, "data")) as [Buffer];
        assert.deepEqual(await cliAbove(Number(line), platform), { isCli: true, directory: root });
      } finally {
        process.kill(-(child.pid ?? 0), "SIGKILL");
      }
    });
  }

  it("may not be there: then it is about the parent, or about nothing", async () => {
    assert.deepEqual(await cliAbove(1, linux), { isCli: false, directory: await linux.workingDirectory(1) });
    assert.deepEqual(await cliAbove(2 ** 30, linux), { isCli: false, directory: undefined });
    assert.deepEqual(await cliAbove(2 ** 30, macos), { isCli: false, directory: undefined });
    const silent = { process: async () => undefined, workingDirectory: async () => undefined };
    assert.deepEqual(await cliAbove(5, silent), { isCli: false, directory: undefined });
    const endless = { process: async () => ({ name: "x", parent: 5 }), workingDirectory: async () => "/x" };
    assert.deepEqual(await cliAbove(5, endless), { isCli: false, directory: "/x" });
  });
});
