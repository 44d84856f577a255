import { availableParallelism, loadavg } from "node:os";
import { setImmediate } from "node:timers/promises";
// biome-ignore lint/correctness/noUndeclaredDependencies: types only; the module is one of @pulumi/pulumi
import type { Message } from "google-protobuf";
import { Analyzer, type Pack } from "./analyzer";
import { wireForm } from "./wire/encode";
import { type MessageType, readMessage } from "./wire/lazy-struct";
import { proto, protobuf } from "./wire/protocol";

export type Sample = readonly SampleResource[];

export interface SampleResource {
  readonly type: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** For each property, the names of the resources that it depends on. */
  readonly madeOf?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Checks samples while the engine starts the program, when the pack has nothing to do. So libraries are loaded and code is
 * compiled when the first resource comes.
 * @param signal aborted when the engine asks for something
 */
export async function warmUp(pack: Pack, signal: AbortSignal): Promise<void> {
  if (isBusy()) return;
  for (const sample of (await pack.samples?.()) ?? []) {
    const analyzer = new Analyzer(pack);
    const stack = new proto.AnalyzeStackRequest();
    for (const [request, inStack] of await messagesOf(sample)) {
      await setImmediate();
      if (signal.aborted) return;
      await analyzer.analyze(sent(proto.AnalyzeRequest, request));
      stack.addResources(inStack);
    }
    await analyzer.analyzeStack(sent(proto.AnalyzeStackRequest, stack));
  }
}

/** Whether the warm-up would take a processor from the program. */
function isBusy(): boolean {
  const processors = availableParallelism();
  const [waiting = 0] = loadavg();
  return processors < 2 || waiting > 2 * processors;
}

function sent<M extends Message>(type: MessageType<M>, message: M): M {
  return readMessage(type, message.serializeBinary());
}

async function messagesOf(sample: Sample) {
  const urns = new Map(sample.map(({ type, name }) => [name, `urn:pulumi:dev::sample::${type}::${name}`]));
  const urnOf = (name: string) => urns.get(name) ?? "";
  return Promise.all(
    sample.map(async ({ type, name, properties, madeOf = {} }) => {
      const struct = protobuf.Struct.fromJavaScript((await wireForm(properties)) as never);
      const request = new proto.AnalyzeRequest().setType(type).setName(name).setUrn(urnOf(name)).setProperties(struct);
      const inStack = new proto.AnalyzerResource()
        .setType(type)
        .setName(name)
        .setUrn(urnOf(name))
        .setProperties(struct);
      inStack.setDependenciesList(Object.values(madeOf).flat().map(urnOf));
      for (const [property, names] of Object.entries(madeOf)) {
        const made = new proto.AnalyzerPropertyDependencies().setUrnsList(names.map(urnOf));
        inStack.getPropertydependenciesMap().set(property, made);
      }
      return [request, inStack] as const;
    }),
  );
}
