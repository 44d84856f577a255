// Rows as programs: what the engine sends to a pack of a row's resources at preview, after `up`, and of the state that is left.
import assert from "node:assert/strict";
import type { Stage } from "../../kit/metadata";
import { check } from "../../testing/aws/check";
import { created, previewed, read } from "../../testing/aws/outputs";
import { fileOf } from "../../testing/aws/package";
import { type Properties, type Value, withoutDefaultsNoted } from "../../testing/aws/values";
import type { WireResource } from "./pack-process";
import type { StackResource, StackRow } from "./stack-table";
import { isSecret, unknown } from "./wire";

export const stages: readonly Stage[] = ["preview", "up", "state"];

type Values = Readonly<Record<string, unknown>>;

/** A value of a program that is made from outputs of resources, and unknown as long as one of them is. */
class Made {
  constructor(
    readonly sources: readonly Source[],
    readonly make: (...values: readonly unknown[]) => unknown,
  ) {}
}

interface Source {
  readonly name: string;
  readonly property: string;
}

/** An output of another resource of the row. */
export function output(name: string, property = "id"): Made {
  return new Made([{ name, property }], (value) => value);
}

/** What a program makes of outputs, as by `apply` or `interpolate`. */
export function madeFrom(values: readonly Made[], make: (...values: readonly unknown[]) => unknown): Made {
  return new Made(
    values.flatMap(({ sources }) => sources),
    (...found) => {
      const used = values.map((value, index) => {
        const before = values.slice(0, index).flatMap(({ sources }) => sources).length;
        return value.make(...found.slice(before, before + value.sources.length));
      });
      return make(...used);
    },
  );
}

/** A value that nothing of the row makes, and that is known only once all is deployed. */
export function later(value: unknown): Made {
  return new Made([LATER], () => value);
}

const LATER: Source = { name: "", property: "" };

/** Whether a row leaves outputs to the providers. One that writes them itself is checked as it is written, once. */
export function isProgram(row: StackRow): boolean {
  return row.resources.every(
    ({ type, outputs, madeFrom, component }) =>
      madeFrom === undefined && (component || outputs === undefined || !isOfAws(type)),
  );
}

function isOfAws(type: string): boolean {
  return type.startsWith("aws:") && fileOf(type) !== undefined;
}

export interface Sent {
  /** What is analyzed by itself, before the stack. */
  readonly resources: readonly WireResource[];
  readonly stack: readonly WireResource[];
}

const ROOT_TYPE = "pulumi:pulumi:Stack";
const config = { region: "eu-west-1", defaultTags: null };

/** What the engine sends of a row's program. A project of its own keeps the URNs of rows apart in one process. */
export function sent(row: StackRow, stage: Stage): Sent {
  if (last?.row !== row || last.stage !== stage) last = { row, stage, sent: new Program(row, stage).sent() };
  return last.sent;
}

/** A row is checked at a stage many times over, in its variants, before the next. */
let last: { readonly row: StackRow; readonly stage: Stage; readonly sent: Sent } | undefined;

class Program {
  private readonly byName: ReadonlyMap<string, StackResource>;
  private readonly made = new Map<StackResource, Properties>();

  constructor(
    private readonly row: StackRow,
    private readonly stage: Stage,
  ) {
    this.byName = new Map(
      row.resources.flatMap((resource) => [
        [resource.name, resource],
        [`${resource.type}::${resource.name}`, resource],
      ]),
    );
  }

  sent(): Sent {
    const root = { type: ROOT_TYPE, name: "stack", urn: this.rootUrn() };
    // Of what a program only reads, the engine sends nothing while it deploys.
    const managed = this.row.resources.filter(({ onlyRead }) => this.stage === "state" || !onlyRead);
    return {
      resources: [{ ...root, properties: {} }, ...managed.map((resource) => this.analyzed(resource))],
      stack: [
        { ...root, properties: this.resolved(this.row.exports ?? {}) },
        ...managed.map((resource) => this.deployed(resource)),
      ],
    };
  }

  private analyzed(resource: StackResource): WireResource {
    const properties = resource.onlyRead ? {} : withoutDefaultsNoted(this.inputs(resource));
    return { ...this.wire(resource, properties), ...(resource.onlyRead && { onlyRead: true }) };
  }

  private deployed(resource: StackResource): WireResource {
    const sources = Object.entries(resource.inputs ?? {}).map(
      ([property, value]) => [property, [...new Set(this.sourcesOf(value))]] as const,
    );
    const byProperty = sources.filter(([, names]) => names.length > 0);
    const urnOf = (name: string) => this.urn(this.resource(name));
    const dependencies = [...(resource.dependsOn ?? []), ...byProperty.flatMap(([, names]) => names)];
    return {
      ...this.wire(resource, this.outputs(resource)),
      dependencies: [...new Set(dependencies)].map(urnOf),
      propertyDependencies: Object.fromEntries(byProperty.map(([property, names]) => [property, names.map(urnOf)])),
    };
  }

