import { words } from "../../kit/words";
import type { CallOfAws } from "./facts";
import { type Arguments, type ExternalCall, type ExternalValue, textOf, type Value } from "./values";

const BOTO = /^(?:aio)?boto(?:3|core)\b.*\.(client|resource|create_client)$/;

export function botoCall({ name, from }: ExternalValue, args: Arguments): CallOfAws | undefined {
  const [method = ""] = /(?:objects\.)?\w+$/.exec(name) ?? [];
  if (from === undefined || name !== `${from.name}().${method}`) return undefined;
  const calls: ExternalCall[] = [];
  for (let next: ExternalCall | undefined = from; next !== undefined && calls.length < 6; next = next.from)
    calls.push(next);
  const made = calls.find((call) => BOTO.test(call.name));
  const service = made && textOf(made.args.positional[0] ?? made.args.keywords.get("service_name"));
  if (made === undefined || service === undefined || NO_CALLS.has(method)) return undefined;
  const parameters = new Map(args.keywords);
  let operation = method;
  if (made !== from) {
    const part = lastOf(from.name);
    if (part === "get_paginator") operation = method === "paginate" ? (textOf(from.args.positional[0]) ?? "") : "";
    else if (!RESOURCE.test(part)) return undefined;
    else operation = RESOURCE_METHODS.get(`${part}.${method}`) ?? method;
    for (const each of calls.slice(0, calls.indexOf(made)).reverse()) addOfResource(parameters, each);
  }
  addPositional(parameters, TRANSFERS[`${made === from ? service : lastOf(from.name)}.${method}`], args.positional);
  const isComplete = !args.isOpen;
  return { service, operation: pascal(operation), method, sdk: "boto3", parameters, isComplete, args, client: from };
}

/** Names the positional arguments of a call. */
function addPositional(parameters: Map<string, Value>, names: readonly string[] = [], values: readonly Value[]): void {
  for (const [index, value] of values.slice(0, names.length).entries()) {
    const name = names[index] ?? "";
    if (name !== "" && !parameters.has(name)) parameters.set(name, value);
  }
}

export function lastOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** Calls that return a resource of boto3, whose methods call AWS. */
const RESOURCE = /^[A-Z]\w*$|^get_queue_by_name$|^batch_writer$/;

/** Operations of resource methods with other names. */
const RESOURCE_METHODS: ReadonlyMap<string, string> = new Map([
  ["batch_writer.put_item", "BatchWriteItem"],
  ["batch_writer.delete_item", "BatchWriteItem"],
  ["Bucket.objects.all", "ListObjects"],
  ["Bucket.objects.filter", "ListObjects"],
  ["Object.put", "PutObject"],
  ["Object.get", "GetObject"],
  ["Object.load", "HeadObject"],
  ["Object.delete", "DeleteObject"],
  ["Object.copy_from", "CopyObject"],
  ["Queue.receive_messages", "ReceiveMessage"],
  ["Queue.send_messages", "SendMessageBatch"],
]);

/** Adds a resource's identifiers to the parameters of its methods: `Bucket("covers").Object("a")`. */
function addOfResource(parameters: Map<string, Value>, { name, args: { positional } }: ExternalCall): void {
  const part = lastOf(name);
  const isOfBucket = part === "Object" && positional.length === 1;
  const names = isOfBucket ? ["Key"] : Object.hasOwn(OF_RESOURCES, part) ? OF_RESOURCES[part] : undefined;
  addPositional(parameters, names, positional);
}

const OF_RESOURCES: Readonly<Record<string, readonly string[]>> = {
  Table: ["TableName"],
  Bucket: ["Bucket"],
  Object: ["Bucket", "Key"],
  Queue: ["QueueUrl"],
  Topic: ["TopicArn"],
};

/** Methods of clients and resources that do not call AWS. */
const NO_CALLS =
  words(`client resource get_paginator get_waiter can_paginate close Table Bucket Object Queue Topic generate_presigned_url
   generate_presigned_post batch_writer meta`);

/** The positional parameters of S3's transfer methods. */
const TRANSFERS: Readonly<Record<string, readonly string[]>> = {
  "s3.upload_file": ["", "Bucket", "Key"],
  "s3.download_file": ["Bucket", "Key"],
  "s3.upload_fileobj": ["", "Bucket", "Key"],
  "s3.download_fileobj": ["Bucket", "Key"],
  "s3.copy": ["CopySource", "Bucket", "Key"],
  "Bucket.download_file": ["Key"],
  "Bucket.download_fileobj": ["Key"],
  "Bucket.upload_file": ["", "Key"],
  "Bucket.upload_fileobj": ["", "Key"],
  "Bucket.copy": ["CopySource", "Key"],
};

function pascal(method: string): string {
  return method.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
