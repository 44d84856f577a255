import { codeTable } from "../../support/code-table";
import { assetArchive, stringAsset, unknown } from "../../support/wire";

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
  `${place}: the ${what} neither raises nor records the traceback, so the log does not show what failed where.\nFix: ${fix}.`;
const returned = (place: string, name = "e") =>
  `${place}: the handler returns the exception "${name}", which Lambda cannot write as JSON: the call fails with Runtime.MarshalError instead.\n` +
  `Fix: raise it again, so that Lambda records the traceback, or return a text such as str(${name}).`;
const PRINT = 'add "print(traceback.format_exc())" to it, and "import traceback" at the top of the file';

const node = (body: string) => ({
  runtime: "nodejs22.x",
  handler: "app.handler",
  code: assetArchive({ "app.js": stringAsset(`exports.handler = async (event) => {\n${body}\n};\n`) }),
});
const dropped = (place: string, fix: string) =>
  `${place}: this catch neither throws nor logs the error as a whole, so the log does not show what failed where.\nFix: ${fix}.`;

codeTable({
  policy: "lambda-handler-traceback",
  passes: [
    {
      name: "catch clauses of JavaScript that log the error, pass it on, expect it or check what came in",
      inputs: node(
        [
          "console.error(error)",
          "logger.error('failed', { error })",
          "throw new Error(error.message)",
          "if (error.name !== 'NotFound') note(error.message)",
          "return { statusCode: 400, body: error.message }",
          "return null",
          "// eslint-disable-next-line\n note(error.message)",
        ]
          .map((body) => `  try { work(event); } catch (error) { ${body}\n }`)
          .concat(
            "  try { work(event); } catch { return undefined; }",
            "  try { work(event); } catch ({ message }) { note(message); }",
          )
          .join("\n"),
      ),
    },
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
    {
      name: "an exception that a helper returns",
      inputs: lambda(
        `${handling("except Exception as e:", "return None, e").replace("handler(", "helper(")}\ndef handler(event, context):\n    return str(helper(event, context))`,
      ),
    },
    {
      name: "the text of an exception that is returned",
      inputs: lambda(handling("except ValueError as e:", "return {'error': str(e), 'args': e.args}")),
    },
    {
      name: "what a decorator may make of a returned exception",
      inputs: lambda(`from acme import answers\n@answers\n${handling("except ValueError as e:", "return e")}`),
    },
    {
      name: "a returned exception that may be a dictionary, too",
      inputs: lambda(`from acme import ApiError\n${handling("except ApiError as e:", "return e")}`),
    },
    {
      name: "a name that the clause gives to a text",
      inputs: lambda(handling("except ValueError as e:", "e = str(e)", "return e")),
    },
    {
      name: "a returned exception of a function in the handler",
      inputs: lambda(handling("except ValueError as e:", "f = lambda: e", "def g():", "    return e", "return 1")),
    },
    { name: "a file that the handler does not load", inputs: files({ "app.py": "x = 1\n", "other.py": SILENT }) },
    {
      name: "a package without its metadata, which the handler does not load",
      inputs: files({ "app.py": "x = 1\n", "debugtool/_vendored/impl.py": SILENT }),
    },
    { name: "an unknown handler", inputs: { ...lambda(SILENT), handler: unknown } },
    {
      name: "a handler in a layer",
      inputs: { ...lambda(SILENT), handler: "datadog_lambda.handler.handler", layers: [unknown] },
    },
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
      inputs: files({
        "app.py": "x = 1\n",
        "tests/a.py": SILENT,
        "test_app.py": SILENT,
        "app.test.py": SILENT,
        "conftest.py": SILENT,
      }),
    },
    {
      name: "a directory of the user's choice",
      inputs: files({ "app.py": "import lib.acme.a\n", "lib/acme/a.py": SILENT }),
      options: { vendored: ["lib/acme"] },
    },
    { name: "an unknown runtime", inputs: { ...lambda(SILENT), runtime: unknown } },
  ],
  violates: [
    {
      name: "catch clauses of JavaScript that lose the error",
      inputs: node(
        "  try { work(event); } catch (error) { console.log('failed: ' + error.message); }\n" +
          "  try { work(event); } catch (e) { failed.push(1); return { batchItemFailures: failed }; }\n" +
          "  try { work(event); } catch { return { statusCode: 500 }; }",
      ),
      findings: [
        dropped("app.js:2:24", 'add "console.error(error)" to it, which prints the stack'),
        dropped("app.js:3:24", 'add "console.error(e)" to it, which prints the stack'),
        dropped(
          "app.js:4:24",
          'name the error, as in "catch (error)", and add "console.error(error)" to it, which prints the stack',
        ),
      ],
    },
    {
      name: "the handler itself returns the exception",
      inputs: lambda(handling("except Exception as e:", "return e")),
      findings: [returned("app.py:5:9")],
    },
    {
      name: "the handler itself returns an exception in a list or dictionary",
      inputs: lambda(
        `${handling("except KeyError as e:", "return 500, e").replace("    except", "    except TypeError as error:\n        return {'statusCode': 500, 'body': error}\n    except")}`,
      ),
      findings: [returned("app.py:5:9", "error"), returned("app.py:7:9")],
    },
    {
      name: "a handler in a file with the name of a test",
      inputs: files({ "test_app.py": SILENT }, { handler: "test_app.handler" }),
      findings: [silent("test_app.py:4:5", '"except Exception"', PRINT)],
    },
    {
      name: "a file that the handler loads through another",
      inputs: files({ "app.py": "from lib import a\n", "lib/a.py": "from . import b\n", "lib/b.py": SILENT }),
      findings: [silent("lib/b.py:4:5", '"except Exception"', PRINT)],
    },
    {
      name: "the documented handler, which prints the exception only",
      inputs: lambda(handling("except Exception as e:", 'print(f"API handler error: {str(e)}")')),
      findings: [
        'app.py:4:5: the "except Exception" neither raises nor records the traceback, so the log does not show what failed where.\n' +
          'Fix: add "print(traceback.format_exc())" to it, and "import traceback" at the top of the file.',
      ],
    },
    {
      name: "a bare except that swallows",
      inputs: lambda(handling("except:", "pass")),
      findings: [
        "app.py:4:5: the bare except neither raises nor records the traceback, so the log does not show what failed where.\n" +
          'Fix: add "print(traceback.format_exc())" to it, and "import traceback" at the top of the file.',
      ],
    },
    {
      name: "a logger that is told the exception only",
      inputs: lambda(
        `import logging\nlogger = logging.getLogger()\n${handling("except Exception as error:", "logger.error('failed: %s', error)")}`,
      ),
      findings: [
        'app.py:6:5: the "except Exception" neither raises nor records the traceback, so the log does not show what failed where.\n' +
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
      inputs: files({ "a\u001b[2J.py": SILENT }, { handler: "a\u001b[2J.handler" }),
      findings: [silent("a\\u{1b}[2J.py:4:5", '"except Exception"', PRINT)],
    },
  ],
});
