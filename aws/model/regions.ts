import type { GraphResource } from "../../kit/graph";
import type { Property } from "../../kit/known";
import { parseArn } from "./arn";

/** The region of a resource, from its ARN, its own input or its provider; undefined if unknown. */
function regionOf({ properties, provider }: GraphResource): string | undefined {
  const arn = textIn(properties.at("arn"));
  return regionInArn(arn) ?? textIn(properties.at("region")) ?? (provider && textIn(provider.properties.at("region")));
}

/** The region that all of some resources are in. */
export function sameRegion(resources: readonly GraphResource[]): string | undefined {
  const [region, ...others] = new Set(resources.map(regionOf));
  return others.length === 0 ? region : undefined;
}

function regionInArn(text: string | undefined): string | undefined {
  return (text && parseArn(text)?.region) || undefined;
}

function textIn(at: Property): string | undefined {
  const text = at.string();
  return text.state === "known" && text.value !== "" ? text.value : undefined;
}
