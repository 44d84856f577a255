import * as aws from "@pulumi/aws";

const bucket = new aws.s3.Bucket("access-logs", { tags: { Owner: "imaging" } });
const ownership = new aws.s3.BucketOwnershipControls("access-logs-ownership", {
  bucket: bucket.id,
  rule: { objectOwnership: "BucketOwnerPreferred" },
});
new aws.s3.BucketAcl("access-logs-acl", { bucket: bucket.id, acl: "log-delivery-write" }, { dependsOn: [ownership] });
