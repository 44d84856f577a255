"""Deploys the image pipeline."""

import pulumi
from tap_stack import TapStack, TapStackArgs

stack = TapStack(
    "tap",
    TapStackArgs(tags={"Environment": pulumi.get_stack(), "Owner": "imaging-team", "CostCenter": "4711"}),
)

pulumi.export("api_base_url", stack.api_base_url)
pulumi.export("image_bucket_name", stack.image_bucket_name)
pulumi.export("images_table_name", stack.images_table_name)
pulumi.export("preprocessing_queue_url", stack.preprocessing_queue_url)
