import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateAll, generators, staleFiles } from "../../../tools/generate";

const root = join(__dirname, "../../..");

describe("aws: files of facts", () => {
  it("all say where they are from and when they were taken", async () => {
    for (const file of (await readdir(join(root, "aws/facts"))).filter((name) => name.endsWith(".json"))) {
      const facts = JSON.parse(await readFile(join(root, "aws/facts", file), "utf8"));
      for (const group of file === "limits.json" ? Object.values<Record<string, unknown>>(facts) : [facts]) {
        assert.match(String(group.source), /^https:\/\//, file);
        assert.match(String(group.taken), /^\d{4}-\d{2}-\d{2}$/, file);
      }
    }
  });

  it("are current where they are generated", async () => {
    const facts = generators.filter(({ path }) => path.startsWith("aws/facts/"));
    assert.deepEqual(await staleFiles(root, facts), []);
  }).timeout(30_000);
});

describe("tools/generate", () => {
  const one = { path: "docs/one.md", generate: async () => "one\n" };
  const two = { path: "two.json", generate: async () => "{}\n" };
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "generate-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("writes every file, and finds nothing stale then", async () => {
    await generateAll(directory, [one, two]);
    assert.equal(await readFile(join(directory, "docs/one.md"), "utf8"), "one\n");
    assert.deepEqual(await staleFiles(directory, [one, two]), []);
  });
  it("names what is missing and what differs", async () => {
    await writeFile(join(directory, "two.json"), "[]\n");
    assert.deepEqual(await staleFiles(directory, [one, two]), ["docs/one.md", "two.json"]);
  });
});