  private wire(resource: StackResource, properties: Properties): WireResource {
    const { type, name, parent, component, provider = {} } = resource;
    return {
      type,
      name,
      urn: this.urn(resource),
      properties,
      ...(this.stage !== "state" && { deleteBeforeReplace: resource.deleteBeforeReplace }),
      parent: parent === undefined ? this.rootUrn() : this.urn(this.resource(parent)),
      ...(!component && !type.startsWith("pulumi:providers:") && providedBy(type, provider)),
    };
  }

  /** After the provider's Check. */
  private inputs(resource: StackResource): Properties {
    const given = this.resolved(resource.inputs ?? {});
    if (!isOfAws(resource.type)) return given;
    return { ...check(this.urn(resource), resource.type, plain(given), {}, config), ...onlySecrets(given) };
  }

  private outputs(resource: StackResource): Properties {
    const known = this.made.get(resource);
    if (known !== undefined) return known;
    const outputs = this.answered(resource);
    this.made.set(resource, outputs);
    return outputs;
  }

  private answered(resource: StackResource): Properties {
    const { type, name, onlyRead, inputs = {}, outputs = {} } = resource;
    const urn = this.urn(resource);
    if (!isOfAws(type)) return { ...this.resolved(inputs), ...this.resolved(outputs) };
    // What exists already is read at preview too.
    if (onlyRead) return read(urn, type, name, this.resolved(inputs)).outputs;
    const checked = this.inputs(resource);
    const bare = plain(checked);
    const answer = this.stage === "preview" ? previewed(type, bare) : created(urn, type, bare).outputs;
    return { ...answer, ...onlySecrets(checked) };
  }

  private resolved(values: Values): Properties {
    return this.resolve(values) as Properties;
  }

  private resolve(value: unknown): unknown {
    if (value instanceof Made) return this.make(value);
    if (Array.isArray(value)) return value.map((item) => this.resolve(item));
    if (typeof value !== "object" || value === null) return value;
    const set = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(set.map(([key, item]) => [key, this.resolve(item)]));
  }

  private make({ sources, make }: Made): unknown {
    const values = sources.map((source) => {
      if (source === LATER) return this.stage === "preview" ? unknown : undefined;
      const found = this.outputs(this.resource(source.name))[source.property];
      const place = `row "${this.row.name}": ${source.name}.${source.property}`;
      assert.ok(found !== undefined, `${place} has no value at ${this.stage}`);
      return found;
    });
    return values.some((value) => JSON.stringify(value ?? null).includes(unknown)) ? unknown : make(...values);
  }

  /** The names of the resources that a value is made from. What a component gives was made from others. */
  private sourcesOf(value: unknown): readonly string[] {
    if (value instanceof Made) {
      return value.sources.flatMap((source) => {
        if (source === LATER) return [];
        const { component, outputs = {} } = this.resource(source.name);
        return component ? this.sourcesOf(outputs[source.property]) : [source.name];
      });
    }
    return typeof value === "object" && value !== null
      ? Object.values(value).flatMap((item) => this.sourcesOf(item))
      : [];
  }

  private resource(name: string): StackResource {
    const found = this.byName.get(name);
    assert.ok(found, `row "${this.row.name}" has no resource ${name}`);
    return found;
  }

  private rootUrn(): string {
    return `urn:pulumi:test::${project(this.row)}::${ROOT_TYPE}::stack`;
  }

  private urn(resource: StackResource): string {
    return `urn:pulumi:test::${project(this.row)}::${this.qualifiedType(resource)}::${resource.name}`;
  }

  private qualifiedType({ type, parent }: StackResource): string {
    return parent === undefined ? type : `${this.qualifiedType(this.resource(parent))}$${type}`;
  }
}

function providedBy(type: string, properties: Readonly<Record<string, unknown>>) {
  return { provider: { type: `pulumi:providers:${type.split(":")[0]}`, properties } };
}

/** A project of its own keeps the URNs of rows apart in one process. */
export function project({ name }: StackRow): string {
  return name.replaceAll(/\W+/g, "-");
}

/** Providers are given no secrets, and the engine marks again what it was given as one. */
function plain(value: Properties): Properties {
  return withoutSecrets(value) as Properties;
}

function withoutSecrets(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  if (isSecret(value)) return withoutSecrets((value as { value: Value }).value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item)]));
}

function onlySecrets(values: Properties): Properties {
  const isMarked = (value: Value): boolean =>
    typeof value === "object" && value !== null && (isSecret(value) || Object.values(value).some(isMarked));
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isMarked(value)));
}
