import { once } from "../../kit/once";
import type { OptionRules } from "../../kit/options";
import type { Policy, ResourcePolicy, StackPolicy } from "../../kit/policy";
import { enumerate, printable, quote } from "../../kit/text";
import { nameOf } from "../../kit/urn";
import type { Session } from "../session";
import { CATALOGUE, type Catalogue, cameAfter, catalogueIn } from "./catalogue";
import { type Exemption, isFor, isForOtherStack, type Link, withShared } from "./exemptions";
import { unknownPolicy } from "./unknown-policy";
import { ConfigurationError, type ReadOptions, readOptions } from "./validation";

/** The configuration that the engine sends: the level of each policy, and its options with defaults filled in. */
export type PackConfiguration = ReadonlyMap<
  string,
  { readonly enforcementLevel: string; readonly options: Record<string, unknown> }
>;

/** A policy with its configuration. */
export interface Configured<P extends Policy = Policy> {
  readonly policy: P;
  readonly level: "advisory" | "mandatory";
  readonly options: ReadOptions;
}

/** The policies for one resource type. */
export interface PoliciesForType {
  readonly applicable: readonly Configured<ResourcePolicy>[];
  /** Names of the resource policies that are not for this type. */
  readonly notApplicable: readonly string[];
  /** The policies that repair resources of the type. */
  readonly repairing: readonly Configured<ResourcePolicy>[];
  /** Stack policies that can start their work on single resources of the type. */
  readonly preparing: readonly Configured<StackPolicy>[];
}

/** A message about the stack that is not a violation. */
export interface Advisory {
  readonly policy: string;
  readonly text: string;
}

/** The policies of a pack with the user's configuration. Before that arrives, their default levels and options apply. */
export class ConfiguredPolicies {
  #configuration: PackConfiguration = new Map();
  #catalogue: Catalogue = {};
  #enabled: readonly Configured[] | undefined;
  /** By resource type, since the engine asks about each resource. */
  readonly #forType = new Map<string, PoliciesForType>();

  constructor(readonly policies: readonly Policy[]) {}

  /** @throws ConfigurationError that names the policy and the problem */
  configure(configuration: PackConfiguration): void {
    this.#configuration = this.#byTodaysNames(configuration);
    this.#enabled = undefined;
    this.#forType.clear();
    this.#catalogue = {};
    const problems = [
      ...this.#readCatalogue(),
      ...this.#unknownPolicies(),
      ...this.#problemsOf("all", { options: {} }),
      ...this.policies.flatMap(({ metadata }) => this.#problemsOf(metadata.name, metadata)),
    ];
    if (problems.length > 0) throw new ConfigurationError(problems.join("\n"));
  }

  /** Base address of the policies' pages, if they are not in the pack's repository. */
  get pages(): string | undefined {
    return this.#catalogue.pages;
  }

  /** @returns the same object for the same type until the configuration changes */
  forType(type: string): PoliciesForType {
    const known = this.#forType.get(type) ?? this.#policiesFor(type);
    this.#forType.set(type, known);
    return known;
  }

  #policiesFor(type: string): PoliciesForType {
    const judging = this.#configured().flatMap((each) => (isOfResources(each) ? [each] : []));
    const applicable = judging.filter(({ policy }) => policy.concerns(type));
    const others = judging.filter(({ policy }) => !policy.concerns(type));
    return {
      applicable,
      notApplicable: others.map(({ policy }) => policy.metadata.name),
      repairing: applicable.filter(({ policy }) => this.#levelOf(policy) === "remediate"),
      preparing: this.#configured().flatMap(({ policy, ...rest }) =>
        policy.kind === "stack" && policy.prepare !== undefined && policy.concerns(type) ? [{ policy, ...rest }] : [],
      ),
    };
  }

