import pulumi
import pulumi_aws as aws


class Uploads(pulumi.ComponentResource):
    def __init__(self, name: str) -> None:
        super().__init__("imaging:index:Uploads", name)
        self.bucket = aws.s3.Bucket(
            f"{name}-bucket", tags={"Owner": "imaging"}, opts=pulumi.ResourceOptions(parent=self)
        )
        self.register_outputs({"bucket_arn": self.bucket.arn})


uploads = Uploads("uploads")
pulumi.export("bucket_arn", uploads.bucket.arn)
