import { type Property, textOf } from "../../kit/known";
import { isTrue } from "../../kit/resource";
import type { RestOperation } from "./rest-operations";

/** The header that a browser requires in answers of another origin. */
export const ORIGIN = "Access-Control-Allow-Origin";

/** Whether the templates of a MOCK integration may give a number as statusCode. A preflight has no content type, and JSON is the default. */
export function mayGiveStatus(templates: Property): boolean {
  if (templates.state !== "known") return true;
  const [json, other] = ["application/json", "$default"].map((type) => templates.at(type));
  const template = json?.state === "absent" ? other : json;
  const text = template?.string();
  if (template === undefined || text?.state !== "known") return text?.state === "unknown";
  return text.value.includes("statusCode") && template.json().at("statusCode").string().state !== "known";
}

/** The headers of CORS that the answer of a preflight needs for the methods of its path. */
export function neededFor(operations: readonly RestOperation[]): readonly string[] {
  const needsMethods = operations.some(({ verb }) => !["GET", "HEAD", "POST", "ANY"].includes(verb));
  const needsHeaders = operations.some(({ verb, method }) => {
    const asks = (textOf(method.properties.at("authorization")) ?? "NONE") !== "NONE";
    return ["POST", "PUT", "PATCH"].includes(verb) || asks || isTrue(method, "apiKeyRequired");
  });
  return [
    ORIGIN,
    ...(needsMethods ? ["Access-Control-Allow-Methods"] : []),
    ...(needsHeaders ? ["Access-Control-Allow-Headers"] : []),
  ];
}
