import classic from "./taggable-types.json";
import native from "./taggable-types-native.json";
import { currentType } from "./type-aliases";

/** `map`: `{ Team: "media" }`. `list`: `[{ key: "Team", value: "media" }]`; Auto Scaling groups add `propagateAtLaunch`. */
export type TagsShape = "map" | "list";

/** The input for a resource type's own tags. */
export interface TagsInput {
  /** Nearly always `tags`; some types of aws-native name it after the resource (`hostedZoneTags`). */
  readonly property: string;
  readonly shape: TagsShape;
  /**
   * Whether the provider's `defaultTags` reach the resource besides what this input has. They do not reach an Auto Scaling
   * group; aws-native writes them into the input before a policy sees it.
   */
  readonly takesDefaultTags: boolean;
}

/** The input for a type's tags, by today's token or an older one; undefined for a type that cannot be tagged. */
export function tagsInput(typeToken: string): TagsInput | undefined {
  const token = currentType(typeToken);
  const [provider, path = "", name = ""] = token.split(":");
  if (provider === "aws") {
    // Today's tokens repeat the name in the path: aws:s3/bucket:Bucket.
    const [module = "", file] = path.split("/");
    if (file !== name.charAt(0).toLowerCase() + name.slice(1)) return undefined;
    const shape = shapeIn(classic, module, name);
    return shape && { property: "tags", shape, takesDefaultTags: shape === "map" };
  }
  if (provider === "aws-native") {
    const shape = shapeIn(native, path, name);
    return shape && { property: nativeProperties[token] ?? "tags", shape, takesDefaultTags: false };
  }
  return undefined;
}

/** The shape of a type's tags, by today's token or an older one; `undefined` for a type that cannot be tagged. */
export function tagsShape(typeToken: string): TagsShape | undefined {
  return tagsInput(typeToken)?.shape;
}

const nativeProperties: Readonly<Record<string, string>> = native.properties;

/** The names of types by the module of their token, separated by spaces. */
type Modules = Readonly<Record<string, string>>;

function shapeIn(facts: Readonly<Record<TagsShape, Modules>>, module: string, name: string): TagsShape | undefined {
  if (isOneOf(facts.map, module, name)) return "map";
  return isOneOf(facts.list, module, name) ? "list" : undefined;
}

function isOneOf(modules: Modules, module: string, name: string): boolean {
  return ` ${modules[module] ?? ""} `.includes(` ${name} `);
}
