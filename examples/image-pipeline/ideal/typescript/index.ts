import * as pulumi from "@pulumi/pulumi";
import { TapStack } from "./tapStack";

const stack = new TapStack("tap", {
  tags: { Environment: pulumi.getStack(), Owner: "imaging-team", CostCenter: "4711" },
});

export const api_base_url = stack.apiBaseUrl;
export const image_bucket_name = stack.imageBucketName;
export const images_table_name = stack.imagesTableName;
export const preprocessing_queue_url = stack.preprocessingQueueUrl;
