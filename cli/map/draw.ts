// The layout of the picture. It needs a large library, so it is loaded only for a page.
import type { MapArrow, MapNode, Status, WiringMap } from "./map";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** A node in its box, whose `x` and `y` are its upper left corner. */
export interface DrawnNode extends Box {
  readonly index: number;
  readonly name: string;
  readonly kind: string;
}

/** All arrows from one node to another, as one line. */
export interface DrawnArrow {
  readonly indexes: readonly number[];
  readonly status: Status;
  readonly points: readonly Point[];
  readonly label: Box & { readonly text: string };
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly DrawnNode[];
  readonly arrows: readonly DrawnArrow[];
}

/** Larger pictures take minutes, and nobody finds anything in them. */
export const MOST_NODES = 2_000;
const MOST_ARROWS = 4_000;

/** Width in pixels of a connected part that fits beside the panel on a page of 1280. */
const WIDTH = 860;
const MARGIN = 20;
const GAP = 28;
const NODE_HEIGHT = 46;
const LABEL_HEIGHT = 16;
const [MOST_NAME, MOST_LABEL] = [26, 24];
/** From this many connected nodes on, the faster layout is used: the best one takes minutes. */
const MANY = 250;

/** Whether there is too much for a picture. */
export function isTooMuch({ nodes, arrows }: WiringMap): boolean {
  return nodes.length > MOST_NODES || arrows.length > MOST_ARROWS;
}

// biome-ignore lint/correctness/noUndeclaredDependencies: built into the file that esbuild makes
const load = () => import("@dagrejs/dagre");
type Library = Awaited<ReturnType<typeof load>>;

/** Lays out each connected part by itself, and places the parts in rows; nodes without arrows come below. */
export async function drawn({ nodes, arrows }: WiringMap): Promise<Picture> {
  const dagre = await load();
  const lines = linesOf(nodes, arrows);
  const groups = groupsOf(nodes.length, lines);
  const parts = groups.filter(({ length }) => length > 1).map((group) => narrow(dagre, group, nodes, lines));
  const alone = groups.filter(({ length }) => length === 1).flat();
  const shelves = [
    new Shelves(parts.toSorted((a, b) => b.height - a.height || b.width - a.width)),
    new Shelves(alone.map((index) => single(index, nodes))),
  ];
  const [first, second] = shelves;
  const below = first && first.parts.length > 0 ? first.height + GAP : 0;
  const placed = [...(first?.placed(MARGIN, MARGIN) ?? []), ...(second?.placed(MARGIN, MARGIN + below) ?? [])];
  return {
    width: Math.ceil(Math.max(...shelves.map(({ width }) => width)) + 2 * MARGIN),
    height: Math.ceil(below + (second?.height ?? 0) + 2 * MARGIN),
    nodes: placed.flatMap((part) => part.nodes).toSorted((a, b) => a.index - b.index),
    arrows: placed.flatMap((part) => part.arrows),
  };
}

interface Line {
  readonly from: number;
  readonly to: number;
  readonly indexes: number[];
  readonly status: Status;
  readonly text: string;
}

const SIGNS: Readonly<Record<Status, string>> = { proven: "", broken: "✕ ", unknown: "? " };
const WORST: readonly Status[] = ["broken", "unknown", "proven"];

function linesOf(nodes: readonly MapNode[], arrows: readonly MapArrow[]): readonly Line[] {
  const numbers = new Map(nodes.map(({ id }, index) => [id, index]));
  const byEnds = new Map<string, number[]>();
  for (const [index, { from, to }] of arrows.entries()) {
    const ends = `${numbers.get(from)} ${numbers.get(to)}`;
    byEnds.set(ends, [...(byEnds.get(ends) ?? []), index]);
  }
  return [...byEnds].map(([ends, indexes]) => {
    const [from = 0, to = 0] = ends.split(" ").map(Number);
    const all = indexes.flatMap((index) => arrows[index] ?? []);
    const status = WORST.find((each) => all.some((arrow) => arrow.status === each)) ?? "unknown";
    const labels = [...new Set(all.filter((arrow) => arrow.status === status).map(({ label }) => label))];
    const more = new Set(all.map(({ label }) => label)).size - 1;
    const text = `${SIGNS[status]}${cut(labels[0] ?? "", MOST_LABEL)}${more > 0 ? ` +${more}` : ""}`;
    return { from, to, indexes, status, text };
  });
}

/** The connected parts, as indexes of nodes. */
function groupsOf(count: number, lines: readonly Line[]): readonly (readonly number[])[] {
  const leader = Array.from({ length: count }, (_, index) => index);
  const find = (index: number): number => {
    let at = index;
    for (let next = leader[at] ?? at; next !== at; next = leader[at] ?? at) at = next;
    leader[index] = at;
    return at;
  };
  for (const { from, to } of lines) leader[find(from)] = find(to);
  const groups = new Map<number, number[]>();
  for (let index = 0; index < count; index++) groups.set(find(index), [...(groups.get(find(index)) ?? []), index]);
  return [...groups.values()];
}

interface Part {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly DrawnNode[];
  readonly arrows: readonly DrawnArrow[];
}

