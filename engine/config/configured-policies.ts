import { chainOf } from "./ancestry";
import { type Exemption, isFor, type Link } from "./exemptions";
import { ConfigurationError, readOptions } from "./options";
import type { Policy } from "./policy";
import type { PoliciesForType } from "./resource-analysis";
import type { Advisory, PackConfiguration } from "./service";
import type { ConfiguredStackPolicy } from "./stack-analysis";
import { printable } from "./text";
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
    const problems = [...this.#unknownPolicies(), ...this.policies.flatMap((policy) => this.#problemsOf(policy))];
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
      "validateStack" in sdkPolicy ? [] : [{ name: metadata.name, sdkPolicy, isApplicable: concerns(type) }],
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

  /** Exemptions that match no resource of the stack: they are left over, or misspelt. */
  unusedExemptions(resources: readonly Link[]): readonly Advisory[] {
    return this.policies
      .filter((policy) => this.#isEnabled(policy))
      .flatMap((policy) => {
        const { metadata, kind, concerns } = policy;
        const exemptions = (this.#optionsOf(policy).exemptions ?? []) as readonly Exemption[];
        if (exemptions.length === 0) return [];
        // What a stack policy reports may be about a component or the stack itself.
        const judged = resources.filter(({ type }) => kind === "stack" || concerns(type));
        const chains = judged.map(({ urn }) => chainOf(urn));
        const unused = exemptions.filter((exemption) => !chains.some((chain) => isFor(exemption, chain)));
        return unused.map(({ resource, reason }) => ({
          policy: metadata.name,
          description: metadata.description,
          text: printable(
            `The exemption of ${resource} (${reason}) matches no resource: remove it, or correct its glob.`,
          ),
        }));
      });
  }

  #levelOf({ metadata: { name, level } }: Policy): string {
    return this.#configuration.get(name)?.enforcementLevel || level;
  }

  #isEnabled(policy: Policy): boolean {
    return this.#levelOf(policy) !== "disabled";
  }

  #optionsOf({ metadata: { name } }: Policy): Readonly<Record<string, unknown>> {
    return this.#configuration.get(name)?.options ?? {};
  }

  #unknownPolicies(): string[] {
    const names = this.policies.map(({ metadata }) => metadata.name);
    const strangers = [...this.#configuration.keys()].filter((name) => name !== "all" && !names.includes(name));
    return strangers.map((name) => unknownPolicy(name, names));
  }

  #problemsOf(policy: Policy): string[] {
    try {
      readOptions(policy.metadata.name, policy.metadata.options, this.#optionsOf(policy));
      return [];
    } catch (error) {
      if (error instanceof ConfigurationError) return [error.message];
      throw error;
    }
  }
}
