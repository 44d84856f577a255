import { codeTable } from "../../support/code-table";
import { assetArchive, stringAsset, unknown } from "../../support/wire";

const python = (text: string, inputs: object = {}) => ({
  runtime: "python3.13",
  handler: "app.handler",
  code: assetArchive({ "app.py": stringAsset(`import logging\n${text}`) }),
  ...inputs,
});
const HANDLER =
  'def handler(event, context):\n    logger.info("got %s", event)\n    logger.debug("more")\n    return {}\n';
const ROOT = `logger = logging.getLogger()\n${HANDLER}`;
const FIX = '\nFix: add "logging.getLogger().setLevel(logging.INFO)" at the top of the file of the handler.';

codeTable({
  policy: "lambda-handler-logging",
  passes: [
    { name: "a level", inputs: python(`logging.getLogger().setLevel(logging.INFO)\n${ROOT}`) },
    {
      name: "a level of the logger by name",
      inputs: python(`logger = logging.getLogger(__name__)\nlogger.setLevel("INFO")\n${HANDLER}`),
    },
    { name: "basicConfig with force", inputs: python(`logging.basicConfig(level=logging.INFO, force=True)\n${ROOT}`) },
    {
      name: "a level from the environment",
      inputs: python(`import os\nlogging.getLogger().setLevel(os.environ.get("LEVEL", "INFO"))\n${ROOT}`),
    },
    {
      name: "basicConfig of a logger without its handlers",
      inputs: python(
        `root = logging.getLogger()\nfor handler in root.handlers:\n    root.removeHandler(handler)\nlogging.basicConfig(level=logging.INFO)\n${ROOT}`,
      ),
    },
    { name: "JSON logs", inputs: python(ROOT, { loggingConfig: { logFormat: "JSON" } }) },
    { name: "a format that is known later", inputs: python(ROOT, { loggingConfig: { logFormat: unknown } }) },
    {
      name: "warnings",
      inputs: python('logger = logging.getLogger()\ndef handler(event, context):\n    logger.warning("no")\n'),
    },
    { name: "a layer", inputs: python(ROOT, { layers: ["arn:aws:lambda:eu-west-1:1:layer:logs:1"] }) },
    { name: "Powertools", inputs: python(`from aws_lambda_powertools import Logger\nlogger = Logger()\n${HANDLER}`) },
    { name: "another language", inputs: python(ROOT, { runtime: "ruby3.4" }) },
  ],
  violates: [
    {
      name: "the root logger",
      inputs: python(ROOT),
      findings: [
        `app.py:4:5: what info logs here never appears, nor does what 1 more info or debug call logs: nothing sets the level of the root logger, which is WARNING.${FIX}`,
      ],
    },
    {
      name: "basicConfig, and a logger by name",
      inputs: python(`logging.basicConfig(level=logging.INFO)\nlogger = logging.getLogger(__name__)\n${HANDLER}`),
      findings: [
        `app.py:5:5: what info logs here never appears, nor does what 1 more info or debug call logs: basicConfig does nothing on Lambda, where the runtime has already added a handler, so the level stays WARNING.${FIX}`,
      ],
    },
  ],
});
