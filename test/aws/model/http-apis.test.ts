import assert from "node:assert/strict";
import { takesAccessLogs } from "../../../aws/model/http-apis";

describe("aws/model/http-apis", () => {
  it("sends access logs to log groups and to Firehose streams", () => {
    for (const arn of [
      "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/http-api/images",
      "arn:aws:logs:eu-west-1:123456789012:log-group:images:*",
      "arn:aws-us-gov:logs:us-gov-west-1:123456789012:log-group:images",
      "arn:aws:firehose:eu-west-1:123456789012:deliverystream/amazon-apigateway-images",
    ]) {
      assert.ok(takesAccessLogs(arn), arn);
    }
  });
  it("sends them nowhere else", () => {
    for (const text of [
      "",
      "/aws/http-api/images",
      "arn:aws:logs:eu-west-1:123456789012:log-group:",
      "arn:aws:logs:eu-west-1:123456789012:log-group:images:log-stream:today",
      "arn:aws:firehose:eu-west-1:123456789012:images",
      "arn:aws:s3:::images",
    ]) {
      assert.equal(takesAccessLogs(text), false, text);
    }
  });
});
