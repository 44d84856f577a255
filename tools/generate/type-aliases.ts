import { dirname } from "node:path";
import { factsFile, sorted, words } from "./facts";
import type { Generator } from "./generator";
import { packageVersion, providerClasses } from "./provider-classes";

const path = "aws/facts/type-aliases.json";

/** The tokens that resource types of `@pulumi/aws` had before. */
export const typeAliases: Generator = {
  path,
  async generate() {
    const directory = dirname(require.resolve("@pulumi/aws/package.json"));
    const renamed = providerClasses(directory)
      .map(({ token, aliases }) => [token, words(aliases.filter((alias) => alias !== token))] as const)
      .filter(([, aliases]) => aliases !== "");
    return factsFile(path, {
      source: `https://github.com/pulumi/pulumi-aws/tree/v${packageVersion(directory)}/sdk/nodejs`,
      aliases: sorted(renamed),
    });
  },
};
