import assert from "node:assert/strict";
import { type Arn, isFifo, isPartition, parseArn, s3DestinationProperty, s3Destinations } from "../../../aws/model/arn";

function arn(text: string): Arn {
  const parsed = parseArn(text);
  assert.ok(parsed, text);
  return parsed;
}

describe("aws/model/arn", () => {
  it("takes an ARN apart, further colons left in the resource", () => {
    assert.deepEqual(arn("arn:aws:lambda:eu-west-1:123456789012:function:resize:live"), {
      partition: "aws",
      service: "lambda",
      region: "eu-west-1",
      account: "123456789012",
      resource: "function:resize:live",
    });
  });
  it("accepts every partition's form, and no region or account", () => {
    assert.equal(arn("arn:aws-cn:sqs:cn-north-1:123456789012:jobs").partition, "aws-cn");
    assert.equal(arn("arn:aws-us-gov:sns:us-gov-west-1:123456789012:jobs").service, "sns");
    assert.equal(arn("arn:aws-iso-b:sqs:us-isob-east-1:123456789012:jobs").partition, "aws-iso-b");
    assert.deepEqual(arn("arn:aws:s3:::images").resource, "images");
  });
  for (const text of [
    "",
    "arn",
    "arn:aws:sqs",
    "arn:aws:sqs:eu-west-1:1",
    "https://sqs.amazonaws.com/1/jobs",
    "arn::::::",
  ]) {
    it(`does not take ${JSON.stringify(text)} for an ARN`, () => assert.equal(parseArn(text), undefined));
  }
  it("knows the partitions", () => {
    for (const name of ["aws", "aws-cn", "aws-us-gov", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"]) {
      assert.equal(isPartition(name), true, name);
    }
    assert.equal(isPartition("amazon"), false);
  });
  it("knows which property of a bucket notification takes which service", () => {
    assert.equal(s3DestinationProperty("sqs"), "queues");
    assert.equal(s3DestinationProperty("sns"), "topics");
    assert.equal(s3DestinationProperty("lambda"), "lambdaFunctions");
    assert.equal(s3DestinationProperty("kinesis"), undefined);
    assert.deepEqual(s3Destinations.queues, { arnProperty: "queueArn", service: "sqs", noun: "SQS queue" });
  });
  it("recognizes FIFO queues and topics", () => {
    assert.equal(isFifo(arn("arn:aws:sqs:eu-west-1:123456789012:jobs.fifo")), true);
    assert.equal(isFifo(arn("arn:aws:sns:eu-west-1:123456789012:jobs.fifo")), true);
    assert.equal(isFifo(arn("arn:aws:sqs:eu-west-1:123456789012:jobs")), false);
    assert.equal(isFifo(arn("arn:aws:lambda:eu-west-1:123456789012:function:jobs.fifo")), false);
  });
});
