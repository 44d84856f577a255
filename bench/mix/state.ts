// A mix as the state of a deployment: what the engine writes after an `up` on the AWS stand-in, made without running one.
import { createHash } from "node:crypto";
import { check } from "../../testing/aws/check";
import { created } from "../../testing/aws/outputs";
import { version } from "../../testing/aws/package";
import { type Properties, text } from "../../testing/aws/values";
import type { ProviderConfig } from "../../testing/provider";
import { type Declared, type Reference, references, resolvedAll } from "./declared";
import type { Mix } from "./mix";

const PROJECT = "bench";
const STACK_TYPE = "pulumi:pulumi:Stack";
const STACK = `urn:pulumi:dev::${PROJECT}::${STACK_TYPE}::${PROJECT}-dev`;
const PROVIDER = `urn:pulumi:dev::${PROJECT}::pulumi:providers:aws::default_${version.replaceAll(".", "_")}`;
const PROVIDER_ID = "3f1c7a52-2c5e-4a57-9f0e-0d4a3b1c2e5f";
const config: ProviderConfig = { region: "us-east-1", defaultTags: null };

/** The marks of an archive in a state: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

interface Stored {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly parent?: string;
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/** What `pulumi stack export` would write. */
export function stateOf(mix: Mix): object {
  const stored = new Map<string, Stored>();
  const outputOf = ({ name, property }: Reference) => {
    const { id = "", outputs } = known(stored, name);
    return property === "id" ? id : text(outputs, property);
  };
  for (const resource of mix.resources) stored.set(resource.name, store(resource, stored, outputOf));
  // A component registers its outputs once its resources are made.
  for (const { name, outputs } of mix.resources) {
    if (outputs) stored.set(name, { ...known(stored, name), outputs: resolvedAll(outputs, outputOf) });
  }
  const root = { urn: STACK, type: STACK_TYPE, custom: false, outputs: resolvedAll(mix.exports, outputOf) };
  const provider = {
    urn: PROVIDER,
    type: "pulumi:providers:aws",
    custom: true,
    id: PROVIDER_ID,
    inputs: { __internal: {}, region: config.region, version },
    outputs: { region: config.region, version },
  };
  return {
    version: 3,
    deployment: {
      manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" },
      resources: [root, provider, ...stored.values()],
    },
  };
}

function store(
  resource: Declared,
  stored: ReadonlyMap<string, Stored>,
  outputOf: (reference: Reference) => string,
): Stored {
  const { type, name, parent, dependsOn = [] } = resource;
  const above = parent === undefined ? STACK : known(stored, parent).urn;
  const urn = urnOf(above, type, name);
  const inputs = { ...resolvedAll(resource.inputs, outputOf), ...archives(resource) };
  if (resource.outputs) return { urn, type, custom: false, inputs, outputs: {}, parent: above };

  const urns = (names: readonly string[]) => [...new Set(names)].map((other) => known(stored, other).urn);
  const made = Object.entries(resource.inputs)
    .map(([property, value]) => [property, references(value).map((reference) => reference.name)] as const)
    .filter(([, from]) => from.length > 0);
  const checked = check(urn, type, inputs, {}, config);
  return {
    urn,
    type,
    custom: true,
    inputs: checked,
    ...created(urn, type, checked),
    parent: above,
    provider: `${PROVIDER}::${PROVIDER_ID}`,
    dependencies: urns([...made.flatMap(([, from]) => from), ...dependsOn]),
    propertyDependencies: Object.fromEntries(made.map(([property, from]) => [property, urns(from)])),
  };
}

function known(stored: ReadonlyMap<string, Stored>, name: string): Stored {
  const found = stored.get(name);
  if (found === undefined) throw new Error(`${name} is referred to before it is declared.`);
  return found;
}

function urnOf(parent: string, type: string, name: string): string {
  const [start = "", project = "", types = ""] = parent.split("::");
  return [start, project, types === STACK_TYPE ? type : `${types}$${type}`, name].join("::");
}

function archives({ archives = {} }: Declared): Properties {
  const entries = Object.entries(archives).map(([property, path]) => {
    const hash = createHash("sha256").update(path).digest("hex");
    return [property, { [SIGNATURE]: ARCHIVE, hash, path }];
  });
  return Object.fromEntries(entries);
}
