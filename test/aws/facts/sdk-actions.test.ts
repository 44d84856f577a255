import assert from "node:assert/strict";
import { sdkActions } from "../../../aws/facts/sdk-actions";

describe("aws/facts: actions of operations", () => {
  it("are named as the operations, by a rule", () => {
    assert.deepEqual(sdkActions("dynamodb", "GetItem"), ["dynamodb:GetItem"]);
    assert.deepEqual(sdkActions("stepfunctions", "startExecution"), ["states:StartExecution"]);
  });
  it("are others where AWS says so", () => {
    assert.deepEqual(sdkActions("s3", "ListObjectsV2"), ["s3:ListBucket"]);
    assert.deepEqual(sdkActions("s3", "HeadObject"), ["s3:GetObject", "s3:GetObjectVersion"]);
    assert.deepEqual(sdkActions("lambda", "Invoke"), ["lambda:InvokeFunction"]);
    assert.deepEqual(sdkActions("bedrock-runtime", "Converse"), ["bedrock:InvokeModel"]);
    assert.deepEqual(sdkActions("apigatewaymanagementapi", "PostToConnection"), ["execute-api:ManageConnections"]);
  });
  it("are found by the names of each SDK", () => {
    for (const service of ["events", "eventbridge", "cloudwatch-events"])
      assert.deepEqual(sdkActions(service, "PutEvents"), ["events:PutEvents"], service);
    assert.deepEqual(sdkActions("secrets-manager", "GetSecretValue"), ["secretsmanager:GetSecretValue"]);
  });
  it("are not known of what needs no right, or is granted in other ways", () => {
    assert.equal(sdkActions("sts", "GetCallerIdentity"), undefined);
    assert.equal(sdkActions("cognito-idp", "InitiateAuth"), undefined);
    assert.equal(sdkActions("kms", "Decrypt"), undefined);
    assert.equal(sdkActions("s3", "GeneratePresignedUrl"), undefined);
  });
});
