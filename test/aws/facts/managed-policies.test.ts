import assert from "node:assert/strict";
import { managedGrants, managedPolicyFault } from "../../../aws/facts/managed-policies";

const arn = (path: string) => `arn:aws:iam::aws:policy/${path}`;

describe("aws/facts: managed policies", () => {
  it("know what policies of functions' roles grant", () => {
    const [grant] = managedGrants(arn("service-role/AWSLambdaSQSQueueExecutionRole")) ?? [];
    assert.ok(grant?.actions.includes("sqs:ReceiveMessage"));
    assert.deepEqual(grant?.resources, ["*"]);
    const logs = managedGrants(arn("AWSLambdaExecute"))?.find(({ actions }) => actions.includes("logs:*"));
    assert.deepEqual(logs?.resources, ["arn:aws:logs:*:*:*"]);
  });
  it("know nothing of other policies, nor of one in the wrong folder", () => {
    for (const path of ["ReadOnlyAccess", "NewPolicy", "AWSLambdaSQSQueueExecutionRole"])
      assert.equal(managedGrants(arn(path)), undefined, path);
    assert.equal(managedGrants("arn:aws-cn:iam::aws:policy/AmazonS3FullAccess"), undefined);
  });
  it("find a folder that is wrong or missing", () => {
    for (const path of ["AWSLambdaBasicExecutionRole", "job-function/AWSLambdaBasicExecutionRole"])
      assert.deepEqual(managedPolicyFault(arn(path)), {
        kind: "folder",
        meant: arn("service-role/AWSLambdaBasicExecutionRole"),
      });
  });
  it("find a form that no policy has", () => {
    assert.deepEqual(managedPolicyFault("arn:aws:iam::aws:AmazonS3FullAccess"), {
      kind: "form",
      meant: arn("AmazonS3FullAccess"),
    });
    assert.deepEqual(managedPolicyFault(arn("")), { kind: "form" });
  });
  it("find a name close to one of today", () => {
    for (const name of ["AmazonS3FullAcess", "amazons3fullaccess", "AmazonS3_FullAccess"])
      assert.deepEqual(managedPolicyFault(arn(name)), { kind: "name", meant: arn("AmazonS3FullAccess") }, name);
  });
  it("find a name with a plain word more or less", () => {
    const meant = arn("service-role/AWSLambdaSQSQueueExecutionRole");
    assert.deepEqual(managedPolicyFault(arn("AWSLambdaSQSExecutionRole")), { kind: "name", meant });
    const stream = arn("service-role/AWSLambdaKinesisExecutionRole");
    assert.deepEqual(managedPolicyFault(arn("AWSLambdaKinesisStreamExecutionRole")), { kind: "name", meant: stream });
  });
  it("leave alone what may be new, and what is nobody's to say", () => {
    for (const path of ["AmazonS3FullAccess", "AmazonS4FullAccess", "AmazonNewFullAccess", "aws-service-role/Any"])
      assert.equal(managedPolicyFault(arn(path)), undefined, path);
    assert.equal(managedPolicyFault("arn:aws:iam::123456789012:policy/AmazonS3FullAcess"), undefined);
  });
});
