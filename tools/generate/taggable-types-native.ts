import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { factsFile, root, sorted } from "./facts";
import type { Generator } from "./generator";
import { type ProviderClass, packageVersion, providerClasses } from "./provider-classes";
import { namesByModule, shapeOf, type TagsShape } from "./tags";

const path = "aws/facts/taggable-types-native.json";

/**
 * The resource types of `@pulumi/aws-native` that can be tagged. Its package is no dependency (90 MB); to take the facts
 * from another version: `npm pack @pulumi/aws-native`, unpack it outside of the repository, and
 * `npx tsx tools/generate/taggable-types-native.ts DIRECTORY`.
 */
export const taggableTypesNative = (directory: string): Generator => ({
  path,
  async generate() {
    const taggable = providerClasses(directory).flatMap((resource) => {
      const input = tagsInput(resource);
      return input === undefined ? [] : [{ token: resource.token, ...input }];
    });
    const ofShape = (shape: TagsShape) => namesByModule(taggable.filter((resource) => resource.shape === shape));
    return factsFile(path, {
      source: `https://github.com/pulumi/pulumi-aws-native/tree/v${packageVersion(directory)}/sdk/nodejs`,
      map: ofShape("map"),
      list: ofShape("list"),
      // The name of the input where it is not `tags`.
      properties: sorted(
        taggable.filter(({ property }) => property !== "tags").map(({ token, property }) => [token, property]),
      ),
    });
  },
});

function tagsInput({ token, inputs }: ProviderClass): { property: string; shape: TagsShape } | undefined {
  const property = inputs.has("tags") ? "tags" : [...inputs.keys()].find((name) => isOwnTags(name, inputs));
  const type = property && inputs.get(property);
  if (!property || !type) return undefined;
  const shape = shapeOf(type);
  if (shape === undefined) throw new Error(`${token} has tags of an unknown shape: look at it, then add it to tags.ts`);
  return { property, shape };
}

/** `hostedZoneTags`, `userPoolTags`: of the shared types of tags, where tags for others have element types of their own. */
function isOwnTags(name: string, inputs: ProviderClass["inputs"]): boolean {
  const type = inputs.get(name);
  return name.endsWith("Tags") && name !== "principalTags" && type !== undefined && shapeOf(type) !== undefined;
}

async function main([directory]: readonly string[]): Promise<void> {
  if (directory === undefined) throw new Error("usage: taggable-types-native.ts DIRECTORY");
  await writeFile(join(root, path), await taggableTypesNative(directory).generate());
}

if (require.main === module) void main(process.argv.slice(2));
