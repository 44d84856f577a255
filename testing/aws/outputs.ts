// Outputs: unknown at preview wherever AWS decides, plausible and the same in every run after a deployment.
import { nameProperty, prefixedName, uniqueHex } from "./check";
import { type ComputedProperty, resourceClass } from "./classes";
import { declaredValue } from "./declared";
import { type Deployed, idOf, lastPart, ownOutputs, plausibleArn } from "./services";
import { type Properties, text, UNKNOWN, type Value, withoutDefaultsNoted } from "./values";

const REGION = "us-east-1";

/** What AWS decides even where the program says something, so that its answer wins over the input. */
const answersWin = new Set(["globalSecondaryIndexes"]);

export function previewed(type: string, inputs: Properties, olds: Properties = {}): Properties {
  const outputs = withoutDefaultsNoted(inputs);
  for (const [name] of resourceClass(type).computed) {
    outputs[name] ??= olds[name] ?? UNKNOWN;
  }
  outputs.id = olds.id ?? UNKNOWN; // The bridge has the id among the outputs.
  return outputs;
}

export function created(urn: string, type: string, inputs: Properties): { id: string; outputs: Properties } {
  const deployed = deployedFrom(urn, type, withoutDefaultsNoted(inputs));
  const id = idOf(deployed);
  return { id, outputs: complete(deployed, id) };
}

export function updated(urn: string, type: string, id: string, inputs: Properties, olds: Properties): Properties {
  const deployed = deployedFrom(urn, type, withoutDefaultsNoted(inputs));
  const fresh = complete(deployed, id);
  const kept = Object.entries(olds).filter(
    ([name]) => resourceClass(type).computed.get(name)?.outputOnly && name !== "tagsAll",
  );
  return { ...fresh, ...Object.fromEntries(kept) };
}

/** A resource that this program did not create: everything that its id and the given state say about it. */
export function read(
  urn: string,
  type: string,
  id: string,
  state: Properties,
): { inputs: Properties; outputs: Properties } {
  const inputs = withoutDefaultsNoted(state);
  const name = nameProperty(type);
  if (name !== undefined) {
    inputs[name] ??= lastPart(id);
  }
  const outputs = complete(deployedFrom(urn, type, inputs), id);
  const settable = resourceClass(type).inputs;
  // What AWS answers with nothing is no input: an import compares inputs with those of the program.
  const given = Object.entries(outputs).filter(([key, value]) => settable.has(key) && !isEmpty(value));
  return { inputs: Object.fromEntries(given), outputs };
}

function isEmpty(value: Value): boolean {
  return !value || (typeof value === "object" && Object.keys(value).length === 0);
}

function deployedFrom(urn: string, type: string, inputs: Properties): Deployed {
  const name = nameProperty(type);
  return {
    type,
    inputs,
    name: name === undefined ? "" : text(inputs, name) || prefixedName(urn, type, inputs),
    region: text(inputs, "region") || REGION,
    unique: uniqueHex(urn, 64),
  };
}

function complete(deployed: Deployed, id: string): Properties {
  const outputs: Properties = { ...deployed.inputs, id };
  const answers = ownOutputs(deployed, id);
  for (const [name, property] of resourceClass(deployed.type).computed) {
    const answer = answers[name] ?? plausible(name, property, deployed, id);
    if (answer !== undefined && (outputs[name] === undefined || answersWin.has(name))) {
      outputs[name] = answer;
    }
  }
  return outputs;
}

/** Empty, as AWS answers for what was not asked for, except where a program would use the value. */
function plausible(name: string, property: ComputedProperty, deployed: Deployed, id: string): Value | undefined {
  const { kind, declared, outputOnly } = property;
  if (name === nameProperty(deployed.type)) {
    return deployed.name;
  }
  switch (kind) {
    case "boolean":
      return false;
    case "number":
      return 0;
    case "list":
      return [];
    case "map":
      return {};
    case "object":
      return outputOnly
        ? declaredValue(name, declared, (property) => plausibleText(property, deployed, id))
        : undefined;
    case "string":
      return outputOnly ? plausibleText(name, deployed, id) : name === "region" ? deployed.region : "";
  }
}

function plausibleText(name: string, deployed: Deployed, id: string): string {
  if (/arn$/i.test(name)) {
    return plausibleArn(deployed, id);
  }
  if (/(url|endpoint)$/i.test(name)) {
    return `https://${deployed.unique.slice(0, 10)}.${deployed.region}.amazonaws.com`;
  }
  return /id$/i.test(name) ? deployed.unique.slice(0, 17) : "";
}
