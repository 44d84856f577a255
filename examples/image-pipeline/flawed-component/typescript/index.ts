import { ImagePipeline } from "./imagePipeline";

const pipeline = new ImagePipeline("pipeline", {
  tags: { Environment: "production", Owner: "imaging-team", CostCenter: "4711" },
});

// Failure 10: exported here, but not registered on the component.
export const api_base_url = pipeline.apiBaseUrl;
export const image_bucket_name = pipeline.imageBucketName;
export const images_table_name = pipeline.imagesTableName;
export const preprocessing_queue_url = pipeline.preprocessingQueueUrl;
