import type { Status, WiringMap } from "./map";

const LINES: Readonly<Record<Status, string>> = { proven: "-->", broken: "==>", unknown: "-.->" };
const SIGNS: Readonly<Record<Status, string>> = { proven: "", broken: "✕ ", unknown: "? " };
const COLOURS: Readonly<Partial<Record<Status, string>>> = { broken: "#c02626", unknown: "#8a7a2f" };

/** The map as a flowchart, which GitHub, GitLab and others show in Markdown. */
export function mermaid({ nodes, arrows }: WiringMap): string {
  const ids = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const boxes = nodes.map(
    ({ name, kind }, index) => `  n${index}["${escaped(name)}<br/><small>${escaped(kind)}</small>"]`,
  );
  const lines = arrows.map(
    ({ from, to, label, status }) =>
      `  ${ids.get(from)} ${LINES[status]}|"${SIGNS[status]}${escaped(label)}"| ${ids.get(to)}`,
  );
  const styles = Object.entries(COLOURS).flatMap(([status, colour]) => {
    const indexes = arrows.flatMap((arrow, index) => (arrow.status === status ? [index] : []));
    return indexes.length === 0 ? [] : [`  linkStyle ${indexes.join(",")} stroke:${colour},color:${colour}`];
  });
  return ["flowchart LR", ...boxes, ...lines, ...styles, ""].join("\n");
}

/** Special characters of Mermaid and HTML, now or in later versions, by their numbers. */
function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{N} .,:/_-]/gu, (character) => `#${character.codePointAt(0)};`);
}
