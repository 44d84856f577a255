import { REPOSITORY } from "./kit/metadata";
import { startPack } from "./kit/pack";
import { policies } from "./policies";

startPack("aws-serverless-guard", policies, {
  displayName: "AWS Serverless Guard",
  provider: "AWS",
  repository: REPOSITORY,
  tags: ["aws", "lambda", "serverless"],
});