/** Lays out from left to right, or from top to bottom if only that fits the page. */
function narrow(...given: [Library, readonly number[], readonly MapNode[], readonly Line[]]): Part {
  const across = laidOut(...given, "LR");
  if (across.width <= WIDTH || given[1].length > MANY) return across;
  const down = laidOut(...given, "TB");
  return down.width < across.width ? down : across;
}

function laidOut(
  { Graph, layout }: Library,
  group: readonly number[],
  nodes: readonly MapNode[],
  lines: readonly Line[],
  rankdir: "LR" | "TB",
): Part {
  const graph = new Graph({ multigraph: true });
  const members = new Set(group);
  const own = lines.filter(({ from }) => members.has(from));
  const ranker = group.length > MANY ? "longest-path" : "network-simplex";
  const isAcross = rankdir === "LR";
  graph.setGraph({ rankdir, nodesep: isAcross ? 18 : 28, ranksep: isAcross ? 26 : 34, edgesep: 12, ranker });
  const boxes = new Map(group.map((index) => [index, boxOf(index, nodes)]));
  for (const [index, { width, height }] of boxes) graph.setNode(String(index), { width, height });
  for (const { from, to, text } of own) {
    const label = { width: widthOf(text, 11) + 8, height: LABEL_HEIGHT, labelpos: "c" as const };
    graph.setEdge(String(from), String(to), label);
  }
  layout(graph);
  const placed = [...boxes].map(([index, box]) => {
    const { x = 0, y = 0 } = graph.node(String(index));
    return { ...box, x: x - box.width / 2, y: y - box.height / 2 };
  });
  const arrows = own.map(({ from, to, indexes, status, text }) => {
    const edge = graph.edge(String(from), String(to));
    const { points = [], x = 0, y = 0, width = 0, height = 0 } = edge ?? {};
    return { indexes, status, points, label: { text, x: x - width / 2, y: y - height / 2, width, height } };
  });
  return fromCorner({ nodes: placed, arrows });
}

/** Moves a part so that its upper left corner is at 0, 0. */
function fromCorner({ nodes, arrows }: Pick<Part, "nodes" | "arrows">): Part {
  const boxes = [...nodes, ...arrows.map(({ label }) => label)];
  const points = [
    ...boxes,
    ...boxes.map((box) => ({ x: box.x + box.width, y: box.y + box.height })),
    ...arrows.flatMap((arrow) => arrow.points),
  ];
  const [left, top] = [smallest(points.map(({ x }) => x)), smallest(points.map(({ y }) => y))];
  const [right, bottom] = [-smallest(points.map(({ x }) => -x)), -smallest(points.map(({ y }) => -y))];
  return moved({ width: right - left, height: bottom - top, nodes, arrows }, -left, -top);
}

function smallest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function moved(part: Part, x: number, y: number): Part {
  const move = <T extends Point>(point: T): T => ({ ...point, x: point.x + x, y: point.y + y });
  return {
    ...part,
    nodes: part.nodes.map(move),
    arrows: part.arrows.map((arrow) => ({ ...arrow, points: arrow.points.map(move), label: move(arrow.label) })),
  };
}

function single(index: number, nodes: readonly MapNode[]): Part {
  const box = boxOf(index, nodes);
  return { width: box.width, height: box.height, nodes: [box], arrows: [] };
}

function boxOf(index: number, nodes: readonly MapNode[]): DrawnNode {
  const { name = "", kind = "" } = nodes[index] ?? {};
  const [shownName, shownKind] = [cut(name, MOST_NAME), cut(kind, MOST_NAME)];
  const width = Math.max(110, Math.ceil(Math.max(widthOf(shownName, 13), widthOf(shownKind, 11) + 30)) + 28);
  return { index, name: shownName, kind: shownKind, x: 0, y: 0, width, height: NODE_HEIGHT };
}

/** Parts beside each other in rows. */
class Shelves {
  readonly #places: readonly (Point & { readonly part: Part })[];
  readonly width: number;
  readonly height: number;

  constructor(readonly parts: readonly Part[]) {
    const most = Math.max(WIDTH, ...parts.map(({ width }) => width));
    let [x, y, rowHeight, width] = [0, 0, 0, 0];
    this.#places = parts.map((part) => {
      if (x > 0 && x + part.width > most) [x, y, rowHeight] = [0, y + rowHeight + GAP, 0];
      const place = { x, y, part };
      x += part.width + GAP;
      rowHeight = Math.max(rowHeight, part.height);
      width = Math.max(width, place.x + part.width);
      return place;
    });
    [this.width, this.height] = [width, y + rowHeight];
  }

  placed(left: number, top: number): readonly Part[] {
    return this.#places.map(({ x, y, part }) => moved(part, left + x, top + y));
  }
}

/** The largest width of a text in a font size. Fonts differ, and no text may leave its box. */
function widthOf(text: string, size: number): number {
  return [...text].reduce((sum, character) => sum + (isWide(character) ? 1.1 : 0.64), 0) * size;
}

function isWide(character: string): boolean {
  return /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{P}\p{N}\s]|[mwMW@%—…]/u.test(character);
}

function cut(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}
