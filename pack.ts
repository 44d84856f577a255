import path from "node:path";
import { notesDefaults } from "./aws/facts/noted-defaults";
import type { Pack } from "./engine/analyzer";
import { REPOSITORY } from "./kit/metadata";
import { policies } from "./policies";
import { samples } from "./samples";

const { version } = require(path.join(__dirname, "../package.json")) as { version: string };

export const pack: Pack = {
  name: "aws-serverless-guard",
  version,
  policies,
  about: {
    displayName: "AWS Serverless Guard",
    provider: "AWS",
    repository: REPOSITORY,
    tags: ["aws", "lambda", "serverless"],
  },
  notesDefaults,
  samples,
};
