import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { REPOSITORY } from "../kit/metadata";
import { repository } from "../package.json";
import { documents, readDocument as read } from "./support/documents";
import { packDirectory as root } from "./support/pack-process";

/** Its code is quoted from policies. */
const AUTHORING = "docs/authoring.md";

describe("documents", () => {
  for (const file of documents) {
    it(`${file} links to files that exist`, () => {
      const targets = [...read(file).matchAll(/\]\(([^)#]+)[^)]*\)/g)].flatMap(([, target]) => target ?? []);
      const missing = targets
        .filter((target) => !target.startsWith("https://"))
        .filter((target) => !existsSync(path.join(root, path.dirname(file), target)));
      assert.deepEqual(missing, []);
    });

    it(`${file} links to headings that exist`, () => {
      const links = [...read(file).matchAll(/\]\(((?!https:)[^)#]*)#([^)]+)\)/g)];
      const missing = links.filter(([, target = "", anchor = ""]) => {
        const linked = target === "" ? file : path.posix.join(path.dirname(file), target);
        return !anchorsIn(read(linked)).includes(anchor);
      });
      assert.deepEqual(
        missing.map(([link]) => link),
        [],
      );
    });
  }

  it("README.md links to files of the repository where npm shows it too, which takes the repository from package.json", () => {
    assert.equal(repository.url, `git+${REPOSITORY}.git`);
  });

  const quotes = [...read(AUTHORING).matchAll(/```ts\n\/\/ (\S+)\n(.*?)```/gs)];
  for (const [, file = "", code = ""] of quotes) {
    it(`${AUTHORING} quotes ${file} as it is`, () => assert.ok(read(file).includes(code), code));
  }
  it("docs/authoring.md says of every quote where it is from", () => {
    assert.equal(quotes.length, read(AUTHORING).split("```ts\n").length - 1);
    assert.ok(quotes.length > 0);
  });
});

/** The anchors that GitHub gives to the headings of a document. */
function anchorsIn(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}
