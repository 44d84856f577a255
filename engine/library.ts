import { isDeepStrictEqual } from "node:util";
import type {
  EnforcementLevel,
  PolicyComplianceFramework,
  PolicyResource,
  ReportViolation,
  ResourceRemediation,
  ResourceValidation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidation,
  StackValidationPolicy,
} from "@pulumi/policy";
import { type Graph, graphOf, type StackResource } from "../kit/graph";
import { type Framework, type Metadata, pageUrl, type ResourceTypes } from "../kit/metadata";
import type { Policy, ResourcePolicy } from "../kit/policy";
import { type Decoded, type ResourceSource, resourceView } from "../kit/resource";
import { engineSchema, type ReadOptions, readOptions, withDefaults } from "./config/validation";
import { judgeResource, judgeStack } from "./judging";
import { isRead } from "./only-read";
import { repair } from "./repairing";
import type { Told } from "./report/reporting";
import { handedOut, hookSdk, identityOf, inputsIn, inputsToRepair, sdkSecret } from "./sdk-copies";
import { Session } from "./session";
import { wireForm } from "./wire/encode";

/** The defaults of a policy in a pack of the user's own. */
export interface Standard {
  readonly level?: EnforcementLevel;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Policies in a pack that the SDK serves. All policies of the pack share what was seen and reported. */
export class Library {
  readonly #session = new Session();
  /** By an object that the SDK shares between the policies of one stack request. */
  readonly #graphs = new WeakMap<object, Graph>();

  /** @param pages base address of the policies' pages, if not in the pack's repository */
  constructor(pages?: string) {
    this.#session.pages = pages;
    hookSdk();
  }

  toSdk(policy: Policy, standard: Standard = {}): ResourceValidationPolicy | StackValidationPolicy {
    const { level, options = {} } = standard;
    const metadata = {
      ...policy.metadata,
      ...(level && { level }),
      options: withDefaults(policy.metadata.options, options),
    };
    const optionsOf = optionsReader(metadata);
    const ofStack = policy.judgesStack && { validateStack: this.#validateStack({ ...policy, metadata }, optionsOf) };
    const ofResource = policy.kind === "resource" && this.#callbacks({ ...policy, metadata }, optionsOf);
    return { ...sdkMetadata(metadata, this.#session.pages), ...ofResource, ...ofStack } as
      | ResourceValidationPolicy
      | StackValidationPolicy;
  }

  #callbacks(policy: ResourcePolicy, optionsOf: OptionsReader) {
    const validateResource: ResourceValidation = async (args, reportViolation) => {
      const inputs = inputsIn(args.props);
      this.#session.recordInputs(args.urn, inputs);
      const resource = resourceView(this.#source(args, handedOut(args.props), () => inputs));
      if (!policy.concerns(args.type)) return;
      await judgeResource(policy, optionsOf(args), resource, this.#session, telling(policy.metadata, reportViolation));
    };
    const remediateResource: ResourceRemediation = async (args) => {
      try {
        const inputs = inputsToRepair(args.props);
        if (isRead(args.type, args.provider !== undefined, Object.keys(inputs))) return;
        const read = { decode: () => inputs, marked: true };
        const resource = resourceView(this.#source(args, read, () => read));
        const repaired = repair(policy, optionsOf(args), resource, inputs, this.#session);
        return repaired && (await wireForm(repaired, sdkSecret));
      } catch {
        return; // What cannot be read, or be sent back without a loss, is left as it is: the check reports it.
      }
    };
    const { resources } = policy.metadata;
    return {
      validateResource: typed(validateResource, resources),
      ...(policy.remediates && { remediateResource: typed(remediateResource, resources) }),
    };
  }

  #validateStack(policy: Policy, optionsOf: OptionsReader): StackValidation {
    const validateStack: StackValidation = async (args, reportViolation) => {
      if (!args.resources.some(({ type }) => policy.concerns(type))) return;
      const tell = telling(policy.metadata, reportViolation);
      await judgeStack(policy, optionsOf(args), this.#graphOf(args.resources), this.#session, tell);
      const notChecked = this.#session.notes.take(this.#session.pages);
      if (notChecked) advise(reportViolation, notChecked.text, notChecked.urn);
    };
    return typed(validateStack, policy.metadata.resources);
  }

  #graphOf(resources: readonly PolicyResource[]): Graph {
    const key = resources[0] && identityOf(resources[0].props);
    const graph = (key && this.#graphs.get(key)) ?? graphOf(resources.map((resource) => this.#stackResource(resource)));
    if (key !== undefined) this.#graphs.set(key, graph);
    return graph;
  }

  #stackResource(resource: PolicyResource): StackResource {
    const urns = (others: readonly PolicyResource[]) => others.map(({ urn }) => urn);
    const made = Object.entries(resource.propertyDependencies).map(([name, from]) => [name, urns(from)] as const);
    const inputs = () => this.#session.inputsOf(resource.urn);
    return {
      ...this.#source(resource, handedOut(resource.props), inputs),
      parent: resource.parent?.urn,
      dependencies: urns(resource.dependencies),
      propertyDependencies: Object.fromEntries(made),
    };
  }

  #source(
    { type, name, urn, opts, provider }: Omit<ResourceValidationArgs, "props" | "getConfig"> | PolicyResource,
    properties: Decoded,
    inputs: () => Decoded | undefined,
  ): ResourceSource {
    this.#session.recordParent(urn, opts.parent);
    return {
      type,
      name,
      urn,
      properties,
      provider: provider && { type: provider.type, properties: handedOut(provider.props) },
      deleteBeforeReplace: opts.deleteBeforeReplace,
      inputs,
    };
  }
}

/** Passes the findings of a policy to the SDK. */
function telling({ description }: Metadata, reportViolation: ReportViolation) {
  return ({ text, urn, isAdvisory }: Told) =>
    isAdvisory ? advise(reportViolation, `${description}\n${text}`, urn) : reportViolation(text, urn);
}

/** The SDK also accepts a violation as an object with its own level, which its types do not show. */
function advise(reportViolation: ReportViolation, message: string, urn: string): void {
  (reportViolation as unknown as (violation: object) => void)({ message, urn, enforcementLevel: "advisory" });
}

/** A policy's metadata in the form of the SDK. */
function sdkMetadata(metadata: Metadata, pages: string | undefined) {
  const { name, description, severity, level, options, remediationSteps, tags, framework } = metadata;
  return {
    name,
    description,
    severity,
    enforcementLevel: level,
    configSchema: engineSchema(options),
    remediationSteps,
    tags: [...tags],
    url: pageUrl(metadata, pages),
    ...(framework && { framework: sdkFramework(framework) }),
  };
}

function sdkFramework({ name, version, reference, specification }: Framework): PolicyComplianceFramework {
  return { name, version, reference, specification };
}

/** Lets the SDK skip other types before it decodes their resources. It supports only single types. */
function typed<F extends object>(callback: F, resources: ResourceTypes): F {
  const type = typeof resources !== "function" && resources.length === 1 ? resources[0] : undefined;
  return type === undefined ? callback : Object.assign(callback, { __pulumiType: type });
}

type OptionsReader = (args: Pick<ResourceValidationArgs, "getConfig">) => ReadOptions;

/** Reads a policy's options once for each configuration that the engine sends. */
function optionsReader(metadata: Metadata): OptionsReader {
  let config: object | undefined;
  let options: ReadOptions | undefined;
  return (args) => {
    const current = args.getConfig<Record<string, unknown>>();
    if (options === undefined || !isDeepStrictEqual(current, config)) {
      options = readOptions(metadata.name, metadata, current);
      config = current;
    }
    return options;
  };
}
