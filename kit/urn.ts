import { printable } from "./text";

/** The parts of `urn:pulumi:stack::project::parentType$type::name`. The name may have colons too. */
function partsOf(urn: string): { stack: string; project: string; type: string; name: string } {
  const [head = "", project = "", types = "", ...name] = urn.split("::");
  return {
    stack: head.replace(/^urn:pulumi:/, ""),
    project,
    type: types.slice(types.lastIndexOf("$") + 1),
    name: name.join("::"),
  };
}

/** The type token of a resource, without those of its parents. */
export function typeOf(urn: string): string {
  return partsOf(urn).type;
}

/** The logical name of a resource. */
export function nameOf(urn: string): string {
  return partsOf(urn).name;
}

/** A resource in the form of reports: name and type. */
export function subjectOf(urn: string): string {
  const { name, type } = partsOf(urn);
  return printable(`${name} (${type})`);
}

/** The URN of the stack to which a resource belongs. */
export function stackOf(urn: string): string {
  const { stack, project } = partsOf(urn);
  return `urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack}`;
}
