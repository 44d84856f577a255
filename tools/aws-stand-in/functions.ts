// The functions of the AWS provider that programs of this repository call.
import { version } from "./classes";
import { ACCOUNT } from "./services";
import { isObject, type Properties, type Value } from "./values";

type ProviderFunction = (args: Properties, region: string) => Properties;

const functions: Readonly<Record<string, ProviderFunction>> = {
  "aws:iam/getPolicyDocument:getPolicyDocument": policyDocument,
  "aws:index/getAvailabilityZones:getAvailabilityZones": (args, region) => ({
    ...args,
    groupNames: [`${region}-zg-1`],
    id: region,
    names: ["a", "b", "c"].map((zone) => region + zone),
    region,
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
    const wanted = typeof args.region === "string" ? args.region : region;
    return { description: wanted, endpoint: `ec2.${wanted}.amazonaws.com`, id: wanted, name: wanted, region: wanted };
  },
};

export function invoke(token: string, args: Properties, region: string): Properties {
  const found = functions[token];
  if (found === undefined) {
    const served = Object.keys(functions).join(", ");
    throw new Error(`the stand-in for pulumi-aws ${version} has no function ${token}; it has ${served}`);
  }
  return found(args, region);
}

function policyDocument(args: Properties): Properties {
  const merged = new Map<string, Properties>();
  for (const statement of [
    ...documents(args.sourcePolicyDocuments),
    ...objects(args.statements).map(policyStatement),
    ...documents(args.overridePolicyDocuments),
  ]) {
    // Statements of one Sid replace each other, later ones win.
    merged.set(
      typeof statement.Sid === "string" && statement.Sid !== "" ? statement.Sid : `#${merged.size}`,
      statement,
    );
  }
  const version = typeof args.version === "string" ? args.version : "2012-10-17";
  const document: Properties = {
    Version: version,
    ...(typeof args.policyId === "string" ? { Id: args.policyId } : {}),
    Statement: [...merged.values()],
  };
  const minifiedJson = JSON.stringify(document);
  return { ...args, id: "policy", json: JSON.stringify(document, undefined, 2), minifiedJson, version };
}

function policyStatement(statement: Properties): Properties {
  const document: Properties = {};
  if (typeof statement.sid === "string") {
    document.Sid = statement.sid;
  }
  document.Effect = typeof statement.effect === "string" ? statement.effect : "Allow";
  const lists: [string, string][] = [
    ["Action", "actions"],
    ["NotAction", "notActions"],
    ["Resource", "resources"],
    ["NotResource", "notResources"],
  ];
  for (const [key, property] of lists) {
    const values = strings(statement[property]);
    if (values.length > 0) {
      document[key] = oneOrMany(values);
    }
  }
  for (const [key, property] of [["Principal", "principals"] as const, ["NotPrincipal", "notPrincipals"] as const]) {
    const principals = objects(statement[property]);
    if (principals.length > 0) {
      document[key] = policyPrincipals(principals);
    }
  }
  const conditions = objects(statement.conditions);
  if (conditions.length > 0) {
    document.Condition = policyConditions(conditions);
  }
  return document;
}

function policyPrincipals(principals: Properties[]): Value {
  const byType: Record<string, string[]> = {};
  for (const principal of principals) {
    const type = String(principal.type);
    byType[type] = [...(byType[type] ?? []), ...strings(principal.identifiers)];
  }
  if (byType["*"]?.includes("*")) {
    return "*";
  }
  return Object.fromEntries(Object.entries(byType).map(([type, identifiers]) => [type, oneOrMany(identifiers)]));
}

function policyConditions(conditions: Properties[]): Value {
  const byTest: Record<string, Properties> = {};
  for (const condition of conditions) {
    const test = String(condition.test);
    byTest[test] = { ...byTest[test], [String(condition.variable)]: oneOrMany(strings(condition.values)) };
  }
  return byTest;
}

function documents(sources: Value | undefined): Properties[] {
  return strings(sources).flatMap((source) => {
    const parsed: { Statement?: Properties | Properties[] } = JSON.parse(source);
    return parsed.Statement === undefined ? [] : [parsed.Statement].flat();
  });
}

function objects(value: Value | undefined): Properties[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function strings(value: Value | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function oneOrMany(values: string[]): Value {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}
