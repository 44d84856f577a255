import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

class Uploads extends pulumi.ComponentResource {
  readonly bucket: aws.s3.Bucket;

  constructor(name: string) {
    super("imaging:index:Uploads", name);
    this.bucket = new aws.s3.Bucket(`${name}-bucket`, { tags: { Owner: "imaging" } }, { parent: this });
    this.registerOutputs({ bucketArn: this.bucket.arn });
  }
}

export const bucketArn = new Uploads("uploads").bucket.arn;
