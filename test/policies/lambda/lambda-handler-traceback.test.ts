import { resourceTable } from "../../support/resource-table";
import { assetArchive, fileArchive, stringAsset, unknown } from "../../support/wire";

const lambda = (body: string) => ({
  runtime: "python3.12",
  handler: "app.handler",
  code: assetArchive({ "app.py": stringAsset(`${body}\n`) }),
});
/** A function of several files. */
const files = (sources: Record<string, string>, inputs: object = {}) => ({
  runtime: "python3.12",
  handler: "app.handler",
  code: assetArchive(Object.fromEntries(Object.entries(sources).map(([file, text]) => [file, stringAsset(text)]))),
  ...inputs,
});
const handling = (clause: string, ...lines: readonly string[]) =>
  [
    "def handler(event, context):",
    "    try:",
    "        return work(event)",
    `    ${clause}`,
    ...lines.map((line) => `        ${line}`),
  ].join("\n");

const SILENT = `${handling("except Exception as e:", "print(e)")}\n`;
const silent = (place: string, what: string, fix: string) =>
  `${place}: the ${what} neither raises nor records the traceback, so the log does not tell what failed where.\nFix: ${fix}.`;
const notParsed = (file: string) =>
  `code: a part of the code cannot be judged: "${file}" cannot be parsed as a whole.\n` +
  "Fix: to have it judged, put it right; otherwise leave it out of the code.";
const PRINT = 'add "print(traceback.format_exc())" to it, and "import traceback" at the top of the file';

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

    {
      name: "traceback by another name",
      inputs: lambda(`from traceback import print_exc as show\n${handling("except Exception:", "show()")}`),
    },
    { name: "sys.exc_info", inputs: lambda(`import sys\n${handling("except:", "print(sys.exc_info())")}`) },
    {
      name: "the exception's own traceback",
      inputs: lambda(handling("except Exception as e:", "print(e.__traceback__.tb_lineno)")),
    },
    {
      name: "a raise on a condition",
      inputs: lambda(handling("except Exception:", "if event:", "    raise", "return None")),
    },
    {
      name: "several exceptions, none of them all",
      inputs: lambda(handling("except (KeyError, ValueError) as e:", "print(e)")),
    },
    { name: "an exception that is kept", inputs: lambda(handling("except Exception as e:", "event['error'] = e")) },
    { name: "an exception that is returned", inputs: lambda(handling("except Exception as e:", "return None, e")) },
    {
      name: "a package that is handed the exception",
      inputs: lambda(`from acme import respond\n${handling("except Exception as e:", "return respond(e)")}`),
    },
    {
      name: "a package with a telling name",
      inputs: lambda(`from acme import log_exception\n${handling("except Exception:", "log_exception()")}`),
    },
    {
      name: "a function of the program that records, through another",
      inputs: files({
        "app.py": `from lib import errors\n${handling("except Exception as e:", "errors.fail(e)")}\n`,
        "lib/errors.py":
          "import logging\ndef fail(error):\n    log(error)\ndef log(e):\n    logging.error('failed', exc_info=e)\n",
      }),
    },
    {
      name: "a method that calls itself, and records",
      inputs: lambda(
        `class A:\n    def log(self, e):\n        self.log(e)\n        self.logger.exception(e)\n${handling("except Exception as e:", "A().log(e)")}`,
      ),
    },
    { name: "silence that is meant", inputs: lambda(handling("except Exception:  # noqa: BLE001", "return None")) },
    {
      name: "silence that pylint is told of",
      inputs: lambda(handling("except Exception:  # pylint: disable=broad-except", "return None")),
    },
    {
      name: "an import that may fail",
      inputs: lambda("try:\n    import orjson\n    FAST = True\nexcept Exception:\n    FAST = False"),
    },
    {
      name: "what runs on the command line only",
      inputs: lambda('if __name__ == "__main__":\n    try:\n        print()\n    except Exception:\n        pass'),
    },
    {
      name: "tests",
      inputs: files({ "app.py": "x = 1\n", "tests/a.py": SILENT, "test_app.py": SILENT, "conftest.py": SILENT }),
    },
    {
      name: "a directory of the user's choice",
      inputs: files({ "app.py": "x = 1\n", "lib/acme/a.py": SILENT }),
      options: { vendored: ["lib/acme"] },
    },
    { name: "an unknown runtime", inputs: { ...lambda(SILENT), runtime: unknown } },
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

    {
      name: "a bare except with traceback at hand",
      inputs: lambda(`import traceback as tb\n${handling("except:", "pass")}`),
      findings: [silent("app.py:5:5", "bare except", 'add "print(tb.format_exc())" to it')],
    },
    {
      name: "a logger that is not used there",
      inputs: lambda(
        `from aws_lambda_powertools import Logger\nlogger = Logger()\n${handling("except BaseException:", "return None")}`,
      ),
      findings: [silent("app.py:6:5", '"except BaseException"', `add "logger.exception('failed')" to it`)],
    },
    {
      name: "one of several types",
      inputs: lambda(`import builtins\n${handling("except (KeyError, builtins.Exception):", "return None")}`),
      findings: [silent("app.py:5:5", '"except Exception"', PRINT)],
    },
    {
      name: "a group of exceptions",
      inputs: lambda(handling("except* Exception as group:", "print(len(group.exceptions))")),
      findings: [silent("app.py:4:5", '"except Exception"', PRINT)],
    },
    {
      name: "a function of the program that does not record",
      inputs: files({
        "app.py": `from errors import respond\n${handling("except Exception as e:", "return respond(e)")}\n`,
        "errors.py": "def respond(error):\n    return {'body': str(error)}\n",
      }),
      findings: [silent("app.py:5:5", '"except Exception"', PRINT)],
    },
    {
      name: "a raise in a function that nobody calls there",
      inputs: lambda(handling("except Exception:", "def fail():", "    raise ValueError()", "return fail")),
      findings: [silent("app.py:4:5", '"except Exception"', PRINT)],
    },
    {
      name: "exc_info that is off",
      inputs: lambda(handling("except Exception as e:", "print(e, exc_info=False)")),
      findings: [silent("app.py:4:5", '"except Exception"', PRINT)],
    },
    {
      name: "several in several files",
      inputs: files({ "app.py": "import lib.a, lib.b\n", "lib/a.py": SILENT + SILENT, "lib/b.py": SILENT }),
      findings: [
        silent("lib/a.py:4:5", '"except Exception"', PRINT),
        silent("lib/a.py:9:5", '"except Exception"', PRINT),
        silent("lib/b.py:4:5", '"except Exception"', PRINT),
      ],
    },
    {
      name: "a file whose name moves the cursor",
      inputs: files({ "a\u001b[2J.py": SILENT }),
      findings: [silent("a\\u{1b}[2J.py:4:5", '"except Exception"', PRINT)],
    },
  ],
  advises: [
    {
      name: "a file that cannot be parsed",
      inputs: files({ "app.py": `${SILENT}def (\n` }),
      findings: [notParsed("app.py")],
    },
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