  /** Whether any policy repairs resources. */
  get repairs(): boolean {
    return this.policies.some((policy) => this.#levelOf(policy) === "remediate");
  }

  /** The policies that check the stack as a whole. */
  get forStack(): readonly Configured[] {
    return this.#configured().filter(({ policy }) => policy.judgesStack);
  }

  /** Messages about unused exemptions at the end of a run: one line for the configuration, one for tags. */
  exemptionNotes(resources: readonly Link[], session: Session): readonly Advisory[] {
    const unused = this.#unusedExemptions(resources, session);
    const tags = this.#idleTags(resources, session);
    const texts = [
      ...(unused.length === 0
        ? []
        : [`Exemptions that match no resource: ${enumerate(unused)}. Remove them, or correct their globs.`]),
      ...(tags.length === 0 ? [] : [`Tags that exempt nothing: ${enumerate(tags)}.`]),
    ];
    return texts.map((text) => ({ policy: "exemptions", text: printable(text) }));
  }

  /** Exemptions in the configuration that match nothing, except those for another stack. */
  #unusedExemptions(resources: readonly Link[], session: Session): readonly string[] {
    const [{ urn = "" } = {}] = resources;
    const chains = once(({ urn }: Link) => session.chainOf(urn));
    const unused = (of: string, options: Readonly<Record<string, unknown>>, isJudged: (type: string) => boolean) =>
      ((options.exemptions ?? []) as readonly Exemption[])
        .filter((exemption) => !isForOtherStack(exemption, urn))
        .filter((exemption) => !resources.some((each) => isJudged(each.type) && isFor(exemption, chains(each))))
        .map(({ resource }) => `${resource} (${of})`);
    const reporting = this.policies.filter((policy) => this.#isEnabled(policy) && this.#reportsUnused(policy));
    return [
      ...(this.#shared.reportUnusedExemptions ? unused("all", this.#shared, () => true) : []),
      // A stack policy may report a component or the stack itself.
      ...reporting.flatMap(({ metadata: { name }, judgesStack, concerns }) =>
        unused(name, this.#ownOptionsOf(name), (type) => judgesStack || concerns(type)),
      ),
    ];
  }

  /** Tags in the program that exempt nothing: those that certainly do not, and with reportUnusedExemptions all. */
  #idleTags(resources: readonly Link[], session: Session): readonly string[] {
    const tags = session.exemptionTags.unused;
    const beneath = new Map<string, Set<string>>(tags.map(({ urn }) => [urn, new Set()]));
    for (const { type, urn } of tags.length === 0 ? [] : resources)
      for (const above of session.chainOf(urn)) beneath.get(above.urn)?.add(type);
    return tags.flatMap(({ urn, tag, policy: name }) => {
      const problem = this.#tagProblem(name, [...(beneath.get(urn) ?? [])]);
      return problem === undefined ? [] : [`${tag} of ${quote(nameOf(urn))} (${problem})`];
    });
  }

  /** @param types of the resource with the tag and of its descendants */
  #tagProblem(name: string, types: readonly string[]): string | undefined {
    const policy = this.policies.find(({ metadata }) => metadata.name === name);
    if (policy === undefined)
      return unknownPolicy(
        name,
        this.policies.map(({ metadata }) => metadata.name),
      );
    if (!this.#isEnabled(policy)) return undefined;
    if (!this.#optionsOf(policy).inCodeExemptions) return "the configuration does not set inCodeExemptions";
    if (!policy.judgesStack && !types.some(policy.concerns)) return "the policy is not for resources of this type";
    return this.#reportsUnused(policy) ? "nothing violates the policy" : undefined;
  }

  /** The policies that are not disabled. */
  #configured(): readonly Configured[] {
    this.#enabled ??= this.policies.flatMap((policy): Configured[] => {
      const level = this.#levelOf(policy);
      if (level === "disabled") return [];
      // At the level remediate, what a policy could not repair is a mandatory violation.
      return [
        {
          policy,
          level: level === "advisory" ? "advisory" : "mandatory",
          options: readOptions(policy.metadata.name, policy.metadata, this.#optionsOf(policy)),
        },
      ];
    });
    return this.#enabled;
  }

  #levelOf({ metadata: { name, level, page } }: Policy): string {
    const own = this.#configuration.get(name)?.enforcementLevel || level;
    const { pinned } = this.#catalogue;
    return pinned && own !== "disabled" && cameAfter(page.since, pinned.version) ? pinned.level : own;
  }

  #readCatalogue(): readonly string[] {
    return messagesOf(() => {
      this.#catalogue = catalogueIn(this.#configuration);
    });
  }

  /** Renames policies that the user configured under an earlier name; the engine sends only defaults under today's name. */
  #byTodaysNames(given: PackConfiguration): PackConfiguration {
    const configuration = new Map(given);
    for (const { name, page } of this.policies.map(({ metadata }) => metadata)) {
      for (const earlier of page.formerly ?? []) {
        const policy = configuration.get(earlier);
        if (policy !== undefined && configuration.delete(earlier)) configuration.set(name, policy);
      }
    }
    return configuration;
  }

  #isEnabled(policy: Policy): boolean {
    return this.#levelOf(policy) !== "disabled";
  }

  #reportsUnused(policy: Policy): boolean {
    return this.#optionsOf(policy).reportUnusedExemptions === true;
  }

  /** A policy's options merged with those for all policies. */
  #optionsOf({ metadata: { name } }: Policy): Readonly<Record<string, unknown>> {
    const own = this.#ownOptionsOf(name);
    return this.#configuration.has("all") ? withShared(own, this.#shared) : own;
  }

  #ownOptionsOf(name: string): Readonly<Record<string, unknown>> {
    return this.#configuration.get(name)?.options ?? {};
  }

  get #shared(): Readonly<Record<string, unknown>> {
    return this.#ownOptionsOf("all");
  }

  #unknownPolicies(): string[] {
    const names = this.policies.map(({ metadata }) => metadata.name);
    const strangers = [...this.#configuration.keys()].filter(
      (name) => !["all", CATALOGUE].includes(name) && !names.includes(name),
    );
    return strangers.map((name) => unknownPolicy(name, names));
  }

  #problemsOf(name: string, rules: OptionRules): string[] {
    return messagesOf(() => readOptions(name, rules, this.#ownOptionsOf(name)));
  }
}

/** The messages of configuration errors. */
function messagesOf(read: () => void): string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return [error.message];
    throw error;
  }
}

function isOfResources(configured: Configured): configured is Configured<ResourcePolicy> {
  return configured.policy.kind === "resource";
}
