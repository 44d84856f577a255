import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";

/** A resource of a Pulumi provider as its Node.js package declares it. */
export interface ProviderClass {
  readonly token: string;
  /** Older tokens that the class names as its aliases. */
  readonly aliases: readonly string[];
  /** The types of the inputs by name. */
  readonly inputs: ReadonlyMap<string, ts.TypeNode>;
  /** The names of the outputs. */
  readonly outputs: ReadonlySet<string>;
}

/** Reads the generated code of a provider's package; loading it would take longer, and has no types. */
export function providerClasses(directory: string): ProviderClass[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js") && !basename(file).startsWith("get") && !file.includes("node_modules"))
    .map((file) => join(directory, file))
    .flatMap((file) => providerClass(file) ?? []);
}

/** The version of the provider that a package is for. */
export function packageVersion(directory: string): string {
  const { version } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as { version: string };
  return version;
}

function providerClass(file: string): ProviderClass | undefined {
  const code = readFileSync(file, "utf8");
  const token = /^ {4}static __pulumiType = '([^']+)';$/m.exec(code)?.[1];
  // The provider itself has a token without colons.
  if (token === undefined || !token.includes(":")) return undefined;
  const aliases = /^ +const aliasOpts = \{ aliases: \[(.*)\] \};$/m.exec(code)?.[1] ?? "";
  const declaration = file.replace(/\.js$/, ".d.ts");
  const source = ts.createSourceFile(declaration, readFileSync(declaration, "utf8"), ts.ScriptTarget.ES2022);
  const name = token.slice(token.lastIndexOf(":") + 1);
  return {
    token,
    aliases: [...aliases.matchAll(/type: "([^"]+)"/g)].flatMap(([, alias]) => alias ?? []),
    inputs: new Map(
      members(source, `${name}Args`).flatMap((member) =>
        ts.isPropertySignature(member) && member.type ? [[nameOf(member), member.type]] : [],
      ),
    ),
    outputs: new Set(
      members(source, name).flatMap((member) => (ts.isPropertyDeclaration(member) ? nameOf(member) : [])),
    ),
  };
}

function members(source: ts.SourceFile, name: string): readonly (ts.TypeElement | ts.ClassElement)[] {
  const declaration = source.statements.find(
    (statement): statement is ts.InterfaceDeclaration | ts.ClassDeclaration =>
      (ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name?.text === name,
  );
  return declaration === undefined ? [] : [...declaration.members];
}

function nameOf(member: ts.PropertySignature | ts.PropertyDeclaration): string {
  return ts.isIdentifier(member.name) || ts.isStringLiteral(member.name) ? member.name.text : "";
}
