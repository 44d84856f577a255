import { isDeepStrictEqual } from "node:util";
import type {
  EnforcementLevel,
  ResourceRemediation,
  ResourceValidation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidation,
  StackValidationPolicy,
} from "@pulumi/policy";
import { Lineage } from "./components";
import type { ExemptionOptions } from "./exemptions";
import type { Report } from "./finding";
import { type Graph, graphOf } from "./graph";
import { isOnlyRead, lacksInputs } from "./inputs";
import { type Metadata, pageUrl, type ResourceTypes, sdkMetadata } from "./metadata";
import { type Contradiction, type OptionSchemas, type Options, readOptions, withDefaults } from "./options";
import { unwrap } from "./proxies";
import { applyChanges, type Change } from "./remediation";
import { exemption, reporting } from "./reporting";
import { type Resource, resourceView } from "./resource";

export interface ResourcePolicyDeclaration<S extends OptionSchemas> extends Metadata<S> {
  contradictions?(options: Options<S>): readonly Contradiction[];
  /** Whether `check` is given the program's components above the resource. */
  readonly withComponents?: true;
  /**
   * Judges one resource of a concerned type.
   * @param components the program's components above the resource, the nearest first, by their inputs
   */
  check(resource: Resource, options: Options<S>, report: Report, components: readonly Resource[]): void | Promise<void>;
  /** The changes that make `check` find nothing. Runs only at the level `remediate`. */
  remediate?(resource: Resource, options: Options<S>): readonly Change[];
  /** Judges what shows in no single resource, as a stack policy does. */
  checkStack?(graph: Graph, options: Options<S>, report: Report): void | Promise<void>;
}

export interface StackPolicyDeclaration<S extends OptionSchemas> extends Metadata<S> {
  contradictions?(options: Options<S>): readonly Contradiction[];
  /** Judges the resources of a stack together. Runs only where the stack has a resource of a concerned type. */
  check(graph: Graph, options: Options<S>, report: Report): void | Promise<void>;
}

/** A policy of the catalogue: what it states about itself, and its form for the SDK. */
export interface Policy {
  readonly metadata: Metadata;
  /** The policy's page on the web. */
  readonly url: string;
  /** Whether it judges resources one by one or a stack as a whole. */
  readonly kind: "resource" | "stack";
  /** Whether it judges the stack as a whole, be it besides its resources. */
  readonly judgesStack: boolean;
  /** Whether the policy concerns a resource type. */
  concerns(type: string): boolean;
  /** Whether the policy can repair what it finds. */
  readonly remediates: boolean;
  /** The policy for the SDK, with its own level and defaults unless others are given. */
  toSdk(standard?: Standard): ResourceValidationPolicy | StackValidationPolicy;
}

/** What a policy judges, in words. */
export function judges({ kind, judgesStack }: Policy): string {
  const [alone, together] = ["each resource by itself", "the resources of a stack together"];
  if (kind === "stack") return together;
  return judgesStack ? `${alone}, and ${together}` : alone;
}

