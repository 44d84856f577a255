import { ConfiguredPolicies, type PackConfiguration } from "../../engine/config/configured-policies";
import { judgeResource, judgeStack } from "../../engine/judging";
import type { Told } from "../../engine/report/reporting";
import { Session } from "../../engine/session";
import type { Finding, Report } from "../../kit/finding";
import { type Graph, graphOf } from "../../kit/graph";
import { type Metadata, pageUrl } from "../../kit/metadata";
import type { Policy } from "../../kit/policy";
import { resourceView } from "../../kit/resource";
import type { StateResource } from "./state";

/** A finding of a policy, as data and as text. */
export interface Found {
  readonly policy: Policy;
  readonly level: "advisory" | "mandatory";
  /** The resource at fault. */
  readonly urn: string;
  /** The finding; undefined for a fault of the policy itself. */
  readonly finding: Finding | undefined;
  /** Problem and fix without secrets, below the reason of the exemption if there is one. */
  readonly text: string;
  readonly isExempted: boolean;
  /** The page of the policy. */
  readonly url: string;
}

export interface Judging {
  readonly policies: readonly Policy[];
  /** The directory where relative paths of the program's code start. */
  readonly programDirectory: string;
  readonly configuration: PackConfiguration;
}

/** The findings of a catalogue's policies in a stack. */
export async function judged(
  resources: readonly StateResource[],
  { policies, programDirectory, configuration }: Judging,
): Promise<{ readonly graph: Graph; readonly found: readonly Found[] }> {
  const session = new Session();
  const configured = new ConfiguredPolicies(policies);
  const readingCode = policies.filter(({ metadata }) => Object.hasOwn(metadata.options, "programDirectory"));
  const standard = readingCode.map(({ metadata: { name } }) => {
    const { enforcementLevel = "", options } = configuration.get(name) ?? {};
    return [name, { enforcementLevel, options: { programDirectory, ...options } }] as const;
  });
  configured.configure(new Map([...configuration, ...standard]));
  session.pages = configured.pages;
  const found: Found[] = [];
  for (const source of resources) {
    session.recordParent(source.urn, source.parent);
    const inputs = source.inputs();
    if (inputs !== undefined) session.recordInputs(source.urn, inputs);
    const checked = source.checked.decode() as object;
    session.exemptionTags.record(source.urn, Buffer.from(JSON.stringify(checked)), () => checked);
  }
  for (const source of resources) {
    for (const { policy, options, level } of configured.forType(source.type).applicable) {
      const seen = new Seen(policy, level, found, pageUrl(policy.metadata, session.pages));
      const check: typeof policy.check = (resource, given, report) => policy.check(resource, given, seen.by(report));
      await judgeResource(
        { ...policy, check },
        options,
        resourceView({ ...source, properties: source.checked }),
        session,
        seen.tell,
      );
    }
  }
  const graph = graphOf(resources);
  for (const { policy, options, level } of configured.forStack) {
    const seen = new Seen(policy, level, found, pageUrl(policy.metadata, session.pages));
    const { checkStack } = policy;
    const watched = {
      ...policy,
      checkStack: (of: Graph, given: never, report: Report) => checkStack?.(of, given, seen.by(report)),
    };
    await judgeStack(watched, options, graph, session, seen.tell);
  }
  return { graph, found };
}

/** Keeps each finding of a policy together with its text. */
class Seen {
  #now: Finding | undefined;

  constructor(
    readonly policy: Policy & { readonly metadata: Metadata },
    readonly level: Found["level"],
    readonly found: Found[],
    readonly url: string,
  ) {}

  /** A report that records the findings. */
  by(report: Report): Report {
    const during = (finding: Finding, tell: () => void) => {
      this.#now = finding;
      tell();
      this.#now = undefined;
    };
    const each = (finding: Finding) => during(finding, () => report(finding));
    const together: Report["together"] = (on, resources, finding) => {
      report.together(on, resources, (left) => {
        const made = finding(left);
        this.#now = made && { on, ...made };
        return made;
      });
      this.#now = undefined;
    };
    return Object.assign(each, { together, notChecked: report.notChecked, each: report.each, today: report.today });
  }

  readonly tell = ({ text, urn, isAdvisory, accepted }: Told) => {
    const { policy, url } = this;
    const level = isAdvisory ? "advisory" : this.level;
    const lines = text.split("\n").filter((line) => line !== url);
    const isExempted = accepted !== undefined;
    this.found.push({ policy, level, urn, finding: this.#now, text: lines.join("\n"), isExempted, url });
  };
}
