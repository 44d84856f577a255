import { chainOf, nameOf } from "./ancestry";
import { unusedTags } from "./exemption-tags";
import { type Exemption, isFor, isForOtherStack, type Link, withShared } from "./exemptions";
import { once } from "./once";
import { ConfigurationError, type OptionRules, readOptions } from "./options";
import type { Policy } from "./policy";
import type { PoliciesForType } from "./resource-analysis";
import type { Advisory, PackConfiguration } from "./service";
import type { ConfiguredStackPolicy } from "./stack-analysis";
import { enumerate, printable, quote } from "./text";
import { unknownPolicy } from "./unknown-policy";

/** The policies of a pack, with what the user configured for them. Until then they judge by levels and options of their own. */
export class ConfiguredPolicies {
  #configuration: PackConfiguration = new Map();
  /** By resource type: the engine asks for each resource. */
  readonly #resourcePolicies = new Map<string, PoliciesForType>();
  readonly #sdkPolicies: ReadonlyMap<Policy, ReturnType<Policy["toSdk"]>>;

  constructor(readonly policies: readonly Policy[]) {
    this.#sdkPolicies = new Map(policies.map((policy) => [policy, policy.toSdk()]));
  }

  get sdkPolicies() {
    return [...this.#sdkPolicies.values()];
  }

  /** @throws ConfigurationError that says what is wrong with the configuration of which policy */
  configure(configuration: PackConfiguration): void {
    this.#configuration = configuration;
    this.#resourcePolicies.clear();
    const problems = [
      ...this.#unknownPolicies(),
      ...this.#problemsOf("all", { options: {} }),
      ...this.policies.flatMap(({ metadata }) => this.#problemsOf(metadata.name, metadata)),
    ];
    if (problems.length > 0) throw new ConfigurationError(problems.join("\n"));
  }

  /** The policies that are to judge resources one by one, by whether they are for resources of a type. */
  resourcePolicies(type: string): PoliciesForType {
    const known = this.#resourcePolicies.get(type) ?? this.#policiesFor(type);
    this.#resourcePolicies.set(type, known);
    return known;
  }

  #policiesFor(type: string): PoliciesForType {
    const enabled = [...this.#sdkPolicies].filter(([policy]) => this.#isEnabled(policy));
    const judging = enabled.flatMap(([{ metadata, concerns }, sdkPolicy]) =>
      "validateResource" in sdkPolicy ? [{ name: metadata.name, sdkPolicy, isApplicable: concerns(type) }] : [],
    );
    return {
      applicable: judging.filter(({ isApplicable }) => isApplicable).map(({ sdkPolicy }) => sdkPolicy),
      notApplicable: judging.filter(({ isApplicable }) => !isApplicable).map(({ name }) => name),
    };
  }

  /** Whether a policy is to repair resources. */
  get remediates(): boolean {
    return this.policies.some((policy) => this.#levelOf(policy) === "remediate");
  }

  /** The policies that are to judge the stack as a whole. */
  get stackPolicies(): readonly ConfiguredStackPolicy[] {
    return [...this.#sdkPolicies].flatMap(([policy, sdkPolicy]) => {
      if (!("validateStack" in sdkPolicy) || !this.#isEnabled(policy)) return [];
      // There is nothing to repair in a stack as a whole.
      const enforcementLevel = this.#levelOf(policy) === "advisory" ? "advisory" : "mandatory";
      return [{ policy: sdkPolicy, enforcementLevel, options: this.#optionsOf(policy) }];
    });
  }

  /** What is said of exemptions once all resources were judged, one line for those of the configuration and one for tags. */
  exemptionNotes(resources: readonly Link[]): readonly Advisory[] {
    const unused = this.#unusedExemptions(resources);
    const tags = this.#idleTags(resources);
    const texts = [
      ...(unused.length === 0
        ? []
        : [`Exemptions that match no resource: ${enumerate(unused)}. Remove them, or correct their globs.`]),
      ...(tags.length === 0 ? [] : [`Tags that exempt nothing: ${enumerate(tags)}.`]),
    ];
    return texts.map((text) => ({ policy: "exemptions", text: printable(text) }));
  }

  /** Exemptions of the configuration that are left over, or misspelt. One for another stack is neither. */
  #unusedExemptions(resources: readonly Link[]): readonly string[] {
    const [{ urn = "" } = {}] = resources;
    const chains = once(({ urn }: Link) => chainOf(urn));
    const unused = (of: string, options: Readonly<Record<string, unknown>>, isJudged: (type: string) => boolean) =>
      ((options.exemptions ?? []) as readonly Exemption[])
        .filter((exemption) => !isForOtherStack(exemption, urn))
        .filter((exemption) => !resources.some((each) => isJudged(each.type) && isFor(exemption, chains(each))))
        .map(({ resource }) => `${resource} (${of})`);
    const reporting = this.policies.filter((policy) => this.#isEnabled(policy) && this.#reportsUnused(policy));
    return [
      ...(this.#shared.reportUnusedExemptions ? unused("all", this.#shared, () => true) : []),
      // What a stack policy reports may be about a component or the stack itself.
      ...reporting.flatMap(({ metadata: { name }, judgesStack, concerns }) =>
        unused(name, this.#ownOptionsOf(name), (type) => judgesStack || concerns(type)),
      ),
    ];
  }

  /** Exemptions in the program of which it is certain that they are for nothing; where configured, all that are. */
  #idleTags(resources: readonly Link[]): readonly string[] {
    const tags = unusedTags();
    const beneath = new Map<string, Set<string>>(tags.map(({ urn }) => [urn, new Set()]));
    for (const { type, urn } of tags.length === 0 ? [] : resources)
      for (const above of chainOf(urn)) beneath.get(above.urn)?.add(type);
    return tags.flatMap(({ urn, tag, policy: name }) => {
      const problem = this.#tagProblem(name, [...(beneath.get(urn) ?? [])]);
      return problem === undefined ? [] : [`${tag} of ${quote(nameOf(urn))} (${problem})`];
    });
  }

  /** @param types of what has the tag, and of what is beneath it */
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

  #levelOf({ metadata: { name, level } }: Policy): string {
    return this.#configuration.get(name)?.enforcementLevel || level;
  }

  #isEnabled(policy: Policy): boolean {
    return this.#levelOf(policy) !== "disabled";
  }

  #reportsUnused(policy: Policy): boolean {
    return this.#optionsOf(policy).reportUnusedExemptions === true;
  }

  /** The options with what is configured for all policies. */
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
    const strangers = [...this.#configuration.keys()].filter((name) => name !== "all" && !names.includes(name));
    return strangers.map((name) => unknownPolicy(name, names));
  }

  #problemsOf(name: string, rules: OptionRules): string[] {
    try {
      readOptions(name, rules, this.#ownOptionsOf(name));
      return [];
    } catch (error) {
      if (error instanceof ConfigurationError) return [error.message];
      throw error;
    }
  }
}
