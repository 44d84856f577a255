import { createHash } from "node:crypto";
import type { DrawnArrow, DrawnNode, Picture, Point } from "./draw";
import type { MapNode, Status, WiringMap } from "./map";
import script from "./page.browser.js";
import style from "./page.css";

/** A self-contained page: it loads nothing, and runs only its own script. */
export function html(map: WiringMap, picture: Picture): string {
  const counts = (["broken", "unknown", "proven"] as const).map((status) => countOf(map, status)).join("\n");
  const title = escaped(map.stack);
  const data = inScript({ ...map, drawn: picture.arrows.map(({ indexes }) => indexes) });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${digest(style)}' 'unsafe-inline'; script-src '${digest(script)}'">
<title>Wiring of ${title}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<div class="counts">
${counts}
<span>${plural(map.nodes.length, "part")}, ${plural(map.findings.length, "finding")}</span>
</div>
<div class="tools">
<span id="found" role="status"></span>
<input type="search" id="search" placeholder="Search names and kinds" aria-label="Search">
<button id="out" aria-label="Smaller">−</button>
<button id="in" aria-label="Larger">+</button>
<button id="full">100 %</button>
<button id="fit">Fit</button>
</div>
</header>
<main tabindex="0" aria-label="Picture">
${svg(map, picture)}
</main>
<aside id="details" aria-live="polite"></aside>
<script type="application/json" id="data">${data}</script>
<script>${script}</script>
</body>
</html>
`;
}

const WORDS: Readonly<Record<Status, string>> = {
  proven: "✓ proven",
  broken: "✕ broken",
  unknown: "? not knowable yet",
};

function countOf({ arrows }: WiringMap, status: Status): string {
  const count = arrows.filter((arrow) => arrow.status === status).length;
  return `<label class="${status}"><input type="checkbox" name="${status}" checked><span><b>${count}</b> <span class="mark">${WORDS[status]}</span></span></label>`;
}

function svg(map: WiringMap, { width, height, nodes, arrows }: Picture): string {
  const markers = (Object.keys(WORDS) as Status[]).map(
    (status) =>
      `<marker id="head-${status}" class="${status}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 10 5 0 10z"/></marker>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<defs>${markers.join("")}</defs>
${arrows.map((arrow) => arrowSvg(map, arrow)).join("\n")}
${nodes.map((node) => nodeSvg(map, node)).join("\n")}
</svg>`;
}

function arrowSvg({ arrows, nodes }: WiringMap, { indexes, status, points, label }: DrawnArrow): string {
  const [first] = indexes.flatMap((index) => arrows[index] ?? []);
  const name = (id: string | undefined) => nodes.find((node) => node.id === id)?.name ?? "";
  const spoken = escaped(`${name(first?.from)} to ${name(first?.to)}: ${label.text}, ${WORDS[status]}`);
  const line = curve(points);
  const at = `x="${round(label.x + label.width / 2)}" y="${round(label.y + label.height - 4.5)}"`;
  return `<g class="arrow ${status}" tabindex="0" role="button" aria-label="${spoken}"><path class="hit" d="${line}"/><path d="${line}" marker-end="url(#head-${status})"/><text ${at} text-anchor="middle">${escaped(label.text)}</text></g>`;
}

function nodeSvg({ nodes }: WiringMap, { index, name, kind, x, y, width, height }: DrawnNode): string {
  const node = nodes[index];
  const count = node?.findings.length ?? 0;
  const badge =
    count === 0 ? "" : `<text class="count" x="${width - 10}" y="${height - 12}" text-anchor="end">✕ ${count}</text>`;
  const spoken = escaped(`${kind} ${node?.name ?? ""}${count === 0 ? "" : `, ${plural(count, "finding")}`}`);
  return `<g class="node ${groupOf(node)}" tabindex="0" role="button" aria-label="${spoken}" transform="translate(${round(x)} ${round(y)})"><title>${escaped(node?.name ?? "")}</title><rect width="${width}" height="${height}" rx="7"/><text x="14" y="20">${escaped(name)}</text><text class="kind" x="14" y="35">${escaped(kind)}</text>${badge}</g>`;
}

/** Kinds with the same look. */
function groupOf(node: MapNode | undefined): string {
  if (node?.kind === "function") return "function";
  if (["table", "bucket", "stream", "secret", "log group"].includes(node?.kind ?? "")) return "store";
  return /API|URL|rule|schedule|alarm|pool|target group/.test(node?.kind ?? "") ? "entry" : "other";
}

/** A smooth line through points, straight at its ends. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return "";
  const middles = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? point;
    const end = index === rest.length - 2 ? point : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${at(point)} ${at(end)}`;
  });
  return `M${at(first)} ${middles.join(" ")} L${at(last)}`;
}

const round = (value: number) => Math.round(value * 10) / 10;
const at = ({ x, y }: Point) => `${round(x)} ${round(y)}`;

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** Data in a page, escaped so that it cannot end its element and has no invisible characters. */
function inScript(data: object): string {
  const asCode = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(data).replace(/[<\p{Cf}\u2028\u2029]/gu, (found) => found.split("").map(asCode).join(""));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
