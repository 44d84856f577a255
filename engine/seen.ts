import { writeFileSync } from "node:fs";
import type { AnalyzerResource, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import type { Decoded } from "../kit/resource";
import { encodedIn } from "./wire/lazy-struct";
import { protobuf } from "./wire/protocol";

/**
 * Writes a stack as the CLI exports a state, with values as the engine sends them: secrets in plain text, unknown values as its
 * texts for them. Only the user who runs the preview can read it.
 */
export function writeSeen(file: string, request: AnalyzeStackRequest, inputsOf: (urn: string) => Decoded | undefined) {
  const resources = request
    .getResourcesList()
    .flatMap((resource) => [...providerOf(resource), seen(resource, inputsOf)]);
  writeFileSync(file, JSON.stringify({ version: 3, deployment: { resources } }), { mode: 0o600 });
}

function seen(resource: AnalyzerResource, inputsOf: (urn: string) => Decoded | undefined): object {
  const urn = resource.getUrn();
  const propertyDependencies: Record<string, readonly string[]> = {};
  resource.getPropertydependenciesMap().forEach((made, property) => {
    propertyDependencies[property] = made.getUrnsList();
  });
  const provider = resource.getProvider();
  return {
    urn,
    inputs: plain(inputsOf(urn)?.encoded),
    outputs: plain(encodedIn(resource)),
    parent: resource.getParent(),
    ...(provider && { provider: `${provider.getUrn()}::id` }),
    dependencies: resource.getDependenciesList(),
    propertyDependencies,
    deleteBeforeReplace: resource.getOptions()?.getDeletebeforereplace() ?? false,
  };
}

/** The provider of a resource, which the stack does not list as a resource. */
function providerOf(resource: AnalyzerResource): readonly object[] {
  const provider = resource.getProvider();
  return provider === undefined ? [] : [{ urn: provider.getUrn(), inputs: plain(encodedIn(provider)) }];
}

function plain(encoded: Uint8Array | undefined): object | undefined {
  return encoded && protobuf.Struct.deserializeBinary(encoded).toJavaScript();
}
