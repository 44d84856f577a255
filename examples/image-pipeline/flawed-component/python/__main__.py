"""Deploys the image pipeline from the misused component."""

import pulumi
from image_pipeline import ImagePipeline, ImagePipelineArgs

pipeline = ImagePipeline(
    "pipeline",
    ImagePipelineArgs(tags={"Environment": "production", "Owner": "imaging-team", "CostCenter": "4711"}),
)

# Failure 10: exported here, but not registered on the component.
pulumi.export("api_base_url", pipeline.api_base_url)
pulumi.export("image_bucket_name", pipeline.image_bucket_name)
pulumi.export("images_table_name", pipeline.images_table_name)
pulumi.export("preprocessing_queue_url", pipeline.preprocessing_queue_url)
