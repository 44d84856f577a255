// The image pipeline of examples/image-pipeline/ideal as data: one component with all its resources, without a flaw.
import type { Declared } from "../declared";
import { functions } from "./functions";
import { httpApi } from "./http-api";
import { Scope, TAGS } from "./scope";
import { queues, storage } from "./storage";

export const COMPONENT = "image-pipeline:index:TapStack";

export function pipeline(name: string): readonly Declared[] {
  const scope = new Scope(name);
  const component: Declared = {
    type: COMPONENT,
    name,
    inputs: { tags: TAGS.ofComponent },
    outputs: {
      apiBaseUrl: scope.output("image-api", "apiEndpoint"),
      imageBucketName: scope.output("image-bucket", "bucket"),
      imagesTableName: scope.output("images-table", "name"),
      preprocessingQueueUrl: scope.output("preprocessing-queue", "url"),
    },
  };
  return [component, ...storage(scope), ...queues(scope), ...functions(scope), ...httpApi(scope)];
}
