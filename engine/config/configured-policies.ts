import type { Metadata } from "../../kit/metadata";
import type { Policy, ResourcePolicy } from "../../kit/policy";
import { printable } from "../../kit/text";
import type { Session } from "../session";
import { isFor, type Link } from "./exemptions";
import { unknownPolicy } from "./unknown-policy";
import { ConfigurationError, type ReadOptions, readOptions } from "./validation";

/** What the engine sends of each policy: its level, and its options with defaults filled in. */
export type PackConfiguration = ReadonlyMap<
  string,
  { readonly enforcementLevel: string; readonly options: Record<string, unknown> }
>;

/** A policy with what is configured for it. */
export interface Configured<P extends Policy = Policy> {
  readonly policy: P;
  readonly level: "advisory" | "mandatory";
  readonly options: ReadOptions;
}

/** The policies that are to judge resources of a type one by one. */
export interface PoliciesForType {
  readonly applicable: readonly Configured<ResourcePolicy>[];
  /** Names of the others that judge resources one by one. */
  readonly notApplicable: readonly string[];
  /** Those that are to repair resources of the type. */
  readonly repairing: readonly Configured<ResourcePolicy>[];
}

/** Something to tell about the stack, beside the violations of its policies. */
export interface Advisory {
  readonly metadata: Metadata;
  readonly text: string;
}

/** The policies of a pack, with what the user configured for them. Until then they judge by levels and options of their own. */
export class ConfiguredPolicies {
  #configuration: PackConfiguration = new Map();
  #enabled: readonly Configured[] | undefined;
  /** By resource type: the engine asks for each resource. */
  readonly #forType = new Map<string, PoliciesForType>();

  constructor(readonly policies: readonly Policy[]) {}

  /** @throws ConfigurationError that says what is wrong with the configuration of which policy */
  configure(configuration: PackConfiguration): void {
    this.#configuration = this.#byTodaysNames(configuration);
    this.#enabled = undefined;
    this.#forType.clear();
    const problems = [...this.#unknownPolicies(), ...this.policies.flatMap((policy) => this.#problemsOf(policy))];
    if (problems.length > 0) throw new ConfigurationError(problems.join("\n"));
  }

  /** @returns the same object for the same type until another configuration comes */
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
    };
  }

  /** Whether a policy is to repair resources. */
  get repairs(): boolean {
    return this.policies.some((policy) => this.#levelOf(policy) === "remediate");
  }

  /** The policies that are to judge the stack as a whole. */
  get forStack(): readonly Configured[] {
    return this.#configured().filter(({ policy }) => policy.judgesStack);
  }

  /** Exemptions that match no resource of the stack: they are left over, or misspelt. */
  unusedExemptions(resources: readonly Link[], session: Session): readonly Advisory[] {
    return this.#configured().flatMap(({ policy: { metadata, judgesStack, concerns }, options: { exemptions } }) => {
      if (exemptions.length === 0) return [];
      // What a stack policy reports may be about a component or the stack itself.
      const judged = resources.filter(({ type }) => judgesStack || concerns(type));
      const chains = judged.map(({ urn }) => session.chainOf(urn));
      const unused = exemptions.filter((exemption) => !chains.some((chain) => isFor(exemption, chain)));
      return unused.map(({ resource, reason }) => ({
        metadata,
        text: printable(
          `The exemption of ${resource} (${reason}) matches no resource: remove it, or correct its glob.`,
        ),
      }));
    });
  }

  /** The policies that are not disabled. */
  #configured(): readonly Configured[] {
    this.#enabled ??= this.policies.flatMap((policy): Configured[] => {
      const level = this.#levelOf(policy);
      if (level === "disabled") return [];
      const { name, options } = policy.metadata;
      // What a policy could not repair is as wrong as before.
      return [
        {
          policy,
          level: level === "advisory" ? "advisory" : "mandatory",
          options: readOptions(name, options, this.#optionsOf(policy)),
        },
      ];
    });
    return this.#enabled;
  }

  #levelOf({ metadata: { name, level } }: Policy): string {
    return this.#configuration.get(name)?.enforcementLevel || level;
  }

  /** The engine sends defaults under today's name; what the user configured under an earlier one takes their place. */
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

function isOfResources(configured: Configured): configured is Configured<ResourcePolicy> {
  return configured.policy.kind === "resource";
}
