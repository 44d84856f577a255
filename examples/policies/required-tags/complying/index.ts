import * as aws from "@pulumi/aws";

new aws.sqs.Queue("uploads", { tags: { Owner: "imaging" } });
