// Mutation testing of one area of the pack: AREA=policies (the default), kit, engine, aws or code.
const tables = "test/policies/**/*.test.ts";
/** By what each area is tested. The tables of some policies use most of the kit and the engine; those of all take too long for survivors. */
const areas = {
  policies: { mutate: ["policies/*/*.ts"], spec: [tables] },
  kit: { mutate: ["kit/*.ts"], spec: ["test/kit/*.test.ts", ...someTables()] },
  engine: { mutate: ["engine/**/*.ts"], spec: ["test/engine/unit/*.test.ts", ...someTables()] },
  aws: { mutate: ["aws/**/*.ts"], spec: ["test/aws/**/*.test.ts", tables], sample: 4 },
  code: {
    mutate: ["code/**/*.ts"],
    spec: ["test/code/{python,node,source}/*.test.ts", "test/code/*-*.test.ts", "test/policies/lambda/*.test.ts"],
    sample: 8,
  },
};

function someTables() {
  const names = [
    "components/*",
    "dynamodb/dynamodb-on-demand-capacity",
    "lambda/lambda-event-source",
    "lambda/lambda-python-runtime",
    "outputs/*",
    "s3/*",
    "tags/*",
  ];
  return names.map((name) => `test/policies/${name}.test.ts`);
}

const name = process.env.AREA ?? "policies";
const area = areas[name];
if (area === undefined) throw new Error(`AREA is "${name}", allowed ${Object.keys(areas).join(", ")}`);
process.env.MUTATION_SAMPLE ??= String(area.sample ?? 1);

export default {
  mutate: area.mutate,
  plugins: ["./tools/stryker-mocha.mjs", "./tools/stryker-sample.mjs"],
  ignorers: ["sample"],
  testRunner: "mocha",
  mochaOptions: {
    require: ["tsx/cjs", "./test/support/environment.ts", "./test/support/in-process-form.ts"],
    spec: area.spec,
    grep: "/^(?!.*well under a second)/",
  },
  coverageAnalysis: "perTest",
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 10000,
  ignorePatterns: ["coverage", "dist", "docs", "reports"],
  reporters: ["clear-text", "json", "progress-append-only"],
  clearTextReporter: { logTests: false, reportTests: false, skipFull: true },
  jsonReporter: { fileName: `reports/mutation-${name}.json` },
  thresholds: { high: 95, low: 90, break: 90 },
};
