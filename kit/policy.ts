import { isDeepStrictEqual } from "node:util";
import type {
  EnforcementLevel,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  Severity,
  StackValidationPolicy,
} from "@pulumi/policy";
import { formatFinding, type Report } from "./finding";
import { engineSchema, type OptionSchemas, type Options, readOptions } from "./options";
import { applyChanges, type Change } from "./remediation";
import { type Resource, resourceView, unwrap } from "./resource";

const PAGES = "https://github.com/aws-serverless-guard/aws-serverless-guard/blob/main/docs/policies";

/** The resource types that a policy concerns: their tokens, or a test of a token where they are many. */
export type ResourceTypes = readonly [string, ...string[]] | ((type: string) => boolean);

/** What a policy's page says beyond its declaration. */
export interface Page {
  /** What breaks, and when. */
  readonly why: string;
  /** What the policy does not judge. */
  readonly limits: string;
  /** Documents that state the rule. */
  readonly sources: readonly [string, ...string[]];
  /** Version of the pack that introduced the policy. */
  readonly since: string;
  /** Earlier names of the policy, which configurations may still use. */
  readonly formerly?: readonly string[];
}

/** What every policy states about itself. */
export interface Metadata<S extends OptionSchemas = OptionSchemas> {
  /** Service, thing, aspect; the name of the policy's file. */
  readonly name: string;
  /** One sentence on what must hold. The engine prints it above each violation. */
  readonly description: string;
  readonly severity: Severity;
  /** Enforcement level unless the user configures another. */
  readonly level: EnforcementLevel;
  readonly resources: ResourceTypes;
  readonly options: S;
  readonly page: Page;
  /** How to put a violation right, in general. */
  readonly remediationSteps: string;
  readonly tags: readonly string[];
}

export interface ResourcePolicyDeclaration<S extends OptionSchemas> extends Metadata<S> {
  /** Judges one resource of a concerned type. */
  check(resource: Resource, options: Options<S>, report: Report): void | Promise<void>;
  /** The changes that make `check` find nothing. Runs only at the level `remediate`. */
  remediate?(resource: Resource, options: Options<S>): readonly Change[];
}

/** A policy of the catalogue: what it states about itself, and its form for the SDK. */
export interface Policy {
  readonly metadata: Metadata;
  /** The policy's page on the web. */
  readonly url: string;
  /** Whether the policy can repair what it finds. */
  readonly remediates: boolean;
  toSdk(): ResourceValidationPolicy | StackValidationPolicy;
}

/** Declares a policy that judges resources one by one, by their inputs. Registers nothing. */
export function resourcePolicy<const S extends OptionSchemas>(declaration: ResourcePolicyDeclaration<S>): Policy {
  const { name, description, resources, remediate } = declaration;
  const url = `${PAGES}/${name}.md`;
  const concerns = typeof resources === "function" ? resources : (type: string) => resources.includes(type);
  const optionsOf = optionsReader<S>(declaration);

  const validateResource: ResourceValidationPolicy["validateResource"] = async (args, reportViolation) => {
    if (!concerns(args.type)) return;
    const options = optionsOf(args);
    try {
      await declaration.check(resourceView(args), options, (finding) => reportViolation(formatFinding(finding, url)));
    } catch (error) {
      reportAt("advisory", reportViolation)(`${description}\n${internalError(name, args.urn, error)}`);
    }
  };
  const remediateResource: ResourceValidationPolicy["remediateResource"] =
    remediate &&
    (async (args) => {
      if (!concerns(args.type)) return;
      const inputs = unwrap(args.props);
      const changes = remediate.call(declaration, resourceView(args), optionsOf(args));
      return changes.length === 0 ? undefined : ((await applyChanges(inputs, changes)) as Record<string, unknown>);
    });
  return {
    metadata: declaration,
    url,
    remediates: remediate !== undefined,
    toSdk: () => ({
      ...sdkMetadata(declaration, url),
      validateResource: typed(validateResource, resources),
      ...(remediateResource && { remediateResource: typed(remediateResource, resources) }),
    }),
  };
}

/** The SDK takes a violation with a level of its own as an object, which its types do not say. */
function reportAt(enforcementLevel: EnforcementLevel, reportViolation: ReportViolation) {
  const reportObject = reportViolation as unknown as (violation: object) => void;
  return (message: string, urn?: string) => reportObject({ message, urn, enforcementLevel });
}

/** Lets the SDK reject resources of other types before it decodes them. It knows only single types. */
function typed<F extends object>(callback: F, resources: ResourceTypes): F {
  const type = typeof resources !== "function" && resources.length === 1 ? resources[0] : undefined;
  return type === undefined ? callback : Object.assign(callback, { __pulumiType: type });
}

function sdkMetadata({ name, description, severity, level, options, remediationSteps, tags }: Metadata, url: string) {
  return {
    name,
    description,
    severity,
    enforcementLevel: level,
    configSchema: engineSchema(options),
    remediationSteps,
    tags: [...tags],
    url,
  };
}

/** Reads a policy's options once for each configuration that the engine sends. */
function optionsReader<S extends OptionSchemas>({ name, options: schemas }: Metadata<S>) {
  let config: object | undefined;
  let options: Options<S> | undefined;
  return (args: Pick<ResourceValidationArgs, "getConfig">): Options<S> => {
    const current = args.getConfig<Record<string, unknown>>();
    if (options === undefined || !isDeepStrictEqual(current, config)) {
      options = readOptions(name, schemas, current) as Options<S>;
      config = current;
    }
    return options;
  };
}

/** Only the kind of the error and its place in the pack are shown: its text may quote a value of the program. */
function internalError(policy: string, urn: string, error: unknown): string {
  const kind = error instanceof Error ? error.name : typeof error;
  const place =
    error instanceof Error ? /\(?([^\s()]*dist[^\s()]*:\d+:\d+)\)?/.exec(error.stack ?? "")?.[1] : undefined;
  const where = place === undefined ? "" : ` at ${place.slice(place.indexOf("dist"))}`;
  return `internal error in policy ${policy} on ${urn}: ${kind}${where}. The resource was not judged; please report this.`;
}
