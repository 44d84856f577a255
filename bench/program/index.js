// Declares the resources of mix.json. It loads the SDK alone: what it takes is not what is measured.
const pulumi = require("@pulumi/pulumi");
const { resources, exports: exported, outputs, version } = require("./mix.json");

const declared = new Map();

/** A value whose references are outputs of resources that were declared before. */
function linked(value) {
  if (typeof value === "string") return linkedText(value);
  if (Array.isArray(value)) return value.map(linked);
  return typeof value === "object" && value !== null ? linkedAll(value) : value;
}

function linkedAll(values) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, linked(value)]));
}

function linkedText(text) {
  const parts = text.split(/\$\{([\w-]+)\.(\w+)\}/);
  if (parts.length === 1) return text;
  const values = [];
  for (let index = 0; index < parts.length; index += 3) {
    if (parts[index] !== "") values.push(parts[index]);
    if (index + 1 < parts.length) values.push(declared.get(parts[index + 1])[parts[index + 2]]);
  }
  return values.length === 1 ? values[0] : pulumi.concat(...values);
}

for (const { type, name, parent, inputs, archives = {}, dependsOn = [], outputs: registered } of resources) {
  const options = {
    ...(parent && { parent: declared.get(parent) }),
    dependsOn: dependsOn.map((other) => declared.get(other)),
  };
  const files = Object.entries(archives).map(([property, path]) => [property, new pulumi.asset.FileArchive(path)]);
  // As in the classes of a generated SDK, a property without a value is an output.
  const properties = { ...(outputs[name] ?? {}), ...linkedAll(inputs), ...Object.fromEntries(files) };
  declared.set(
    name,
    registered
      ? new pulumi.ComponentResource(type, name, linkedAll(inputs), options)
      : new pulumi.CustomResource(type, name, properties, { ...options, version }),
  );
}
for (const { name, outputs: registered } of resources) {
  if (registered) declared.get(name).registerOutputs(linkedAll(registered));
}
module.exports = linkedAll(exported);
