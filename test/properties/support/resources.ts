import fc from "fast-check";
import type { WireResource } from "../../support/pack-process";
import { hostileText } from "./hostile";
import { propertiesByType, samples } from "./samples";
import { propertiesLike } from "./shapes";

type Properties = Record<string, unknown>;

const providers = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Properties>({}) },
  { weight: 1, arbitrary: propertiesLike(samples.map(({ provider }) => provider)) },
  { weight: 1, arbitrary: hostileText.map((defaultTags): Properties => ({ defaultTags })) },
);
const names = fc.oneof({ weight: 4, arbitrary: fc.constant("name") }, { weight: 1, arbitrary: hostileText });

/** A resource of a concerned type whose properties are like those of the tables, with hostile values among them. */
export const generatedResources: fc.Arbitrary<WireResource> = fc
  .oneof(...[...propertiesByType].map(([type, properties]) => fc.tuple(fc.constant(type), propertiesLike(properties))))
  .chain(([type, properties]) =>
    fc.tuple(names, providers).map(([name, provider]) => ({
      type,
      name,
      urn: `urn:pulumi:dev::program::${type}::${name}`,
      properties,
      provider: { type: "pulumi:providers:aws", properties: provider },
    })),
  );
