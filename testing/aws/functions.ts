// The functions of the AWS provider. Those that say who asks, or that compute, answer as it does. All others find what they
// are asked for, as if it were there.
import { readFileSync } from "node:fs";
import { uniqueHex } from "./check";
import { between, declaredValue, properties } from "./declared";
import { created } from "./outputs";
import { fileOf, version } from "./package";
import { policyDocument } from "./policy-document";
import { ACCOUNT } from "./services";
import { type Properties, text, type Value } from "./values";

type ProviderFunction = (args: Properties, region: string) => Properties;

const functions: Readonly<Record<string, ProviderFunction>> = {
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": (_, region) => ({
    authorizationToken: Buffer.from("AWS:password").toString("base64"),
    expiresAt: "2026-01-01T12:00:00Z",
    id: region,
    password: "password",
    proxyEndpoint: `https://${ACCOUNT}.dkr.ecr.${region}.amazonaws.com`,
    userName: "AWS",
  }),
  "aws:iam/getPolicyDocument:getPolicyDocument": policyDocument,
  "aws:index/arnParse:arnParse": ({ arn }) => arnParts(String(arn)),
  "aws:index/getArn:getArn": ({ arn }) => {
    const { accountId, ...parts } = arnParts(String(arn));
    return { ...parts, account: accountId ?? "", id: String(arn) };
  },
  "aws:index/getAvailabilityZones:getAvailabilityZones": (_, region) => ({
    groupNames: [`${region}-zg-1`],
    id: region,
    names: ["a", "b", "c"].map((zone) => region + zone),
    zoneIds: ["az1", "az2", "az3"].map((zone) => `use1-${zone}`),
  }),
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    accountId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:user/developer`,
    id: ACCOUNT,
    userId: "AIDAEXAMPLEEXAMPLE000",
  }),
  "aws:index/getPartition:getPartition": () => ({
    dnsSuffix: "amazonaws.com",
    id: "aws",
    partition: "aws",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getRegion:getRegion": (args, region) => {
    const wanted = text(args, "region") || region;
    return { description: wanted, endpoint: `ec2.${wanted}.amazonaws.com`, id: wanted, name: wanted, region: wanted };
  },
  "aws:ssm/getParameter:getParameter": ({ name }) => ({
    insecureValue: "value",
    id: String(name),
    type: "String",
    value: "value",
    version: 1,
  }),
};

export function invoke(token: string, args: Properties, region: string): Properties {
  const declared = declaredResult(token);
  const answer = functions[token]?.(args, region);
  if (declared.length === 0 && answer === undefined) {
    throw new Error(`unrecognized function: ${token} is not in @pulumi/aws ${version}`);
  }
  return { ...found(token, declared, args, region), ...args, ...answer };
}

/** The properties of what a function answers, and their types; none where there is no such function. */
function declaredResult(token: string): [string, string][] {
  const file = fileOf(token);
  const declaration = file === undefined ? "" : readFileSync(`${file}.d.ts`, "utf8");
  const [start = ""] = /export interface \w+Result \{/.exec(declaration) ?? [];
  return start === "" ? [] : properties(between(declaration, start, "\n}"));
}

/** What is there already: a resource as the one that this stand-in would make, where there is such a type, else anything plausible. */
function found(token: string, declared: readonly [string, string][], args: Properties, region: string): Properties {
  const name = token.split(":get").pop() ?? token;
  const seed = JSON.stringify([token, args]);
  const like = resourceLike(token, name, seed, { region, ...args });
  const texts = (property: string): string => plausibleText(property, name, seed, region);
  const always = declared.filter(([, type]) => !type.endsWith("| undefined"));
  const answered = always.map(([property, type]): [string, Value] => {
    const known = like[property];
    if (known !== undefined && known !== "" && !(Array.isArray(known) && known.length === 0)) {
      return [property, known];
    }
    if (type === "string[]" && /ids$/i.test(property)) {
      return [property, ["a", "b"].map((each) => plausibleText(property, name, seed + each, region))];
    }
    return [property, declaredValue(property, type, texts)];
  });
  return Object.fromEntries(answered);
}

/** `getQueue` finds a queue. */
function resourceLike(token: string, name: string, seed: string, args: Properties): Properties {
  const noun = name.charAt(0).toLowerCase() + name.slice(1);
  const type = `aws:${token.split(":")[1]?.split("/")[0]}/${noun}:${name}`;
  if (fileOf(type) === undefined) {
    return {};
  }
  // A function, say, is asked for by its functionName, and made with its name.
  return created(seed, type, { name: text(args, `${noun}Name`), ...args }).outputs;
}

const idPrefixes: Readonly<Record<string, string>> = {
  ami: "ami",
  image: "ami",
  internetgateway: "igw",
  routetable: "rtb",
  securitygroup: "sg",
  subnet: "subnet",
  vpc: "vpc",
};

function plausibleText(property: string, name: string, seed: string, region: string): string {
  const unique = uniqueHex(seed, 17);
  if (property === "region") {
    return region;
  }
  if (/arns?$/i.test(property)) {
    return `arn:aws:service:${region}:${ACCOUNT}:${name.toLowerCase()}/${unique}`;
  }
  if (/ids?$/i.test(property)) {
    const noun = (/^ids?$/i.test(property) ? name : property).toLowerCase().replace(/(ids?|s)$/, "");
    const prefix = idPrefixes[noun];
    return prefix === undefined ? unique : `${prefix}-${unique}`;
  }
  if (/cidrblock$/i.test(property)) {
    return "10.0.0.0/16";
  }
  if (/(policy|json|secretstring)$/i.test(property)) {
    return "{}";
  }
  return /(url|endpoint)$/i.test(property) ? `https://${unique}.${region}.amazonaws.com` : property;
}

function arnParts(arn: string): Properties {
  const [, partition = "", service = "", region = "", accountId = "", ...resource] = arn.split(":");
  return { accountId, partition, region, resource: resource.join(":"), service };
}
