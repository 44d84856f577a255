/** Puts a text that is generated between the two comments that a file has for it. */
export function withSection(file: string, text: string, name: string, generated: string): string {
  const begin = `<!-- ${name}: written by \`npm run generate\` -->`;
  const end = `<!-- end of ${name} -->`;
  const [before, rest, ...repeated] = text.split(begin);
  const [, after] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined || repeated.length > 0)
    throw new Error(`${file}: no place for ${name} between "${begin}" and "${end}"`);
  return `${before}${begin}\n\n${generated}\n\n${end}${after}`;
}
