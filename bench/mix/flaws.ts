// What is wrong with some of the pipelines of a mix, and which policies say so.
import type { Properties } from "../../testing/aws/values";
import type { Part } from "./code";
import { type Declared, output } from "./declared";
import { ATTRIBUTES, INDEX, uploadsTo } from "./pipeline/storage";

export interface Flaw {
  readonly policies: readonly string[];
  /** Whether it shows only once the values of a deployment are known. */
  readonly onceKnown?: true;
  /** Name of the resource that has it, without that of its pipeline; empty for the component. */
  readonly at: string;
  /** Changes the resource; it is given the name of the pipeline. */
  readonly change?: (resource: Declared, pipeline: string) => Declared;
  /** The part whose code is the flawed one of the examples. */
  readonly code?: Part;
}

export const flaws: readonly Flaw[] = [
  {
    at: "inference-function",
    policies: ["lambda-python-runtime"],
    change: withInputs({ runtime: "python3.9" }),
  },
  {
    at: "api-function",
    policies: ["lambda-handler-http-event", "lambda-handler-traceback", "lambda-dynamodb-requests"],
    code: "api",
  },
  {
    at: "images-table",
    policies: ["dynamodb-on-demand-capacity"],
    change: withInputs({ globalSecondaryIndexes: [{ ...INDEX, readCapacity: 5, writeCapacity: 5 }] }),
  },
  {
    at: "image-bucket",
    policies: ["required-tags", "component-tags"],
    change: withInputs({ tags: {} }),
  },
  {
    at: "preprocess-function",
    policies: ["lambda-code-scaffolding"],
    code: "preprocess",
  },
  {
    at: "upload-notification",
    policies: ["s3-notification-config"],
    change: ({ inputs: { queues: _, ...others }, ...resource }, pipeline) => ({
      ...resource,
      inputs: { ...others, queueConfigurations: uploadsTo(output(`${pipeline}-preprocessing-queue`, "arn")) },
    }),
  },
  {
    at: "shared-layer",
    policies: ["lambda-layer-runtime-coverage", "lambda-layer-function-compatibility"],
    change: withInputs({ compatibleRuntimes: ["python3.8", "python3.9"] }),
  },
  {
    at: "inference-function",
    policies: ["lambda-handler-unused-imports", "lambda-code-imports"],
    code: "inference",
  },
  {
    at: "",
    policies: ["component-outputs"],
    onceKnown: true,
    change: (component) => ({ ...component, outputs: {} }),
  },
  {
    at: "upload-notification",
    policies: ["s3-notification-destination"],
    change: withoutDependsOn,
  },
  {
    at: "api-stage",
    policies: ["apigatewayv2-stage-auto-deploy"],
    change: withInputs({ autoDeploy: false }),
  },
  {
    at: "images-table",
    policies: ["dynamodb-attribute-definitions"],
    change: withInputs({ attributes: [...ATTRIBUTES, { name: "owner", type: "S" }] }),
  },
  {
    at: "api-permission",
    policies: ["resource-parent"],
    change: ({ parent: _, ...resource }) => resource,
  },
  {
    at: "preprocess-function",
    policies: ["lambda-handler-loads"],
    change: withInputs({ handler: "handler.main" }),
  },
  {
    at: "api-stage",
    policies: ["apigatewayv2-stage-routes"],
    change: ({ dependsOn: _, inputs, ...resource }) => ({
      ...resource,
      inputs: { ...inputs, routeSettings: [{ routeKey: "POST /images", throttlingBurstLimit: 10 }] },
    }),
  },
  {
    at: "",
    policies: ["api-endpoint-output"],
    onceKnown: true,
    change: (component, pipeline) => ({
      ...component,
      outputs: { ...component.outputs, apiBaseUrl: output(`${pipeline}-api-stage`, "invokeUrl") },
    }),
  },
];

function withInputs(inputs: Properties) {
  return (resource: Declared): Declared => ({ ...resource, inputs: { ...resource.inputs, ...inputs } });
}

function withoutDependsOn({ dependsOn: _, ...resource }: Declared): Declared {
  return resource;
}
