// Mutation testing of kit/ and engine/: by their own tests, and by the tables of policies that use most of it. Those of all take too long for survivors.
import { readFileSync } from "node:fs";

const policies = JSON.parse(readFileSync("stryker.config.json", "utf8"));

export default {
  ...policies,
  mutate: ["kit/*.ts", "engine/**/*.ts"],
  mochaOptions: {
    ...policies.mochaOptions,
    spec: [
      "test/kit/*.test.ts",
      "test/engine/unit/*.test.ts",
      "test/policies/components/*.test.ts",
      "test/policies/dynamodb/dynamodb-on-demand-capacity.test.ts",
      "test/policies/lambda/lambda-code-scaffolding.test.ts",
      "test/policies/lambda/lambda-python-runtime.test.ts",
      "test/policies/s3/*.test.ts",
      "test/policies/tags/*.test.ts",
    ],
  },
  jsonReporter: { fileName: "reports/mutation-kit.json" },
};
