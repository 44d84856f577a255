import { later, output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";
import { fileArchive, unknown } from "../../support/wire";

const ARN = "arn:aws:lambda:eu-west-1:123456789012:layer";
const ROLE = "arn:aws:iam::123456789012:role/resize";

const layer = (name: string, inputs: object = {}) => ({
  type: "aws:lambda/layerVersion:LayerVersion",
  name,
  inputs: { layerName: name, code: fileArchive("layer"), ...inputs },
});
const lambda = (layers: unknown, inputs: object = {}) => ({
  type: "aws:lambda/function:Function",
  name: "resize",
  inputs: { role: ROLE, runtime: "python3.12", architectures: ["x86_64"], layers, ...inputs },
});
/** What the graph cannot tell apart, and what a state of another version may hold. */
const stored = {
  layer: (name: string, outputs: object = {}) => ({
    type: "aws:lambda/layerVersion:LayerVersion",
    name,
    outputs: { arn: unknown, ...outputs },
  }),
  lambda: (layers: unknown, from: readonly string[], outputs: object = {}) => ({
    type: "aws:lambda/function:Function",
    name: "resize",
    outputs: { packageType: "Zip", runtime: "python3.12", architectures: ["x86_64"], layers, ...outputs },
    madeFrom: { layers: from },
  }),
};
const old = { compatibleRuntimes: ["python3.8", "python3.9"] };

stackTable({
  policy: "lambda-layer-function-compatibility",
  passes: [
    {
      name: "runtime and architecture that the layer declares",
      resources: [
        layer("shared", { compatibleRuntimes: ["python3.11", "python3.12"], compatibleArchitectures: ["x86_64"] }),
        lambda([output("shared", "arn")]),
      ],
    },
    { name: "layer that declares nothing", resources: [layer("shared"), lambda([output("shared", "arn")])] },
    {
      name: "layer that declares empty lists",
      resources: [
        layer("shared", { compatibleRuntimes: [], compatibleArchitectures: [] }),
        lambda([output("shared", "arn")]),
      ],
    },
    {
      name: "layer of which one declared runtime is known later",
      resources: [
        layer("shared", { compatibleRuntimes: ["python3.9", later("python3.12")] }),
        lambda([output("shared", "arn")]),
      ],
    },
    { name: "layer that no function uses", resources: [layer("shared", old), lambda([])] },
    { name: "function without layers", resources: [layer("shared", old), lambda(undefined)] },
    {
      name: "layer of another stack, by its ARN",
      resources: [layer("shared", old), lambda([`${ARN}:other:1`])],
    },
    {
      name: "runtime that is known later",
      resources: [layer("shared", old), lambda([output("shared", "arn")], { runtime: later("python3.8") })],
    },
    {
      name: "container image",
      resources: [
        layer("shared", { ...old, compatibleArchitectures: ["arm64"] }),
        lambda([output("shared", "arn")], { packageType: "Image", runtime: undefined, imageUri: "images:1" }),
      ],
    },
    {
      name: "container image in a recorded state",
      resources: [
        stored.layer("shared", { ...old, compatibleArchitectures: ["arm64"] }),
        {
          ...stored.lambda([unknown], ["shared"], { packageType: "Image", runtime: "" }),
          inputs: { packageType: "Image" },
        },
      ],
    },
    {
      name: "unknown runtime and package type",
      resources: [
        stored.layer("shared", { ...old, compatibleArchitectures: ["x86_64"] }),
        stored.lambda([unknown], ["shared"], { packageType: unknown, runtime: unknown }),
      ],
    },
    {
      name: "architecture that the program sets and that is known later",
      resources: [
        layer("native", { compatibleArchitectures: ["arm64"] }),
        lambda([output("native", "arn")], { architectures: later(["arm64"]) }),
      ],
    },
    {
      name: "unknown architecture of a function whose inputs were not seen",
      resources: [
        stored.layer("native", { compatibleArchitectures: ["arm64"] }),
        stored.lambda([unknown], ["native"], { architectures: unknown }),
      ],
    },
    {
      name: "one of two layers, of which one is compatible",
      resources: [
        stored.layer("old", old),
        stored.layer("new", { compatibleRuntimes: ["python3.12"] }),
        stored.lambda([unknown], ["old", "new"]),
      ],
    },
    {
      name: "an unknown list made from two layers, of which one is compatible",
      resources: [
        stored.layer("old", old),
        stored.layer("new", { compatibleRuntimes: ["python3.12"] }),
        stored.lambda(unknown, ["old", "new"]),
      ],
    },
  ],
  violates: [
    {
      name: "newer runtime than the layer's",
      resources: [layer("shared", old), lambda([output("shared", "arn")])],
      findings: [
        {
          on: "resize",
          text:
            'layers: the function runs on "python3.12", but compatibleRuntimes of layer "shared" has only "python3.8" and "python3.9".\n' +
            'Fix: build layer "shared" for "python3.12" and add it to compatibleRuntimes, or set runtime of function "resize" to "python3.8" or "python3.9".',
        },
      ],
    },
    {
      name: "recorded state, known by ARN alone",
      resources: [stored.layer("shared", { ...old, arn: `${ARN}:shared:1` }), stored.lambda([`${ARN}:shared:1`], [])],
      findings: [
        {
          on: "resize",
          text:
            'layers: the function runs on "python3.12", but compatibleRuntimes of layer "shared" has only "python3.8" and "python3.9".\n' +
            'Fix: build layer "shared" for "python3.12" and add it to compatibleRuntimes, or set runtime of function "resize" to "python3.8" or "python3.9".',
        },
      ],
    },
    {
      name: "another architecture than the layer's, and the default one",
      resources: [
        layer("native", { compatibleArchitectures: ["arm64"] }),
        lambda([output("native", "arn")], { architectures: undefined }),
      ],
      findings: [
        {
          on: "resize",
          text:
            'layers: the function runs on "x86_64", but compatibleArchitectures of layer "native" has only "arm64".\n' +
            'Fix: build layer "native" for "x86_64" and add it to compatibleArchitectures, or set architectures of function "resize" to "arm64".',
        },
      ],
    },
    {
      name: "architecture that the program does not set, and that is unknown at a first preview",
      resources: [
        stored.layer("native", { compatibleArchitectures: ["arm64"] }),
        { ...stored.lambda([unknown], ["native"], { architectures: unknown }), inputs: { runtime: "python3.12" } },
      ],
      findings: [
        {
          on: "resize",
          text:
            'layers: the function runs on "x86_64", but compatibleArchitectures of layer "native" has only "arm64".\n' +
            'Fix: build layer "native" for "x86_64" and add it to compatibleArchitectures, or set architectures of function "resize" to "arm64".',
        },
      ],
    },
    {
      name: "architecture that the program no longer sets, and that AWS keeps",
      resources: [
        stored.layer("native", { compatibleArchitectures: ["x86_64"] }),
        { ...stored.lambda([unknown], ["native"], { architectures: ["arm64"] }), inputs: { runtime: "python3.12" } },
      ],
      findings: [
        {
          on: "resize",
          text:
            'layers: the function runs on "arm64", but compatibleArchitectures of layer "native" has only "x86_64".\n' +
            'Fix: build layer "native" for "arm64" and add it to compatibleArchitectures, or set architectures of function "resize" to "x86_64".',
        },
      ],
    },
    {
      name: "two layers, one for other runtimes and one for another architecture, next to a literal one",
      resources: [
        layer("shared", old),
        layer("native", { compatibleArchitectures: ["x86_64"], compatibleRuntimes: ["python3.12"] }),
        lambda([output("shared", "arn"), output("native", "arn"), `${ARN}:other:1`], { architectures: ["arm64"] }),
      ],
      findings: [
        {
          on: "resize",
          text:
            'layers: the function runs on "arm64", but compatibleArchitectures of layer "native" has only "x86_64".\n' +
            'Fix: build layer "native" for "arm64" and add it to compatibleArchitectures, or set architectures of function "resize" to "x86_64".',
        },
        {
          on: "resize",
          text:
            'layers: the function runs on "python3.12", but compatibleRuntimes of layer "shared" has only "python3.8" and "python3.9".\n' +
            'Fix: build layer "shared" for "python3.12" and add it to compatibleRuntimes, or set runtime of function "resize" to "python3.8" or "python3.9".',
        },
      ],
    },
    {
      name: "one of two layers, of which none is compatible",
      resources: [
        stored.layer("older", { compatibleRuntimes: ["python3.8"] }),
        stored.layer("old", { compatibleRuntimes: ["python3.9"] }),
        stored.lambda([unknown], ["older", "old"]),
      ],
      findings: [
        {
          on: "resize",
          text:
            'layers: the function runs on "python3.12", but compatibleRuntimes of layer "old" or "older" has only "python3.9" and "python3.8".\n' +
            'Fix: build layer "old" or "older" for "python3.12" and add it to compatibleRuntimes, or set runtime of function "resize" to "python3.9" or "python3.8".',
        },
      ],
    },
  ],
});
