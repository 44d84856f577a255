import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

class Uploads extends pulumi.ComponentResource {
  constructor(name: string) {
    super("imaging:index:Uploads", name);
    const bucket = new aws.s3.Bucket(`${name}-bucket`, { tags: { Owner: "imaging" } }, { parent: this });
    new aws.s3.BucketVersioning(
      `${name}-versioning`,
      { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } },
      { parent: this },
    );
    this.registerOutputs({ bucketName: bucket.bucket });
  }
}

new Uploads("uploads");
