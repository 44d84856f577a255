// Runs in the page: search, choice and zoom. All texts of the stack come as data, and are set as texts alone.
const { nodes, arrows, findings, drawn } = JSON.parse(document.getElementById("data").textContent);
const byId = new Map(nodes.map((node, index) => [node.id, index]));
const svg = document.querySelector("svg");
const main = document.querySelector("main");
const details = document.getElementById("details");
const search = document.getElementById("search");
const nodeElements = [...document.querySelectorAll(".node")];
const arrowElements = [...document.querySelectorAll(".arrow")];
const [width, height] = [svg.width.baseVal.value, svg.height.baseVal.value];
const SIGNS = { proven: "✓ proven", broken: "✕ broken", unknown: "? not knowable yet" };
let zoom = 1;
let chosen;

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className !== undefined) made.className = className;
  return made;
}

function link(text, open) {
  const button = element("button", text);
  button.addEventListener("click", open);
  return button;
}

function nodeLink(id) {
  const index = byId.get(id);
  return link(nodes[index].name, () => choose({ node: index }, true));
}

function arrowItem(arrow) {
  const item = element("li");
  const ends = element("p");
  ends.append(nodeLink(arrow.from), element("span", " → "), nodeLink(arrow.to));
  const status = element("p");
  status.append(element("span", SIGNS[arrow.status], `mark ${arrow.status}`), element("span", `  ${arrow.label}`));
  item.append(ends, status);
  if (arrow.findings.length === 0) item.append(element("p", `${arrow.reason}.`, "soft"));
  for (const index of arrow.findings) item.append(...findingParts(findings[index]));
  return item;
}

function findingParts(finding) {
  const title = element("p", undefined, "mark broken");
  const page = element("a", finding.policy);
  page.href = finding.url;
  page.rel = "noreferrer";
  title.append(page, element("span", ` (${finding.level}, ${finding.severity})`, "soft"));
  return [title, ...finding.text.split("\n").map((line) => element("p", line))];
}

function list(title, items) {
  if (items.length === 0) return [];
  const made = element("ul");
  made.append(...items);
  return [element("h3", title), made];
}

function findingItems(indexes) {
  return indexes.map((index) => {
    const item = element("li");
    item.append(...findingParts(findings[index]));
    return item;
  });
}

function showNode(index) {
  const node = nodes[index];
  const properties = element("dl");
  for (const [name, value] of [["type", node.type], ...Object.entries(node.properties)])
    properties.append(element("dt", name), element("dd", value));
  const of = (end) => arrows.filter((arrow) => arrow[end] === node.id).map(arrowItem);
  details.replaceChildren(
    element("h2", node.name),
    element("p", node.kind, "soft"),
    properties,
    ...list("Findings", findingItems(node.findings)),
    ...list("Arrows to it", of("to")),
    ...list("Arrows from it", of("from")),
  );
}

function showAll() {
  const shown = ["broken", "unknown"].flatMap((status) => arrows.filter((arrow) => arrow.status === status));
  const atArrows = new Set(arrows.flatMap((arrow) => arrow.findings));
  const others = findings.map((_, index) => index).filter((index) => !atArrows.has(index));
  details.replaceChildren(
    element("p", "Choose a part of the picture to see its arrows, settings and findings.", "soft"),
    ...list("Arrows that are broken or not knowable yet", shown.map(arrowItem)),
    ...list("Other findings", findingItems(others)),
  );
}

/** @param what a node or drawn arrow by its index, or nothing */
function choose(what, scrolls) {
  chosen = what;
  if (what === undefined) showAll();
  else if (what.node !== undefined) showNode(what.node);
  else
    details.replaceChildren(
      ...list(
        "Arrows",
        drawn[what.arrow].map((index) => arrowItem(arrows[index])),
      ),
    );
  details.scrollTop = 0;
  mark();
  if (scrolls && what?.node !== undefined)
    nodeElements[what.node].scrollIntoView({ block: "center", inline: "center" });
}

function mark() {
  const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const hidden = new Set(
    [...document.querySelectorAll("header input[type=checkbox]")].filter((box) => !box.checked).map((box) => box.name),
  );
  const found = nodes.map(({ name, kind, type }) => {
    const text = `${name} ${kind} ${type}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const near = new Set();
  for (const [index, indexes] of drawn.entries()) {
    const { from, to } = arrows[indexes[0]];
    const ends = [byId.get(from), byId.get(to)];
    const isChosen = chosen?.arrow === index || ends.includes(chosen?.node);
    if (isChosen) for (const end of ends) near.add(end);
    const isHidden = indexes.every((each) => hidden.has(arrows[each].status));
    arrowElements[index].style.display = isHidden ? "none" : "";
    arrowElements[index].classList.toggle("chosen", chosen?.arrow === index);
    arrowElements[index].classList.toggle("faded", chosen ? !isChosen : !ends.some((end) => found[end]));
  }
  if (chosen?.node !== undefined) near.add(chosen.node);
  for (const [index, node] of nodeElements.entries()) {
    node.classList.toggle("chosen", chosen?.node === index);
    node.classList.toggle("faded", chosen ? !near.has(index) : !found[index]);
  }
  const count = found.filter(Boolean).length;
  document.getElementById("found").textContent = words.length === 0 ? "" : `${count} of ${nodes.length}`;
  return found.indexOf(true);
}

function scale(to) {
  const middle = [main.scrollLeft + main.clientWidth / 2, main.scrollTop + main.clientHeight / 2].map(
    (at) => at / zoom,
  );
  zoom = Math.min(3, Math.max(0.1, to));
  svg.setAttribute("width", width * zoom);
  svg.setAttribute("height", height * zoom);
  main.scrollTo(middle[0] * zoom - main.clientWidth / 2, middle[1] * zoom - main.clientHeight / 2);
}

function onChoice(elements, name) {
  for (const [index, each] of elements.entries()) {
    each.addEventListener("click", (event) => {
      event.stopPropagation();
      choose({ [name]: index });
    });
    each.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        choose({ [name]: index });
      }
    });
  }
}

onChoice(nodeElements, "node");
onChoice(arrowElements, "arrow");
svg.addEventListener("click", () => choose(undefined));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    search.value = "";
    choose(undefined);
  }
});
search.addEventListener("input", () => {
  chosen = undefined;
  showAll();
  mark();
});
search.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || search.value.trim() === "") return;
  const first = mark();
  if (first >= 0) choose({ node: first }, true);
});
for (const box of document.querySelectorAll("header input[type=checkbox]")) box.addEventListener("change", mark);
document.getElementById("in").addEventListener("click", () => scale(zoom * 1.25));
document.getElementById("out").addEventListener("click", () => scale(zoom / 1.25));
document
  .getElementById("fit")
  .addEventListener("click", () =>
    scale(Math.max(0.3, Math.min(1, main.clientWidth / width, main.clientHeight / height))),
  );
document.getElementById("full").addEventListener("click", () => scale(1));
showAll();
mark();
