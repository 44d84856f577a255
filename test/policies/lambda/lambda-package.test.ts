import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { codeTable, functions } from "../../support/code-table";
import { output } from "../../support/row-program";
import { assetArchive, fileArchive, stringAsset, unknown } from "../../support/wire";

const MB = 1024 * 1024;
const root = mkdtempSync(path.join(tmpdir(), "aws-serverless-guard-package-"));
// Mutation testing runs the tests of one process several times.
process.on("exit", () => rmSync(root, { recursive: true }));
/** An archive of a file with so many zeros, which takes no room on disk. */
const zeros = (name: string, megabytes: number) => {
  const file = path.join(root, name);
  writeFileSync(file, "");
  truncateSync(file, megabytes * MB);
  return name.endsWith(".zip") ? fileArchive(file) : assetArchive({ [name]: fileAsset(file) });
};
const fileAsset = (file: string) => {
  const { text: _, ...asset } = stringAsset("");
  return { ...asset, path: file };
};

const X86 = "\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0\x01\0\0\0";
const files = (...names: readonly string[]) =>
  assetArchive(Object.fromEntries(names.map((name) => [name, stringAsset(/\.py$|aarch64/.test(name) ? "" : X86)])));
const lambda = (code: unknown, inputs: object = {}) => ({
  runtime: "python3.13",
  architectures: ["arm64"],
  handler: "app.handler",
  code,
  ...inputs,
});

const layered = (code: unknown, layer: unknown) => [
  { type: "aws:lambda/layerVersion:LayerVersion", name: "deps", inputs: { layerName: "deps", code: layer } },
  {
    type: "aws:lambda/function:Function",
    name: "api",
    inputs: {
      ...lambda(code, { role: "arn:aws:iam::123456789012:role/api", layers: [output("deps", "arn")] }),
    },
  },
];

const WITHOUT_FILES =
  "code: the code has no files, and AWS refuses a package without any.\nFix: add the files to the code.";
const LEAVE_OUT = "leave out what is not needed, or deploy a container image, which may have 10 GB";
const pip = (packages: string, version = "3.13") =>
  `build or install "${packages}" for the function, for example with "pip install --platform manylinux2014_aarch64 --python-version ${version} --only-binary=:all: --target …"`;

