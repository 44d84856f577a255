import { output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";
import { assetArchive, stringAsset } from "../../support/wire";

const ROLE = "arn:aws:iam::123456789012:role/resize";
const lambda = (text: string, inputs: object = {}) => ({
  type: "aws:lambda/function:Function",
  name: "resize",
  inputs: {
    role: ROLE,
    runtime: "python3.13",
    handler: "app.handler",
    code: assetArchive({
      "app.py": stringAsset(
        `import json, boto3\nfrom urllib.parse import unquote, unquote_plus\ns3 = boto3.client("s3")\n${text}`,
      ),
    }),
    ...inputs,
  },
});
const node = (text: string) =>
  lambda("", {
    runtime: "nodejs22.x",
    handler: "index.handler",
    code: assetArchive({ "index.mjs": stringAsset(text) }),
  });
const images = { type: "aws:s3/bucket:Bucket", name: "images", inputs: {} };
const queue = { type: "aws:sqs/queue:Queue", name: "uploads", inputs: {} };
const notification = (to: object) => ({
  type: "aws:s3/bucketNotification:BucketNotification",
  name: "notified",
  inputs: { bucket: output("images", "id"), ...to },
});
const direct = (code: ReturnType<typeof lambda>) => [
  images,
  code,
  notification({ lambdaFunctions: [{ lambdaFunctionArn: output("resize", "arn"), events: ["s3:ObjectCreated:*"] }] }),
];
const queued = (code: ReturnType<typeof lambda>) => [
  images,
  queue,
  code,
  notification({ queues: [{ queueArn: output("uploads", "arn"), events: ["s3:ObjectCreated:*"] }] }),
  {
    type: "aws:lambda/eventSourceMapping:EventSourceMapping",
    name: "uploads-to-resize",
    inputs: { eventSourceArn: output("uploads", "arn"), functionName: output("resize", "arn") },
  },
];
const each = (body: string, events = 'event["Records"]') =>
  `def handler(event, context):\n    for record in ${events}:\n        key = record["s3"]["object"]["key"]\n        ${body}\n`;
const GET = 's3.get_object(Bucket="images", Key=key)';

const encoded = (
  place: string,
  method: string,
  how = "URL-encoded, as S3 sends it",
  fix = 'pass the key through "urllib.parse.unquote_plus" first',
) => ({
  on: "resize",
  text: `${place}: "${method}" gets the key of the event ${how}: it fails for names such as "my photo.jpg", which comes as "my+photo.jpg".\nFix: ${fix}.`,
});

stackTable({
  policy: "lambda-handler-s3-key",
  passes: [
    { name: "unquote_plus", resources: direct(lambda(each(GET.replace("key)", "unquote_plus(key))")))) },
    {
      name: "keys that are decoded in their list",
      resources: direct(
        lambda(
          `def handler(event, context):\n    keys = [record["s3"]["object"]["key"] for record in event["Records"]]\n    keys[:] = map(unquote_plus, keys)\n    for key in keys:\n        ${GET}\n`,
        ),
      ),
    },
    {
      name: "keys that a generator or a dataclass decodes",
      resources: direct(
        lambda(
          `from dataclasses import dataclass\n@dataclass\nclass Image:\n    key: str\n    def __post_init__(self):\n        self.key = unquote_plus(self.key)\ndef keys(event):\n    for record in event["Records"]:\n        yield unquote_plus(record["s3"]["object"]["key"])\ndef handler(event, context):\n    for key in keys(event):\n        ${GET}\n    image = Image(event["Records"][0]["s3"]["object"]["key"])\n    ${GET.replace("key)", "image.key)")}\n`,
        ),
      ),
    },
    {
      name: "a middleware that decodes keys",
      resources: direct(
        node(
          'import middy from "@middy/core";\nimport keys from "@middy/s3-key-normalizer";\nimport { S3 } from "@aws-sdk/client-s3";\nconst s3 = new S3({});\nexport const handler = middy((event) => s3.getObject({ Bucket: "images", Key: event.Records[0].s3.object.key })).use(keys());\n',
        ),
      ),
    },
    { name: "a key that is logged", resources: direct(lambda(each("print(key)"))) },
    {
      name: "the key of a new object",
      resources: direct(lambda(each('s3.put_object(Bucket="thumbs", Key=key, Body=b"")'))),
    },
    { name: "a function that no bucket notifies", resources: [images, lambda(each(GET))] },
    {
      name: "events of EventBridge",
      resources: direct(
        lambda(
          'def handler(event, context):\n    s3.get_object(Bucket="images", Key=event["detail"]["object"]["key"])\n',
        ),
      ),
    },
    {
      name: "something that decodes, behind a queue",
      resources: queued(
        lambda(
          `def handler(event, context):\n    for message in event["Records"]:\n        for record in json.loads(message["body"])["Records"]:\n            key = unquote_plus(record["s3"]["object"]["key"])\n            ${GET}\n`,
        ),
      ),
    },
    {
      name: "decodeURIComponent after +",
      resources: direct(
        node(
          'import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";\nconst s3 = new S3Client({});\nexport const handler = async (event) => {\n  const Key = decodeURIComponent(event.Records[0].s3.object.key.replace(/\\+/g, " "));\n  await s3.send(new GetObjectCommand({ Bucket: "images", Key }));\n};\n',
        ),
      ),
    },
  ],
  violates: [
    {
      name: "the key as it comes",
      resources: direct(lambda(each(GET))),
      findings: [encoded("app.py:7:9", "get_object")],
    },
    {
      name: "a key with a default, for a method of a resource that takes it by position",
      resources: direct(
        lambda(
          'def handler(event, context):\n    key = event["Records"][0].get("s3", {}).get("object", {}).get("key")\n    boto3.resource("s3").Bucket("images").download_file(key, "/tmp/image")\n',
        ),
      ),
      findings: [encoded("app.py:6:5", "download_file")],
    },
    {
      name: "an image of another service",
      resources: direct(
        lambda(
          each('boto3.client("rekognition").detect_labels(Image={"S3Object": {"Bucket": "images", "Name": key}})'),
        ),
      ),
      findings: [encoded("app.py:7:9", "detect_labels")],
    },
    {
      name: "keys in a list",
      resources: direct(
        lambda(
          `def handler(event, context):\n    keys = [record["s3"]["object"]["key"] for record in event["Records"]]\n    for key in keys:\n        ${GET}\n`,
        ),
      ),
      findings: [encoded("app.py:7:9", "get_object")],
    },
    {
      name: "keys of a generator",
      resources: direct(
        lambda(
          `def keys(event):\n    for record in event["Records"]:\n        yield record["s3"]["bucket"]["name"], record["s3"]["object"]["key"]\ndef handler(event, context):\n    for bucket, key in keys(event):\n        ${GET}\n`,
        ),
      ),
      findings: [encoded("app.py:9:9", "get_object")],
    },
    {
      name: "keys in dataclasses, and records for threads",
      resources: direct(
        lambda(
          `from dataclasses import dataclass\nfrom concurrent.futures import ThreadPoolExecutor\n@dataclass\nclass Image:\n    bucket: str\n    key: str = ""\ndef read(record):\n    image = Image("images", record["s3"]["object"]["key"])\n    ${GET.replace("key)", "image.key)")}\ndef handler(event, context):\n    with ThreadPoolExecutor() as pool:\n        [pool.submit(read, record) for record in event["Records"]]\n        list(pool.map(lambda one: s3.head_object(Bucket="images", Key=one["s3"]["object"]["key"]), event["Records"]))\n`,
        ),
      ),
      findings: [encoded("app.py:12:5", "get_object"), encoded("app.py:16:35", "head_object")],
    },
    {
      name: "unquote, which leaves +",
      resources: direct(lambda(each('s3.head_object(Bucket="images", Key=unquote(key))'))),
      findings: [encoded("app.py:7:9", "head_object", "decoded only by unquote, which leaves + as it is")],
    },
    {
      name: "behind a queue",
      resources: queued(
        lambda(each(GET, 'json.loads(event["Records"][0]["body"])["Records"]').replaceAll("unquote", "quote"), {
          code: assetArchive({
            "app.py": stringAsset(
              `import json, boto3\ns3 = boto3.client("s3")\n${each(GET, 'json.loads(event["Records"][0]["body"])["Records"]')}`,
            ),
          }),
        }),
      ),
      findings: [encoded("app.py:6:9", "get_object")],
    },
    {
      name: "as TypeScript is compiled",
      resources: direct(
        lambda("", {
          runtime: "nodejs22.x",
          handler: "index.handler",
          code: assetArchive({
            "index.js": stringAsset(
              'var __awaiter = (this && this.__awaiter) || function (thisArg, _arguments, P, generator) { return generator; };\nvar __importStar = (this && this.__importStar) || function (mod) { var made = {}; for (var k in mod) made[k] = mod[k]; return made; };\nObject.defineProperty(exports, "__esModule", { value: true });\nconst s3_1 = __importStar(require("@aws-sdk/client-s3"));\nconst s3 = new s3_1.S3({});\nconst handler = (event) => __awaiter(void 0, void 0, void 0, function* () {\n    yield (0, s3.getObject)({ Bucket: "images", Key: event.Records[0].s3.object.key });\n});\nexports.handler = handler;\n',
            ),
          }),
        }),
      ),
      findings: [
        encoded(
          "index.js:7:11",
          "getObject",
          undefined,
          `pass the key through "decodeURIComponent(key.replace(/\\+/g, ' '))" first`,
        ),
      ],
    },
    {
      name: "behind a queue, decoded for the log, and as a topic wraps it",
      resources: queued(
        lambda(
          `def handler(event, context):\n    for message in event["Records"]:\n        body = json.loads(message.get("body", "{}"))\n        if "Message" in body:\n            body = json.loads(body["Message"])\n        for record in body["Records"]:\n            key = record["s3"]["object"]["key"]\n            print(unquote_plus(key))\n            ${GET}\n`,
        ),
      ),
      findings: [encoded("app.py:12:13", "get_object")],
    },
    {
      name: "in Node.js",
      resources: direct(
        node(
          'import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";\nconst s3 = new S3Client({});\nexport const handler = async (event) => {\n  const { key } = event.Records[0].s3.object;\n  await s3.send(new GetObjectCommand({ Bucket: "images", Key: key }));\n};\n',
        ),
      ),
      findings: [
        encoded(
          "index.mjs:5:9",
          "GetObjectCommand",
          undefined,
          `pass the key through "decodeURIComponent(key.replace(/\\+/g, ' '))" first`,
        ),
      ],
    },
  ],
});
