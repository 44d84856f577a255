import { words } from "../../kit/words";

/**
 * Modules that handlers often use and forget to import, of the standard library, of boto3 and of requests: names that are hardly
 * ever those of variables. Source: https://docs.python.org/3/py-modindex.html, 2026-11-30
 */
const MODULES =
  words(`asyncio base64 binascii boto3 botocore collections concurrent contextlib csv datetime decimal functools glob gzip hashlib hmac
   importlib io itertools json logging math mimetypes os pathlib pprint random re requests secrets shutil socket sqlite3 ssl
   statistics struct subprocess sys tempfile textwrap threading time traceback typing urllib uuid warnings zipfile zlib zoneinfo`);

/** Names out of modules that have no other meaning in a handler, by module. Read from the modules' documentation on 2026-11-30. */
const NAMES: Readonly<Record<string, string>> = {
  aws_lambda_powertools: "Logger Metrics Tracer",
  "boto3.dynamodb.conditions": "Attr Key",
  "boto3.dynamodb.types": "TypeDeserializer TypeSerializer",
  "botocore.exceptions": "BotoCoreError ClientError NoCredentialsError ParamValidationError",
  collections: "Counter OrderedDict defaultdict deque namedtuple",
  "concurrent.futures": "ThreadPoolExecutor as_completed",
  contextlib: "contextmanager",
  dataclasses: "asdict dataclass",
  datetime: "timedelta timezone",
  decimal: "Decimal",
  enum: "Enum",
  functools: "lru_cache partial wraps",
  http: "HTTPStatus",
  io: "BytesIO StringIO",
  pathlib: "Path",
  typing: "Any Callable Dict Iterable List Optional Set Tuple Union",
  "urllib.parse": "parse_qs quote_plus unquote unquote_plus urlencode urlparse",
  uuid: "uuid4",
  zoneinfo: "ZoneInfo",
};

const MODULE_OF = new Map(
  Object.entries(NAMES).flatMap(([module, names]) => names.split(" ").map((name) => [name, module])),
);

/**
 * The import that a file lacks, where the name is well known.
 * @param attribute that is read on the name: `loads` in `json.loads`
 */
export function missingImport(name: string, attribute: string | undefined): string | undefined {
  const module = MODULE_OF.get(name);
  if (module !== undefined) return `from ${module} import ${name}`;
  if (attribute === undefined || !MODULES.has(name)) return undefined;
  // The module and its class have one name.
  if (name === "datetime" && !/^(?:date|datetime|time|timedelta|timezone|tzinfo|UTC)$/.test(attribute))
    return "from datetime import datetime";
  if (PACKAGES.test(`${name}.${attribute}`)) return `import ${name}.${attribute}`;
  return `import ${name}`;
}

/** Modules that their packages do not load. */
const PACKAGES =
  /^(?:urllib\.(?:error|parse|request)|concurrent\.futures|importlib\.(?:metadata|resources|util)|botocore\.(?:config|exceptions))$/;
