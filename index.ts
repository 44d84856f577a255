import { startPack } from "./kit/pack";
import { policies } from "./policies";

startPack("aws-serverless-guard", policies);
