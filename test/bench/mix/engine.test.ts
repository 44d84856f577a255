import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { type Mix, mix } from "../../../bench/mix/mix";
import { writeProgramOf } from "../../../bench/mix/program";
import { stateOf } from "../../../bench/mix/state";
import { Stack } from "../../../tools/engine";
import { removeDirectory, temporaryDirectory } from "../../../tools/programs";

interface Resource {
  readonly urn: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  readonly [name: string]: unknown;
}

describe("the state of a mix", () => {
  let all: Mix;
  let written: readonly Resource[];
  before(async () => {
    all = mix(62);
    const directory = await temporaryDirectory();
    await writeProgramOf(all, directory);
    const stack = await Stack.create(directory);
    try {
      const run = await stack.up();
      assert.equal(run.exitCode, 0, run.stdout + run.stderr);
      written = resourcesOf(JSON.parse(await readFile(await stack.export(), "utf8")));
    } finally {
      await stack.remove();
      await removeDirectory(directory);
    }
  });

  it("is what the engine writes after a deployment of the mix's program", () => {
    const made = resourcesOf(stateOf(all));
    assert.equal(made.length, 64);
    assert.deepEqual(comparable(made), comparable(written));
  });
});

function resourcesOf(state: object): readonly Resource[] {
  return (state as { deployment: { resources: Resource[] } }).deployment.resources;
}

/** Without what differs from deployment to deployment: times, the provider's id, hashes of code, and the order. */
function comparable(resources: readonly Resource[]): object {
  const entries = resources.map(
    ({ urn, type, custom, parent, inputs, outputs, dependencies, propertyDependencies }) => [
      urn,
      {
        type,
        custom,
        parent,
        inputs: withoutHashes(inputs),
        outputs: withoutHashes(outputs),
        dependencies: [...(dependencies ?? [])].sort(),
        propertyDependencies: Object.fromEntries(
          Object.entries(propertyDependencies ?? {})
            .filter(([, urns]) => urns.length > 0)
            .map(([property, urns]) => [property, [...urns].sort()]),
        ),
      },
    ],
  );
  return Object.fromEntries(entries);
}

function withoutHashes(properties: object = {}): unknown {
  return JSON.parse(JSON.stringify(properties), (name, value) => (name === "hash" ? undefined : value));
}
