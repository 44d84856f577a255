import type { Diagnostic, WireResource } from "../../support/pack-process";

type Resources = readonly WireResource[];
type Properties = WireResource["properties"];

/** A stack after what a finding says is done; undefined where that takes more than the finding says. */
export function fixedStack(resources: Resources, { urn, message }: Diagnostic): Resources | undefined {
  const said = message.split("\n")[2]?.replace(/^Fix: |\.$/g, "") ?? "";
  if (/…|\\u\{| more\b/.test(said)) return undefined;
  for (const [pattern, apply] of FIXES) {
    const match = pattern.exec(said);
    if (match !== null) return apply(resources, urn, match.slice(1));
  }
  return undefined;
}

type Fix = (resources: Resources, urn: string, found: readonly string[]) => Resources | undefined;

const FIXES: readonly (readonly [RegExp, Fix])[] = [
  [/^add (".+") to (?:dependsOn of (?:stage|deployment) ".+"|the notification's dependsOn)$/, depend],
  [
    /^set autoDeploy to true and no deploymentId on stage ".+?"(?:, and remove deployment (".+"))?$/,
    (resources, urn, [names = ""]) => {
      const removed = new Set(named(resources, names).map((deployment) => deployment.urn));
      const kept = resources.filter((resource) => !removed.has(resource.urn));
      return changed(kept, urn, ({ deploymentId: _, ...rest }) => ({ ...rest, autoDeploy: true }));
    },
  ],
  [
    /^build layer (".+") for (".+") and add it to (\w+), or set /,
    (resources, _urn, [names = "", value = '""', property = ""]) =>
      named(resources, names).reduce<Resources>(
        (all, layer) =>
          changed(all, layer.urn, (properties) => {
            const declared = properties[property];
            return { ...properties, [property]: [...(Array.isArray(declared) ? declared : []), JSON.parse(value)] };
          }),
        resources,
      ),
  ],
];

function depend(resources: Resources, urn: string, [names = ""]: readonly string[]): Resources {
  const added = named(resources, names).map((resource) => resource.urn);
  return resources.map((resource) =>
    resource.urn === urn ? { ...resource, dependencies: [...(resource.dependencies ?? []), ...added] } : resource,
  );
}

function changed(resources: Resources, urn: string, change: (properties: Properties) => Properties): Resources {
  return resources.map((resource) => {
    if (resource.urn !== urn) return resource;
    const properties = change(resource.properties);
    const madeFrom = Object.entries(resource.propertyDependencies ?? {}).filter(([name]) =>
      Object.hasOwn(properties, name),
    );
    return { ...resource, properties, propertyDependencies: Object.fromEntries(madeFrom) };
  });
}

/** The resources of the names that a sentence quotes. */
function named(resources: Resources, sentence: string): Resources {
  const names = [...sentence.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([literal]) => JSON.parse(literal) as string);
  return resources.filter(({ name }) => names.includes(name));
}
