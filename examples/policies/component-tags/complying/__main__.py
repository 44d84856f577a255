import pulumi
import pulumi_aws as aws


class Uploads(pulumi.ComponentResource):
    def __init__(self, name: str, tags: dict[str, str]) -> None:
        super().__init__("imaging:index:Uploads", name, {"tags": tags})
        bucket = aws.s3.Bucket(
            f"{name}-bucket",
            tags={"Project": "images", **tags},
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({"bucket_name": bucket.bucket})


Uploads("uploads", tags={"Owner": "imaging"})
