import assert from "node:assert/strict";
import { withSection } from "../../../tools/generate/section";

const begin = "<!-- figures: written by `npm run generate` -->";
const end = "<!-- end of figures -->";
const put = (text: string) => withSection("README.md", text, "figures", "| new |");

describe("a generated section", () => {
  it("replaces what is between its comments and nothing else", () => {
    const text = put(`# Guard\n\n${begin}\n\nold\n\n${end}\n\n## More\n`);
    assert.equal(text, `# Guard\n\n${begin}\n\n| new |\n\n${end}\n\n## More\n`);
    assert.equal(put(text), text);
  });

  for (const text of ["# Guard\n", `${begin}\n`, `${end}\n${begin}\n`, `${begin}${end}${begin}${end}`]) {
    it(`has no place in ${JSON.stringify(text)}`, () =>
      assert.throws(() => put(text), /README\.md: no place for figures between/));
  }
});
