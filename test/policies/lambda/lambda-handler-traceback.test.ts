import { resourceTable } from "../../support/resource-table";
import { assetArchive, fileArchive, stringAsset, unknown } from "../../support/wire";

const lambda = (body: string) => ({
  runtime: "python3.12",
  handler: "app.handler",
  code: assetArchive({ "app.py": stringAsset(`${body}\n`) }),
});
const handling = (clause: string, ...lines: readonly string[]) =>
  [
    "def handler(event, context):",
    "    try:",
    "        return work(event)",
    `    ${clause}`,
    ...lines.map((line) => `        ${line}`),
  ].join("\n");

resourceTable({
  policy: "lambda-handler-traceback",
  type: "aws:lambda/function:Function",
  passes: [
    {
      name: "traceback.format_exc",
      inputs: lambda(`import traceback\n${handling("except Exception:", "print(traceback.format_exc())")}`),
    },
    {
      name: "logger.exception",
      inputs: lambda(handling("except Exception:", "logger.exception('failed')", "return None")),
    },
    { name: "exc_info", inputs: lambda(handling("except Exception as e:", "logging.error('failed', exc_info=True)")) },
    {
      name: "raise again",
      inputs: lambda(handling("except Exception as e:", "print(e)", "raise RuntimeError('failed') from e")),
    },
    { name: "a narrow exception", inputs: lambda(handling("except KeyError as e:", "print(e)")) },
    {
      name: "another language",
      inputs: { ...lambda(handling("except Exception as e:", "print(e)")), runtime: "nodejs22.x" },
    },
    { name: "a container image", inputs: { packageType: "Image", imageUri: "repo/image:1" } },
    { name: "unknown code", inputs: { runtime: "python3.12", handler: "app.handler", code: unknown } },
    {
      name: "a vendored package",
      inputs: {
        ...lambda("def handler(event, context):\n    return 1"),
        code: assetArchive({
          "app.py": stringAsset("def handler(event, context):\n    return 1\n"),
          "site-packages/x.py": stringAsset(`${handling("except Exception as e:", "print(e)")}\n`),
        }),
      },
    },
  ],
  violates: [
    {
      name: "the documented handler, which prints the exception only",
      inputs: lambda(handling("except Exception as e:", 'print(f"API handler error: {str(e)}")')),
      findings: [
        'app.py:4:5: the "except Exception" neither raises nor records the traceback, so the log does not tell what failed where.\n' +
          'Fix: add "print(traceback.format_exc())" to it, and "import traceback" at the top of the file.',
      ],
    },
    {
      name: "a bare except that swallows",
      inputs: lambda(handling("except:", "pass")),
      findings: [
        "app.py:4:5: the bare except neither raises nor records the traceback, so the log does not tell what failed where.\n" +
          'Fix: add "print(traceback.format_exc())" to it, and "import traceback" at the top of the file.',
      ],
    },
    {
      name: "a logger that is told the exception only",
      inputs: lambda(
        `import logging\nlogger = logging.getLogger()\n${handling("except Exception as error:", "logger.error('failed: %s', error)")}`,
      ),
      findings: [
        'app.py:6:5: the "except Exception" neither raises nor records the traceback, so the log does not tell what failed where.\n' +
          'Fix: on line 7 write "logger.exception" instead of "logger.error".',
      ],
    },
  ],
  advises: [
    {
      name: "code that is not where the program runs",
      inputs: { ...lambda(""), code: fileArchive("./nowhere") },
      findings: [
        'code: the code cannot be judged: "./nowhere" starts where the program runs, and where that is cannot be found out here.\n' +
          "Fix: to have it judged, run pulumi in the project's directory, or set programDirectory to the directory in which the program's paths start.",
      ],
    },
    {
      name: "code in a bucket",
      inputs: { runtime: "python3.12", handler: "app.handler", s3Bucket: "code", s3Key: "app.zip" },
      findings: [
        "s3Bucket: the code cannot be judged: it is in an S3 bucket, from where nothing is downloaded.\n" +
          "Fix: to have it judged, give the code as a FileArchive or AssetArchive of what is on this machine.",
      ],
    },
  ],
});
