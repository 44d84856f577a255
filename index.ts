import path from "node:path";
import { notesDefaults } from "./aws/facts/noted-defaults";
import { startPack } from "./engine/pack";
import { endOnCrash } from "./engine/process";
import { REPOSITORY } from "./kit/metadata";
import { policies } from "./policies";

const name = "aws-serverless-guard";
const { version } = require(path.join(__dirname, "../package.json")) as { version: string };

startPack({
  name,
  version,
  policies,
  about: {
    displayName: "AWS Serverless Guard",
    provider: "AWS",
    repository: REPOSITORY,
    tags: ["aws", "lambda", "serverless"],
  },
  notesDefaults,
});
endOnCrash(name);