/** What holds of a policy unless its user configures something else. */
export interface Standard {
  readonly level?: EnforcementLevel;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Declares a policy that judges resources one by one, by their inputs. Registers nothing. */
export function resourcePolicy<const S extends OptionSchemas>(declaration: ResourcePolicyDeclaration<S>): Policy {
  return {
    metadata: declaration,
    url: pageUrl(declaration),
    kind: "resource",
    judgesStack: declaration.checkStack !== undefined,
    concerns: typeTest(declaration.resources),
    remediates: declaration.remediate !== undefined,
    toSdk: (standard) => sdkResourcePolicy<S>({ ...declaration, ...changes(declaration, standard) }),
  };
}

/** Declares a policy that judges the resources of a stack together, by their outputs. Registers nothing. */
export function stackPolicy<const S extends OptionSchemas>(declaration: StackPolicyDeclaration<S>): Policy {
  return {
    metadata: declaration,
    url: pageUrl(declaration),
    kind: "stack",
    judgesStack: true,
    concerns: typeTest(declaration.resources),
    remediates: false,
    toSdk: (standard) => sdkStackPolicy<S>({ ...declaration, ...changes(declaration, standard) }),
  };
}

/** What a standard changes of a policy. */
function changes(metadata: Metadata, { level, options }: Standard = {}): object {
  return {
    ...(level && { level }),
    ...(options && { options: withDefaults(metadata.options, options) }),
  };
}

function sdkResourcePolicy<S extends OptionSchemas>(
  declaration: ResourcePolicyDeclaration<S>,
): ResourceValidationPolicy {
  const { resources, remediate, withComponents, checkStack } = declaration;
  const lineage = new Lineage();
  const concerns = typeTest(resources);
  const optionsOf = optionsReader(declaration);

  const validateResource: ResourceValidation = async (args, reportViolation) => {
    const resource = resourceView(args);
    if (withComponents) lineage.add(resource);
    if (!concerns(args.type) || isOnlyRead(args.urn)) return;
    const options = optionsOf(args);
    const components = lineage.above(resource);
    const check = (report: Report) => declaration.check(resource, options, report, components);
    await reporting(declaration, options, [resource, ...components], reportViolation, check);
  };
  const remediateResource: ResourceRemediation | undefined =
    remediate &&
    (async (args) => {
      if (!concerns(args.type)) return;
      if (lacksInputs(args.provider !== undefined, Object.keys(unwrap(args.props)))) return;
      const [resource, options] = [resourceView(args), optionsOf(args)];
      if (exemption(declaration, options, resource)?.exempted) return;
      try {
        const changes = remediate(resource, options);
        if (changes.length === 0) return;
        return (await applyChanges(unwrap(args.props), changes)) as Record<string, unknown>;
      } catch {
        return; // What cannot be repaired is told of by the check.
      }
    });
  return {
    ...sdkMetadata(declaration),
    validateResource: withComponents ? validateResource : typed(validateResource, resources),
    ...(remediateResource && { remediateResource: typed(remediateResource, resources) }),
    ...(checkStack && { validateStack: stackValidation<S>(declaration, checkStack) }),
  };
}

function sdkStackPolicy<S extends OptionSchemas>(declaration: StackPolicyDeclaration<S>): StackValidationPolicy {
  return { ...sdkMetadata(declaration), validateStack: stackValidation<S>(declaration, declaration.check) };
}

function stackValidation<S extends OptionSchemas>(
  metadata: Metadata<S>,
  check: StackPolicyDeclaration<S>["check"],
): StackValidation {
  const concerns = typeTest(metadata.resources);
  const optionsOf = optionsReader(metadata);

  const validateStack: StackValidation = async (args, reportViolation) => {
    const first = args.resources.find(({ type }) => concerns(type));
    if (first === undefined) return;
    const options = optionsOf(args);
    await reporting(metadata, options, [resourceView(first)], reportViolation, (report) =>
      check(graphOf(args.resources), options, report),
    );
  };
  return typed(validateStack, metadata.resources);
}

/** Whether a policy concerns a type. */
function typeTest(resources: ResourceTypes): (type: string) => boolean {
  if (typeof resources === "function") return resources;
  const types = new Set(resources);
  return (type) => types.has(type);
}

/** Lets the SDK reject other types before it decodes their resources. It knows only single types. */
function typed<F extends object>(callback: F, resources: ResourceTypes): F {
  const type = typeof resources !== "function" && resources.length === 1 ? resources[0] : undefined;
  return type === undefined ? callback : Object.assign(callback, { __pulumiType: type });
}

/** Reads a policy's options once for each configuration that the engine sends. */
function optionsReader<S extends OptionSchemas>(metadata: Metadata<S>) {
  type Read = Options<S> & ExemptionOptions;
  let config: object | undefined;
  let options: Read | undefined;
  return (args: Pick<ResourceValidationArgs, "getConfig">): Read => {
    const current = args.getConfig<Record<string, unknown>>();
    if (options === undefined || !isDeepStrictEqual(current, config)) {
      options = readOptions(metadata.name, metadata, current) as Read;
      config = current;
    }
    return options;
  };
}
