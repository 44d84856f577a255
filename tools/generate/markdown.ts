/** Longest line of a paragraph, in characters. */
const WIDTH = 120;

/** A paragraph, broken between words where its lines get too long. */
export function paragraph(text: string): string {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const line = [lines.at(-1), word].filter(Boolean).join(" ");
    if (line.length <= WIDTH) lines.splice(-1, 1, line);
    else lines.push(word);
  }
  return lines.join("\n");
}

export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

/** A table whose columns are as wide as their longest cells. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const [first = "", ...rest] = cells.map((row) => line(row.map((cell, column) => cell.padEnd(widths[column] ?? 0))));
  return [first, line(widths.map((width) => "-".repeat(width))), ...rest].join("\n");
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** A text as it is, coloured by the syntax of its language. */
export function codeBlock(language: string, text: string): string {
  return [`\`\`\`${language}`, text.trimEnd(), "```"].join("\n");
}