codeTable({
  policy: "lambda-package",
  passes: [
    { name: "one file", inputs: lambda(files("app.py")) },
    { name: "unknown code", inputs: lambda(unknown) },
    { name: "a container image", inputs: { packageType: "Image", imageUri: "images:1" } },
    { name: "a large file that packs well", inputs: lambda(zeros("model.txt", 200)) },
    {
      name: "modules for all platforms, of which one fits",
      inputs: lambda(files("numpy/core/x.cpython-312-darwin.so", "numpy/core/x.cpython-313-aarch64-linux-gnu.so")),
    },
    {
      name: "a module that exists as source too",
      inputs: lambda(files("fast/x.cpython-313-x86_64-linux-gnu.so", "fast/x.py")),
    },
    { name: "a package that runs without", inputs: lambda(files("yaml/_yaml.cpython-313-darwin.so")) },
    { name: "an unknown architecture", inputs: lambda(files("a/x.so"), { architectures: unknown }) },
    { name: "compiled files of another language", inputs: lambda(files("a/x.so"), { runtime: "java21" }) },
    {
      name: "bootstrap for the processor",
      inputs: lambda(files("bootstrap"), { runtime: "provided.al2023", architectures: ["x86_64"] }),
    },
    {
      name: "bootstrap that is a script",
      inputs: lambda(assetArchive({ bootstrap: stringAsset("#!/bin/sh\nexit 0\n") }), { runtime: "provided.al2023" }),
    },
    {
      name: "prebuilt modules of which one fits",
      inputs: lambda(
        files("node_modules/re2/prebuilds/darwin-x64/re2.node", "node_modules/re2/prebuilds/linux-x64/re2.node"),
        { runtime: "nodejs22.x", architectures: ["x86_64"] },
      ),
    },
  ],
  violates: [
    { name: "no files", inputs: lambda(assetArchive({})), findings: [WITHOUT_FILES] },
    { name: "no files, in Java", inputs: lambda(assetArchive({}), { runtime: "java21" }), findings: [WITHOUT_FILES] },
    {
      name: "a layer without files",
      type: "aws:lambda/layerVersion:LayerVersion",
      inputs: { layerName: "deps", code: assetArchive({}) },
      findings: [WITHOUT_FILES],
    },
    {
      name: "a zip file that is too large to be sent",
      inputs: lambda(zeros("code.zip", 60)),
      findings: [
        "code: the code is 60 MB as a zip file, and AWS accepts at most 50 MB directly.\n" +
          "Fix: leave out what is not needed, or put the zip file into a bucket as an aws.s3.BucketObject and set s3Bucket and s3Key in place of code.",
      ],
    },
    {
      name: "too much once it is unpacked",
      inputs: lambda(zeros("data.txt", 251)),
      findings: [`code: the code is 251 MB once it is unpacked, and AWS allows at most 250 MB.\nFix: ${LEAVE_OUT}.`],
    },
    {
      name: "modules for another processor",
      advisory: true,
      inputs: lambda(files("lib2/x.abi3.so", "lib2/y.so")),
      findings: [
        'code: the code has "lib2/x.abi3.so" and 1 more, compiled for x86_64, which a function on python3.13 and arm64 cannot load.\n' +
          `Fix: ${pip("lib2")}, or set architectures of the function to ["x86_64"].`,
      ],
    },
    {
      name: "modules for macOS, and for another Python",
      advisory: true,
      inputs: lambda(files("a/x.cpython-313-darwin.so", "b/y.cpython-312-aarch64-linux-gnu.so")),
      findings: [
        'code: the code has "a/x.cpython-313-darwin.so", compiled for macOS, which a function on python3.13 and arm64 cannot load.\n' +
          `Fix: ${pip("a")}.`,
        'code: the code has "b/y.cpython-312-aarch64-linux-gnu.so", compiled for Python 3.12, which a function on python3.13 and arm64 cannot load.\n' +
          `Fix: ${pip("b")}.`,
      ],
    },
    {
      name: "a Node.js module for another processor",
      advisory: true,
      inputs: lambda(files("node_modules/@img/sharp-linux-x64/lib/sharp-linux-x64.node"), { runtime: "nodejs22.x" }),
      findings: [
        'code: the code has "node_modules/@img/sharp-linux-x64/lib/sharp-linux-x64.node", compiled for x86_64, which a function on nodejs22 and arm64 cannot load.\n' +
          'Fix: build or install "@img" for the function, for example with "npm install --os=linux --cpu=arm64", or set architectures of the function to ["x86_64"].',
      ],
    },
    {
      name: "bootstrap in a directory",
      inputs: lambda(files("bin/bootstrap"), { runtime: "provided.al2023" }),
      findings: [
        'code: the code has no bootstrap at its top level, and the runtime starts that file.\nFix: pack the program so that "bin/bootstrap" is "bootstrap" in the archive.',
      ],
    },
    {
      name: "bootstrap for another processor",
      inputs: lambda(files("bootstrap"), { runtime: "provided.al2023" }),
      findings: [
        'code: bootstrap is compiled for x86_64, and the function runs on arm64.\nFix: compile it for arm64, or set architectures of the function to ["x86_64"].',
      ],
    },
  ],
  stacks: {
    passes: [
      {
        name: "a layer with a directory for another Python beside its own",
        resources: layered(
          files("app.py"),
          files("python/lib/python3.12/site-packages/a/x.cpython-312-darwin.so", "python/a.py"),
        ),
      },
    ],
    violates: [
      {
        name: "too much with a layer",
        resources: layered(zeros("part.txt", 200), zeros("deps.txt", 100)),
        findings: [
          {
            on: "api",
            text: `code: the code with layer "deps" is 300 MB once it is unpacked, and AWS allows at most 250 MB.\nFix: ${LEAVE_OUT}.`,
          },
        ],
      },
      {
        name: "code of two functions for another processor",
        resources: functions({ a: lambda(files("x/y.so")), b: lambda(files("x/y.so")) }),
        findings: [
          {
            on: "a",
            level: "advisory",
            text:
              'code: the code has "x/y.so", compiled for x86_64, which a function on python3.13 and arm64 cannot load (also in "b").\n' +
              `Fix: ${pip("x")}, or set architectures of the function to ["x86_64"].`,
          },
        ],
      },
      {
        name: "a layer for another processor",
        resources: layered(files("app.py"), files("python/numpy/x.so")),
        findings: [
          {
            on: "api",
            level: "advisory",
            text:
              'layers: layer "deps" has "python/numpy/x.so", compiled for x86_64, which a function on python3.13 and arm64 cannot load.\n' +
              `Fix: ${pip("numpy")}, or set architectures of the function to ["x86_64"].`,
          },
        ],
      },
    ],
  },
});
