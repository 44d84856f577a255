import { dirname } from "node:path";
import { factsFile } from "./facts";
import type { Generator } from "./generator";
import { type ProviderClass, packageVersion, providerClasses } from "./provider-classes";
import { namesByModule, shapeOf, type TagsShape } from "./tags";

const path = "aws/facts/taggable-types.json";

/** The resource types of `@pulumi/aws` that can be tagged. */
export const taggableTypes: Generator = {
  path,
  async generate() {
    const directory = dirname(require.resolve("@pulumi/aws/package.json"));
    const classes = providerClasses(directory);
    const older = new Set(classes.flatMap(({ token, aliases }) => aliases.filter((alias) => alias !== token)));
    const current = classes.filter(({ token }) => !older.has(token));
    const ofShape = (shape: TagsShape) => namesByModule(current.filter((resource) => tagsShape(resource) === shape));
    return factsFile(path, {
      source: `https://github.com/pulumi/pulumi-aws/tree/v${packageVersion(directory)}/sdk/nodejs`,
      map: ofShape("map"),
      list: ofShape("list"),
    });
  },
};

function tagsShape({ token, inputs, outputs }: ProviderClass): TagsShape | undefined {
  const type = inputs.get("tags");
  const shape = type && shapeOf(type);
  if (outputs.has("tagsAll")) {
    if (shape !== "map") throw new Error(`${token} has tags of an unknown shape: look at it, then add it to tags.ts`);
    return "map";
  }
  // Without the output `tagsAll`, a map named `tags` says which other resources are meant (Inspector's resource group).
  return shape === "list" ? "list" : undefined;
}
