import { setImmediate } from "node:timers/promises";
import type {
  AnalyzeDiagnostic,
  AnalyzeRequest,
  AnalyzeResponse,
  AnalyzerResource,
  AnalyzerStackConfigureResponse,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  RemediateResponse,
  Remediation,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { graphOf, type StackResource } from "../kit/graph";
import type { Metadata } from "../kit/metadata";
import { once } from "../kit/once";
import type { Policy } from "../kit/policy";
import { type Decoded, type ResourceSource, resourceView } from "../kit/resource";
import { type About, LEVELS, type PackIdentity, severityOf } from "./analyzer-info";
import {
  type Configured,
  ConfiguredPolicies,
  type PackConfiguration,
  type PoliciesForType,
} from "./config/configured-policies";
import { judgeResource, judgeStack } from "./judging";
import { isRead } from "./only-read";
import { repair } from "./repairing";
import { tellsInFull } from "./report/brief";
import type { Told } from "./report/reporting";
import { writeSeen } from "./seen";
import { SEEN_FILE } from "./seen-file";
import { Session } from "./session";
import type { Sample } from "./warm-up";
import { decodeForRepair, decodeInputs, decodeProperties, propertyNames } from "./wire/decode";
import { wireForm } from "./wire/encode";
import { encodedIn } from "./wire/lazy-struct";
import { proto, protobuf, type Struct } from "./wire/protocol";

/** A pack that answers the engine. */
export interface Pack extends PackIdentity {
  readonly policies: readonly Policy[];
  readonly about: About;
  /** Whether the provider of a type marks in each resource's inputs which values are its own defaults. */
  notesDefaults(type: string): boolean;
  /** Stacks to check while the program starts, so that code is loaded and compiled before the first resource comes. */
  samples?(): Promise<readonly Sample[]>;
}

/** Answers the engine's requests in one run: checks and repairs resources as configured. */
export class Analyzer {
  readonly #session = new Session();
  readonly #policies: ConfiguredPolicies;
  /** Inputs, with the provider's marks in them, of resources whose check comes next. */
  readonly #noted = new Map<string, Uint8Array>();
  /** The answer without findings, one for all resources with the same policies. */
  readonly #nothingFound = once(({ notApplicable }: PoliciesForType) => responseOf([], notApplicable));

  constructor(readonly pack: Pack) {
    this.#policies = new ConfiguredPolicies(pack.policies);
  }

  /** The engine calls this only when it deploys or previews a stack, not for `policy analyze`. */
  configureStack(): AnalyzerStackConfigureResponse {
    this.#session.isDeployment = true;
    return new proto.AnalyzerStackConfigureResponse();
  }

  configure(request: ConfigureAnalyzerRequest): void {
    this.#policies.configure(readConfiguration(request));
    this.#session.pages = this.#policies.pages;
  }

  /** Whether this is a deployment or preview. */
  get isDeployment(): boolean {
    return this.#session.isDeployment;
  }

  get repairs(): boolean {
    return this.#policies.repairs;
  }

  /** Keeps the inputs of the engine's request for repairs: it comes before the check, and still has the provider's marks. */
  remember(request: AnalyzeRequest): void {
    this.#noted.set(request.getUrn(), encodedIn(request));
  }

  async remediate(request: AnalyzeRequest): Promise<RemediateResponse> {
    const response = new proto.RemediateResponse();
    const { repairing } = this.#policies.forType(request.getType());
    if (repairing.length === 0 || this.#isRead(request, encodedIn(request))) return response;
    try {
      let inputs = decodeForRepair(encodedIn(request));
      for (const { policy, options } of repairing) {
        const read = { decode: () => inputs, marked: true };
        const resource = resourceView(this.#source(request, read, () => read));
        const repaired = repair(policy, options, resource, inputs, this.#session);
        if (repaired === undefined) continue;
        const properties = protobuf.Struct.fromJavaScript((await wireForm(repaired)) as never);
        inputs = repaired;
        response.addRemediations(this.#remediation(policy.metadata, properties));
      }
    } catch {
      // Inputs that cannot be decoded, or sent back without a loss, stay as they are: the check reports them.
    }
    const last = response.getRemediationsList().at(-1)?.getProperties();
    // The engine applies no repairs to a state.
    if (last && this.#session.isDeployment) this.#noted.set(request.getUrn(), last.serializeBinary());
    return response;
  }

  #remediation({ name, description }: Metadata, properties: Struct): Remediation {
    return new proto.Remediation()
      .setPolicyname(name)
      .setPolicypackname(this.pack.name)
      .setPolicypackversion(this.pack.version)
      .setDescription(description)
      .setProperties(properties);
  }

  async analyze(request: AnalyzeRequest): Promise<AnalyzeResponse> {
    const urn = request.getUrn();
    const sent = encodedIn(request);
    const noted = this.#noted.get(urn);
    this.#noted.delete(urn);
    if (noted !== undefined && this.#isRead(request, noted)) this.#session.recordOnlyRead(urn);
    const inputs = noted ?? sent;
    this.#session.recordInputs(urn, { decode: () => decodeInputs(inputs), marked: true, encoded: inputs });
    this.#session.exemptionTags.record(urn, sent, decodeProperties);
    const policies = this.#policies.forType(request.getType());
    const source = this.#source(request, decodedOnce(sent));
    const found: AnalyzeDiagnostic[] = [];
    for (const { policy, level, options } of policies.applicable) {
      const tell = (told: Told) => this.#tell(found, policy.metadata, level, told);
      await judgeResource(policy, options, resourceView(source), this.#session, tell);
    }
    return found.length === 0 ? this.#nothingFound(policies) : responseOf(found, policies.notApplicable);
  }

  /** Lets stack policies start their work on one resource while the engine handles the next. */
  async prepare(request: AnalyzeRequest): Promise<void> {
    const { preparing } = this.#policies.forType(request.getType());
    if (preparing.length === 0 || this.#session.isOnlyRead(request.getUrn())) return;
    const source = this.#source(request, decodedOnce(encodedIn(request)));
    for (const { policy, options } of preparing) {
      await setImmediate();
      await policy.prepare?.(resourceView(source), options as never);
    }
  }

  async analyzeStack(request: AnalyzeStackRequest): Promise<AnalyzeResponse> {
    const sources = request.getResourcesList().map((resource) => this.#stackResource(resource));
    const graph = graphOf(sources.filter(({ urn }) => !this.#session.isOnlyRead(urn)));
    const found: AnalyzeDiagnostic[] = [];
    for (const { policy, level, options } of this.#policies.forStack) {
      const told: Told[] = [];
      await judgeStack(policy, options, graph, this.#session, (each) => told.push(each));
      // In the engine's order, so that the first one printed is the one in full.
      for (const each of told.toSorted(byUrn)) this.#tell(found, policy.metadata, level, each);
    }
    for (const { policy, text } of this.#policies.exemptionNotes(sources, this.#session))
      found.push(this.#note(policy, text));
    const accepted = this.#session.accepted.text;
    if (accepted !== undefined) found.push(this.#note("exemptions", accepted));
    const seen = process.env[SEEN_FILE];
    if (seen !== undefined && this.isDeployment) writeSeen(seen, request, (urn) => this.#session.inputsOf(urn));
    const notChecked = this.#session.notes.take(this.#session.pages);
    if (notChecked !== undefined) found.push(this.#note(notChecked.policy, notChecked.text));
    return responseOf(found, []);
  }

  #isRead(request: AnalyzeRequest, inputs: Uint8Array): boolean {
    const type = request.getType();
    if (this.#session.isDeployment) return false;
    return isRead(type, request.hasProvider(), propertyNames(inputs), this.pack.notesDefaults(type));
  }

  #source(
    message: AnalyzeRequest | AnalyzerResource,
    properties: Decoded,
    inputs = () => this.#session.inputsOf(message.getUrn()),
  ): ResourceSource {
    const urn = message.getUrn();
    const options = message.getOptions();
    this.#session.recordParent(urn, options?.getParent());
    const provider = message.getProvider();
    return {
      type: message.getType(),
      name: message.getName(),
      urn,
      properties,
      provider: provider && { type: provider.getType(), properties: decodedOnce(encodedIn(provider)) },
      deleteBeforeReplace: options?.getDeletebeforereplace(),
      inputs,
    };
  }

  #stackResource(message: AnalyzerResource): StackResource {
    const propertyDependencies: Record<string, readonly string[]> = {};
    message.getPropertydependenciesMap().forEach((made, property) => {
      propertyDependencies[property] = made.getUrnsList();
    });
    return {
      ...this.#source(message, decodedOnce(encodedIn(message))),
      parent: message.getParent(),
      dependencies: message.getDependenciesList(),
      propertyDependencies,
    };
  }

  /** Adds a finding to the answer, or counts it if it is exempted. */
  #tell(found: AnalyzeDiagnostic[], metadata: Metadata, level: Configured["level"], told: Told): void {
    const { accepted, urn, text } = told;
    if (accepted === undefined || tellsInFull()) found.push(this.#diagnostic(metadata, level, told));
    else this.#session.accepted.add([metadata.name, urn, text], accepted);
  }

  /** A message that is not a finding of a policy. */
  #note(policy: string, text: string): AnalyzeDiagnostic {
    return new proto.AnalyzeDiagnostic()
      .setPolicyname(policy)
      .setPolicypackname(this.pack.name)
      .setPolicypackversion(this.pack.version)
      .setMessage(text);
  }

  #diagnostic(metadata: Metadata, configured: Configured["level"], told: Told): AnalyzeDiagnostic {
    const level = told.isAdvisory ? "advisory" : configured;
    return new proto.AnalyzeDiagnostic()
      .setPolicyname(metadata.name)
      .setPolicypackname(this.pack.name)
      .setPolicypackversion(this.pack.version)
      .setDescription(metadata.description)
      .setMessage(this.#session.findings.write(metadata, level, told, this.#session.pages))
      .setUrn(told.urn)
      .setEnforcementlevel(LEVELS.indexOf(level) as 0)
      .setSeverity(severityOf(metadata));
  }
}

const byUrn = (a: Told, b: Told) => (a.urn < b.urn ? -1 : Number(a.urn > b.urn));

/** Properties that are decoded once for all policies. */
function decodedOnce(properties: Uint8Array): Decoded {
  let decoded: object | undefined;
  return { decode: () => (decoded ??= decodeProperties(properties)), marked: true, encoded: properties };
}

function readConfiguration(request: ConfigureAnalyzerRequest): PackConfiguration {
  const configuration = new Map<string, { enforcementLevel: string; options: Record<string, unknown> }>();
  request.getPolicyconfigMap().forEach((policy, name) => {
    const options = policy.getProperties()?.toJavaScript() ?? {};
    configuration.set(name, { enforcementLevel: LEVELS[policy.getEnforcementlevel()] ?? "", options });
  });
  return configuration;
}

function responseOf(found: readonly AnalyzeDiagnostic[], notApplicable: readonly string[]): AnalyzeResponse {
  const others = notApplicable.map((policy) =>
    new proto.PolicyNotApplicable().setPolicyName(policy).setReason("The policy is not for resources of this type."),
  );
  return new proto.AnalyzeResponse().setDiagnosticsList([...found]).setNotApplicableList(others);
}
