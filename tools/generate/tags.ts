import ts from "typescript";
import { sorted, words } from "./facts";
import type { ProviderClass } from "./provider-classes";

export type TagsShape = "map" | "list";

/** The elements of the lists that hold a resource's own tags: a key and a value, and what a service adds to it. */
const tagElements: ReadonlySet<string> = new Set([
  "inputs.autoscaling.GroupTag",
  "inputs.TagArgs",
  "inputs.CreateOnlyTagArgs",
  "inputs.autoscaling.AutoScalingGroupTagPropertyArgs",
  "inputs.appstream.ApplicationTag0PropertiesArgs",
  "inputs.appstream.ApplicationTag1PropertiesArgs",
  "inputs.appstream.AppBlockTag0PropertiesArgs",
  "inputs.appstream.AppBlockTag1PropertiesArgs",
]);

/** The shape of tags that an input's type has; `undefined` for other types. */
export function shapeOf(type: ts.TypeNode): TagsShape | undefined {
  const [plain, ...others] = alternatives(type);
  if (plain === undefined || others.length > 0) return undefined;
  // aws-native has `any` where CloudFormation's schema says JSON, which for tags is an object.
  if (plain.kind === ts.SyntaxKind.AnyKeyword) return "map";
  if (ts.isTypeLiteralNode(plain)) return plain.members.some(ts.isIndexSignatureDeclaration) ? "map" : undefined;
  if (!ts.isArrayTypeNode(plain)) return undefined;
  return alternatives(plain.elementType).every((element) => tagElements.has(nameOf(element))) ? "list" : undefined;
}

/** The types that remain without `pulumi.Input` and `undefined`. */
function alternatives(type: ts.TypeNode): readonly ts.TypeNode[] {
  if (type.kind === ts.SyntaxKind.UndefinedKeyword) return [];
  if (ts.isUnionTypeNode(type)) return type.types.flatMap(alternatives);
  if (ts.isParenthesizedTypeNode(type)) return alternatives(type.type);
  const [argument] = ts.isTypeReferenceNode(type) && nameOf(type) === "pulumi.Input" ? (type.typeArguments ?? []) : [];
  return argument === undefined ? [type] : alternatives(argument);
}

function nameOf(type: ts.TypeNode): string {
  return ts.isTypeReferenceNode(type) ? entityName(type.typeName) : "";
}

function entityName(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : `${entityName(name.left)}.${name.right.text}`;
}

/** The names of resource classes by the module of their token. */
export function namesByModule(classes: readonly Pick<ProviderClass, "token">[]): Record<string, string> {
  const modules = new Map<string, string[]>();
  for (const { token } of classes) {
    const [, path = "", name = ""] = token.split(":");
    const [module = "", file] = path.split("/");
    // A token of @pulumi/aws says its name twice; the reader of the file puts it together again.
    if (file !== undefined && file !== name.charAt(0).toLowerCase() + name.slice(1))
      throw new Error(`odd token ${token}`);
    modules.set(module, [...(modules.get(module) ?? []), name]);
  }
  return sorted([...modules].map(([module, names]) => [module, words(names)]));
}
