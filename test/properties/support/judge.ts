import assert from "node:assert/strict";
import { policies } from "../../../policies";
import { type Diagnostic, PackProcess, type WireResource } from "../../support/pack-process";

type Options = Readonly<Record<string, Record<string, unknown>>>;

/** All policies at a level, with options by policy. */
export function allPolicies(level: string, options: Options = {}) {
  return Object.fromEntries(
    policies.map(({ metadata: { name } }) => [name, { level, ...(options[name] && { options: options[name] }) }]),
  );
}

/** Options that make policies look at more than they do of their own accord. */
export const STRICT: Options = {
  "required-tags": {
    tags: ["Team", { name: "Stage", values: ["dev", "prod"], default: "dev" }, { name: "Cost", pattern: "^\\d+$" }],
    inCodeExemptions: true,
  },
  "lambda-python-runtime": { minimum: "3.12", allowed: ["3.12", "3.13"] },
  "lambda-layer-runtime-coverage": { required: ["python3.11", "python3.12", "nodejs22.x"] },
  "component-structure": { maxRootResources: 0 },
};

/** The pack, asked as the engine asks it. Every answer is checked for what no policy may ever say. */
export class Judge {
  #asked = 0;

  private constructor(readonly pack: PackProcess) {}

  /** @param pack a form of the pack, or the directory of another pack */
  static async start(pack?: string): Promise<Judge> {
    return new Judge(await PackProcess.start(pack));
  }

  /** Asks the sources in this process, where no socket takes time. */
  static inThisProcess(): Judge {
    return new Judge(PackProcess.inThisProcess());
  }

  /** Checks a resource by its inputs, as one that the pack has not seen before. */
  async resource(resource: WireResource): Promise<readonly Diagnostic[]> {
    return answered(await this.pack.analyze(this.#fresh([resource])[0] ?? resource), resource);
  }

  /** Checks a stack, as one that the pack has not seen before. */
  async stack(
    resources: readonly WireResource[],
    inputs: readonly WireResource[] = [],
  ): Promise<readonly Diagnostic[]> {
    const all = this.#fresh([...resources, ...inputs]);
    for (const resource of all.slice(resources.length)) answered(await this.pack.analyze(resource), resource);
    return answered(await this.pack.analyzeStack(all.slice(0, resources.length)), resources);
  }

  /** The same resources in another project: what was noted of resources is kept by their URNs. */
  #fresh(resources: readonly WireResource[]): readonly WireResource[] {
    this.#asked++;
    const moved = (urn: string) => urn.replace("::", `::run-${this.#asked}-`);
    return resources.map((resource) => ({
      ...resource,
      urn: moved(resource.urn),
      ...(resource.parent !== undefined && { parent: moved(resource.parent) }),
      ...(resource.dependencies && { dependencies: resource.dependencies.map(moved) }),
      ...(resource.propertyDependencies && {
        propertyDependencies: Object.fromEntries(
          Object.entries(resource.propertyDependencies).map(([name, urns]) => [name, urns.map(moved)]),
        ),
      }),
    }));
  }
}

function answered(found: readonly Diagnostic[], asked: unknown): readonly Diagnostic[] {
  const error = found.find(({ message }) => message.includes("internal error"));
  assert.equal(error, undefined, `${error?.message}\n${JSON.stringify(asked)}`);
  return found;
}

/** Findings in an order of their own, without the project in which they were checked. */
export function sorted(found: readonly Diagnostic[]): readonly string[] {
  return found
    .map(({ policy, level, urn, message }) => `${urn} ${policy} ${level} ${message}`.replaceAll(/::run-\d+-/g, "::"))
    .sort();
}

/** How often each policy has found something. What cannot be checked is said by whichever of them comes to it first. */
export function counts(found: readonly Diagnostic[]): ReadonlyMap<string, number> {
  const result = new Map<string, number>();
  for (const { policy, message } of found) {
    const by = message.includes("\nNot checked: ") ? "any policy" : policy;
    result.set(by, (result.get(by) ?? 0) + 1);
  }
  return result;
}
