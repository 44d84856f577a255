// Diff: which inputs changed, and whether AWS can change them in place.
import { equal, type Properties, UNKNOWN } from "./values";

export interface Change {
  property: string;
  kind: "add" | "delete" | "update";
  replaces: boolean;
}

/** Identity of a resource, whatever its type. */
const identities = new Set([
  "apiId",
  "bucket",
  "functionName",
  "hashKey",
  "layerName",
  "name",
  "namePrefix",
  "packageType",
  "path",
  "protocolType",
  "rangeKey",
  "region",
  "restApi",
  "statementId",
]);

/** Types that AWS never changes in place. */
const immutable = new Set(["aws:lambda/layerVersion:LayerVersion", "aws:lambda/permission:Permission"]);

export function diff(type: string, oldInputs: Properties, newInputs: Properties): Change[] {
  const properties = new Set([...Object.keys(oldInputs), ...Object.keys(newInputs)]);
  properties.delete("__defaults");

  const changes: Change[] = [];
  for (const property of [...properties].sort()) {
    const before = oldInputs[property];
    const after = newInputs[property];
    if (after !== UNKNOWN && equal(before, after)) {
      continue;
    }
    const kind = before === undefined ? "add" : after === undefined ? "delete" : "update";
    changes.push({ property, kind, replaces: identities.has(property) || immutable.has(type) });
  }
  return changes;
}
