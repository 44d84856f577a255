import { endOnCrash } from "./kit/crash";
import { REPOSITORY } from "./kit/metadata";
import { startPack } from "./kit/pack";
import { policies } from "./policies";

const NAME = "aws-serverless-guard";

startPack(NAME, policies, {
  displayName: "AWS Serverless Guard",
  provider: "AWS",
  repository: REPOSITORY,
  tags: ["aws", "lambda", "serverless"],
});
endOnCrash(NAME);
