import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

class Uploads extends pulumi.ComponentResource {
  constructor(name: string, args: { tags: Record<string, string> }) {
    super("imaging:index:Uploads", name, args);
    const bucket = new aws.s3.Bucket(`${name}-bucket`, { tags: { Project: "images" } }, { parent: this });
    this.registerOutputs({ bucketName: bucket.bucket });
  }
}

new Uploads("uploads", { tags: { Owner: "imaging" } });
