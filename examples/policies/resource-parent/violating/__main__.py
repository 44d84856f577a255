import pulumi
import pulumi_aws as aws


class Uploads(pulumi.ComponentResource):
    def __init__(self, name: str) -> None:
        super().__init__("imaging:index:Uploads", name)
        bucket = aws.s3.Bucket(f"{name}-bucket", tags={"Owner": "imaging"}, opts=pulumi.ResourceOptions(parent=self))
        aws.s3.BucketVersioning(
            f"{name}-versioning",
            bucket=bucket.id,
            versioning_configuration={"status": "Enabled"},
        )
        self.register_outputs({"bucket_name": bucket.bucket})


Uploads("uploads")
