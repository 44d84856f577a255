import assert from "node:assert/strict";
import { tagsInput, tagsShape } from "../../../aws/facts/taggable-types";
import { currentType, typeTokens } from "../../../aws/facts/type-aliases";

describe("aws/facts/taggable-types", () => {
  const shapes: Record<string, "map" | "list" | undefined> = {
    "aws:s3/bucket:Bucket": "map",
    "aws:s3/bucketV2:BucketV2": "map",
    "aws:s3/bucketObjectv2:BucketObjectv2": "map",
    "aws:lambda/function:Function": "map",
    "aws:dynamodb/table:Table": "map",
    "aws:sqs/queue:Queue": "map",
    "aws:apigatewayv2/stage:Stage": "map",
    "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer": "map",
    "aws:autoscaling/group:Group": "list",
    "aws:autoscaling/tag:Tag": undefined,
    "aws:iam/rolePolicy:RolePolicy": undefined,
    "aws:s3/bucketNotification:BucketNotification": undefined,
    "aws:lambda/layerVersion:LayerVersion": undefined,
    "aws:apigatewayv2/route:Route": undefined,
    // Their `tags` say which other resources are meant.
    "aws:inspector/resourceGroup:ResourceGroup": undefined,
    "aws:devopsguru/resourceCollection:ResourceCollection": undefined,
    "aws:s3/queue:Bucket": undefined,
    "aws-native:s3:Bucket": "list",
    "aws-native:autoscaling:AutoScalingGroup": "list",
    "aws-native:apigatewayv2:Api": "map",
    "aws-native:glue:Job": "map",
    "aws-native:iam:RolePolicy": undefined,
    "aws-native:route53:HostedZone": "list",
    "pulumi:providers:aws": undefined,
    "azure:core/resourceGroup:ResourceGroup": undefined,
    "acme:media:Pipeline": undefined,
    "": undefined,
  };
  for (const [token, shape] of Object.entries(shapes)) {
    it(`${token}: ${shape}`, () => assert.equal(tagsShape(token), shape));
  }

  it("names the input where it is not `tags`", () => {
    assert.deepEqual(tagsInput("aws-native:route53:HostedZone"), {
      property: "hostedZoneTags",
      shape: "list",
      takesDefaultTags: false,
    });
    assert.equal(tagsInput("aws-native:s3:Bucket")?.property, "tags");
  });
  it("knows which resources the provider's default tags reach", () => {
    assert.equal(tagsInput("aws:s3/bucket:Bucket")?.takesDefaultTags, true);
    assert.equal(tagsInput("aws:autoscaling/group:Group")?.takesDefaultTags, false);
  });
});

describe("aws/facts/type-aliases", () => {
  it("knows today's token", () => {
    assert.equal(currentType("aws:s3/bucketV2:BucketV2"), "aws:s3/bucket:Bucket");
    assert.equal(currentType("aws:s3/bucket:Bucket"), "aws:s3/bucket:Bucket");
    assert.equal(currentType("acme:media:Pipeline"), "acme:media:Pipeline");
  });
  it("knows the older tokens, from whichever one is given", () => {
    const both = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];
    assert.deepEqual(typeTokens("aws:s3/bucket:Bucket"), both);
    assert.deepEqual(typeTokens("aws:s3/bucketV2:BucketV2"), both);
    assert.deepEqual(typeTokens("aws:sqs/queue:Queue"), ["aws:sqs/queue:Queue"]);
  });
});
