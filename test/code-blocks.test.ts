import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { load } from "js-yaml";
import packageManifest from "../package.json";
import { run } from "../testing/processes";
import { pulumiCli } from "../tools/cli";
import { removeDirectory, temporaryDirectory } from "../tools/programs";
import { python } from "../tools/python";
import { cli } from "./cli/support";
import { type CodeBlock, codeBlocks, documents, type ShellCommand, shellCommands } from "./support/documents";
import { packDirectory } from "./support/pack-process";

const blocks = documents.flatMap(codeBlocks);
const isPage = ({ file }: CodeBlock) => file.startsWith("docs/policies/");
const ofLanguage = (language: string) => blocks.filter((block) => block.language === language);

const CONFIGURATION = "docs/ci/configuration.md";
const isEditorSettings = ({ text }: CodeBlock) => text.includes('"json.schemas"');

/**
 * Whatever a document shows, a test has seen it work. Programs: `pages.test.ts` runs those of the policies' pages,
 * `package/package.test.ts` that of README.md, `package/kit.test.ts` that of docs/own-policies.md. `documents.test.ts` compares what docs/authoring.md quotes.
 */
describe("code blocks of the documents", () => {
  let directory: string;
  before(async () => {
    directory = await temporaryDirectory();
  });
  after(() => removeDirectory(directory));

  const checkConfig = async (texts: readonly string[]) => {
    const files = texts.map((_, index) => `${index}.json`);
    await Promise.all(files.map((file, index) => writeFile(path.join(directory, file), texts[index] ?? "")));
    return cli(["check-config", ...files], { cwd: directory });
  };

  it("are of kinds that tests know", () => {
    assert.deepEqual(
      new Set(blocks.filter((block) => !isPage(block)).map(({ language }) => language)),
      new Set(["json", "mermaid", "python", "sh", "text", "ts", "yaml"]),
    );
    const programs = blocks.filter(({ language, file }) => language === "ts" && file !== "docs/authoring.md");
    assert.deepEqual(
      programs.map(({ file }) => file),
      ["README.md", "docs/own-policies.md", "docs/own-policies.md"],
    );
  });

  it("have configurations that check-config finds right", async () => {
    const configurations = ofLanguage("json").filter((block) => !isEditorSettings(block));
    const { stdout } = await checkConfig(configurations.map(({ text }) => text));
    const wrong = stdout
      .trimEnd()
      .split("\n")
      .filter((line) => !/^\d+\.json: ok \([1-9]\d* polic(y|ies) configured\)$/.test(line));
    assert.deepEqual(wrong, []);
    assert.ok(configurations.filter(isPage).length >= 40 && configurations.some((block) => !isPage(block)));
  });

  it("have editor settings that name a file of the package", () => {
    const [settings] = ofLanguage("json").filter(isEditorSettings);
    const { "json.schemas": schemas } = JSON.parse(settings?.text ?? "") as { "json.schemas": { url: string }[] };
    const [url = ""] = schemas.map((schema) => schema.url.replace("./node_modules/aws-serverless-guard/", ""));
    assert.ok(packageManifest.files.includes(url) && existsSync(inRepository(url)), url);
  });

  it("show what check-config says", async () => {
    const wrong = `{
  "all": "advisory",
  "lambda-python-runtimes": "disabled",
  "required-tags": "advsory",
}
`;
    const { exitCode, stdout } = await checkConfig([wrong]);
    assert.equal(exitCode, 1);
    const [transcript] = ofLanguage("text").filter(({ file }) => file === CONFIGURATION);
    const said = stdout.replace(/^0\.json/gm, "policies.json");
    assert.equal(transcript?.text, `$ npx aws-serverless-guard check-config policies.json\n${said}`);
  });

  it("have Python that can be parsed", async () => {
    for (const { file, text } of ofLanguage("python").filter((block) => !isPage(block))) {
      const { exitCode, stderr } = await run(await python(), ["-c", "import ast, sys; ast.parse(sys.argv[1])", text]);
      assert.equal(exitCode, 0, `${file}: ${stderr}`);
    }
  });

  it("have CI jobs that are YAML", () => {
    const jobs = ofLanguage("yaml");
    for (const { file, text } of jobs) assert.doesNotThrow(() => load(text), file);
    assert.ok(jobs.length >= 2);
  });

  const commands = new Map(blocks.flatMap(shellCommands).map((command) => [command.join(" "), command]));
  const known: Readonly<Record<string, (words: ShellCommand) => Promise<void> | void>> = {
    cd: ([target = ""]) => assert.ok(existsSync(inRepository(target)), target),
    npm: ([verb, script = ""]) => assert.ok(verb !== "run" || script in packageManifest.scripts, script),
    npx: ([program, ...words]) => (program === "mocha" ? mocha(words) : ownCommand(program ?? "", words)),
    pulumi: pulumiCommand,
  };
  for (const [text, [program = "", ...words]] of commands) {
    const isRight = known[program];
    if (isRight !== undefined)
      it(`have a command that exists, with options that it has: ${text}`, () => isRight(words));
  }
  it("have commands of every program", () => {
    const programs = new Set([...commands.values()].map(([program]) => program));
    for (const program of Object.keys(known)) assert.ok(programs.has(program), program);
  });
});

/** Where a path of a document leads: into the repository, or into the package in a user's project. */
function inRepository(target: string): string {
  return path.join(packDirectory, target.replace(/^node_modules\/aws-serverless-guard(?=\/|$)/, "."));
}

function mocha([file = ""]: ShellCommand): void {
  assert.ok(existsSync(path.join(packDirectory, file)), file);
}

async function ownCommand(program: string, [command = "", ...words]: ShellCommand): Promise<void> {
  assert.ok(program in packageManifest.bin, program);
  const { exitCode, stdout } = await cli([command, "--help"]);
  assert.equal(exitCode, 0, command);
  assert.ok(stdout.startsWith(`Usage: aws-serverless-guard ${command} `), stdout);
  // What is behind "--" is for Pulumi.
  const own = words.includes("--") ? words.slice(0, words.indexOf("--")) : words;
  for (const option of own.filter((word) => word.startsWith("--"))) assert.ok(stdout.includes(`  ${option} `), option);
}

/** Asked for help, the Pulumi CLI reads the options of a command all the same, and refuses those that it does not know. */
async function pulumiCommand(words: ShellCommand): Promise<void> {
  const { path: file, env } = await pulumiCli();
  const { exitCode, stdout, stderr } = await run(file, [...words, "--help"], { env });
  assert.equal(exitCode, 0, stderr);
  // Of a command that it does not know, it shows the usage of the one above.
  assert.doesNotMatch(stdout, /^ {2}pulumi .*\[command\]$/m);
}
