import fc from "fast-check";
import classic from "../../../aws/facts/taggable-types.json";
import native from "../../../aws/facts/taggable-types-native.json";
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

/** Every type that takes tags: it concerns the policies on tags. */
const taggableTypes: readonly string[] = [
  ...typesOf(classic, (module, name) => `aws:${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`),
  ...typesOf(native, (module, name) => `aws-native:${module}:${name}`),
];

function typesOf({ map, list }: Record<"map" | "list", object>, token: (module: string, name: string) => string) {
  const modules = [map, list].flatMap((each) => Object.entries(each as Readonly<Record<string, string>>));
  return modules.flatMap(([module, names]) => names.split(" ").map((name) => token(module, name)));
}

const tagged = propertiesLike(samples.filter(({ policy }) => policy === "required-tags").map(({ inputs }) => inputs));

/** A type, and properties like those that the tables have of it. */
const shaped = [...propertiesByType].map(([type, properties]) =>
  fc.tuple(fc.constant(type), propertiesLike(properties)),
);

/** A resource of a concerned type whose properties are like those of the tables, with hostile values among them. */
export const generatedResources: fc.Arbitrary<WireResource> = fc
  .oneof(...shaped, { weight: 5, arbitrary: fc.tuple(fc.constantFrom(...taggableTypes), tagged) })
  .chain(([type, properties]) =>
    fc.tuple(names, providers).map(([name, provider]) => ({
      type,
      name,
      urn: `urn:pulumi:dev::program::${type}::${name}`,
      properties,
      provider: { type: "pulumi:providers:aws", properties: provider },
    })),
  );
