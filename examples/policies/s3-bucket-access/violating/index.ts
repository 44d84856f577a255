import * as aws from "@pulumi/aws";

const bucket = new aws.s3.Bucket("access-logs", { tags: { Owner: "imaging" } });
new aws.s3.BucketAcl("access-logs-acl", { bucket: bucket.id, acl: "log-delivery-write" });
