import { printable } from "../../kit/text";

export interface Element {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  readonly content?: string | readonly Element[];
}

export function xmlDocument(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, "")}\n`;
}

function write({ name, attributes = {}, content = [] }: Element, indent: string): string {
  const pairs = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const head = [name, ...pairs.map(([key, value]) => `${key}="${attribute(String(value))}"`)].join(" ");
  if (content.length === 0) return `${indent}<${head}/>`;
  if (typeof content === "string") return `${indent}<${head}>${text(content)}</${name}>`;
  const children = content.map((child) => write(child, `${indent}  `));
  return `${indent}<${head}>\n${children.join("\n")}\n${indent}</${name}>`;
}

function attribute(value: string): string {
  return text(value).replaceAll('"', "&quot;").replaceAll("\n", "&#10;");
}

/** XML cannot contain most control characters, nor half of a surrogate pair. */
function text(value: string): string {
  const lines = value.split("\n").map(printable).join("\n");
  return lines
    .replaceAll(/[\uFFFE\uFFFF]/g, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
