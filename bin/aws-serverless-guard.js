#!/usr/bin/env node
const { existsSync } = require("node:fs");
const path = require("node:path");

const cli = path.join(__dirname, "../dist/cli.js");
if (!existsSync(cli)) {
  console.error("aws-serverless-guard is not built. Run `npm ci`, or `npm run build`, in its directory.");
  process.exit(2);
}
void require(cli).main(process.argv, require("../package.json").version);
