// What the engine starts: the compiled pack. Where that is missing, the SDK would compile the sources for seconds and then fail.
const { existsSync } = require("node:fs");
const path = require("node:path");

const pack = path.join(__dirname, "../dist/index.js");
if (!existsSync(pack)) {
  console.error("aws-serverless-guard is not built. Run `npm ci`, or `npm run build`, in the policy pack's directory.");
  process.exit(1);
}
require(pack);
