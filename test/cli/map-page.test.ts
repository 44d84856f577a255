import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { removeDirectory, temporaryDirectory } from "../../tools/programs";
import { Browser } from "../support/browser";
import { wiringState } from "../support/wiring-state";
import { cli } from "./support";

/** Run in the page: what overlaps, leaves its box, or cannot be read. */
const PROBLEMS = `(() => {
  const problems = [];
  const boxOf = (element) => ({ name: element.textContent, ...element.getBoundingClientRect().toJSON() });
  const nodes = [...document.querySelectorAll(".node")].map((node) => ({ node, ...boxOf(node.querySelector("rect")), name: node.querySelector("title").textContent }));
  const labels = [...document.querySelectorAll(".arrow text")].map(boxOf);
  const boxes = [...nodes, ...labels];
  for (const [index, a] of boxes.entries())
    for (const b of boxes.slice(index + 1))
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) problems.push(a.name + " overlaps " + b.name);
  for (const { node, left, right, top, bottom } of nodes) {
    const texts = [...node.querySelectorAll("text")].map(boxOf);
    for (const text of texts)
      if (text.left < left || text.right > right || text.top < top || text.bottom > bottom) problems.push(text.name + " leaves its box");
    const [kind, count] = texts.slice(1);
    if (count && count.left < kind.right) problems.push(kind.name + " and " + count.name + " overlap");
  }
  const picture = document.querySelector("svg").getBoundingClientRect();
  for (const { name, left, right, top, bottom } of boxes)
    if (left < picture.left || right > picture.right || top < picture.top || bottom > picture.bottom) problems.push(name + " leaves the picture");
  const light = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [dark, bright] = [light(a), light(b)].sort((x, y) => x - y);
    return (bright + 0.05) / (dark + 0.05);
  };
  const fill = (element) => getComputedStyle(element).fill;
  const back = getComputedStyle(document.body).backgroundColor;
  for (const text of document.querySelectorAll("svg text")) {
    const behind = text.closest(".node") ? fill(text.closest(".node").querySelector("rect")) : back;
    if (contrast(fill(text), behind) < 4.5) problems.push(text.textContent + " is hard to read: " + fill(text) + " on " + behind);
    if (parseFloat(getComputedStyle(text).fontSize) < 11) problems.push(text.textContent + " is too small");
  }
  return [...new Set(problems)].slice(0, 10);
})()`;

describe("the page of aws-serverless-guard map", () => {
  let directory: string;
  let browser: Browser;
  before(async () => {
    directory = await temporaryDirectory();
    browser = await Browser.start();
  });
  after(async () => {
    await browser.stop();
    await removeDirectory(directory);
  });

  const page = async (parts: number) => {
    const [state, file] = [path.join(directory, `${parts}.json`), path.join(directory, `${parts}.html`)];
    await writeFile(state, wiringState(parts));
    const { exitCode, stderr } = await cli(["map", state, "--output", file]);
    assert.equal(exitCode, 0, stderr);
    return file;
  };

  for (const parts of [10, 300]) {
    it(`is readable with ${parts} parts at 1280 pixels, in light and dark`, async () => {
      const file = await page(parts);
      const backs: string[] = [];
      for (const scheme of ["light", "dark"]) {
        await browser.open(file, { scheme });
        assert.deepEqual(await browser.evaluate(PROBLEMS), [], scheme);
        assert.equal(await browser.evaluate("document.querySelectorAll('.node').length"), parts);
        backs.push(await browser.evaluate("getComputedStyle(document.body).backgroundColor"));
        const isScrolledDown =
          "document.querySelector('main').scrollWidth <= document.querySelector('main').clientWidth";
        assert.ok(await browser.evaluate(isScrolledDown), "what is no wider than the page is not scrolled sideways");
      }
      assert.notEqual(backs[0], backs[1]);
    });
  }

  it("is searched and chosen from, and loads nothing", async () => {
    browser.requests.length = 0;
    await browser.open(await page(10));
    const details = () => browser.evaluate<string>("document.getElementById('details').innerText");
    assert.match(await details(), /placed-0 → orders-0[\s\S]*message-delivery[\s\S]*Fix: add an aws\.sqs\.QueuePolicy/);
    const type = (text: string) =>
      browser.evaluate(
        `search.value = ${JSON.stringify(text)}; search.dispatchEvent(new Event("input")); [...document.querySelectorAll(".node:not(.faded) title")].map((title) => title.textContent)`,
      );
    assert.deepEqual(await type("Orders TABLE"), ["orders-table-0", "orders-table-1"]);
    assert.deepEqual(await type(""), await type(" "));
    await browser.evaluate(
      `document.querySelector('[aria-label="function process-orders-1"]').dispatchEvent(new MouseEvent("click", { bubbles: true }))`,
    );
    assert.match(
      await details(),
      /process-orders-1\s+function[\s\S]*runtime\s+python3\.13[\s\S]*Arrows to it\s+orders-1 → process-orders-1/,
    );
    assert.equal(await browser.evaluate("document.querySelectorAll('.node:not(.faded)').length"), 3);
    await browser.evaluate(
      `document.querySelector(".arrow.broken").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }))`,
    );
    assert.match(await details(), /^Arrows\s+placed-0 → orders-0\s+✕ broken/);
    await browser.evaluate(`document.querySelector("input[name=broken]").click()`);
    assert.equal(await browser.evaluate(`document.querySelector(".arrow.broken").style.display`), "none");
    assert.deepEqual(browser.errors, []);
    assert.equal(browser.requests.length, 1);
  });
});
