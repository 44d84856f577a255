import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.join(__dirname, "..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const markdown = [
  ...readdirSync(root).filter((file) => file.endsWith(".md")),
  "docs/troubleshooting.md",
  ...readdirSync(path.join(root, "docs/policies")).map((file) => `docs/policies/${file}`),
];

describe("documents", () => {
  for (const file of markdown) {
    it(`${file} links to files that exist`, () => {
      const targets = [...read(file).matchAll(/\]\(([^)#]+)[^)]*\)/g)].flatMap(([, target]) => target ?? []);
      const missing = targets
        .filter((target) => !target.startsWith("https://"))
        .filter((target) => !existsSync(path.join(root, path.dirname(file), target)));
      assert.deepEqual(missing, []);
    });
  }

  const quotes = [...read("CONTRIBUTING.md").matchAll(/```ts\n\/\/ (\S+)\n(.*?)```/gs)];
  for (const [, file = "", code = ""] of quotes) {
    it(`CONTRIBUTING.md quotes ${file} as it is`, () => assert.ok(read(file).includes(code), code));
  }
  it("CONTRIBUTING.md says of every quote where it is from", () => {
    assert.equal(quotes.length, read("CONTRIBUTING.md").split("```ts\n").length - 1);
    assert.ok(quotes.length > 0);
  });
});
