// `pulumi policy publish`, `validate-config` and `rm`, and the downloads of packs that a stack must run.
import type { Organisation, PackMetadata, PublishedPack } from "./organisation";
import { type Answer, type Route, refused } from "./routes";

export function packRoutes(organisation: Organisation): readonly Route[] {
  const packs = `/api/orgs/${organisation.name}/policypacks`;
  const version = `${packs}/:pack/versions/:version`;
  const archive = "/archives/:pack/:version";
  const withPack =
    (use: (pack: PublishedPack, body: Buffer) => Answer): Route["answer"] =>
    ({ pack: name = "", version }, body) => {
      const pack = organisation.pack(name, version);
      return pack === undefined ? refused(404, "no such policy pack") : use(pack, body);
    };
  return [
    { method: "POST", path: packs, answer: (_, body) => publish(organisation, JSON.parse(body.toString())) },
    { method: "PUT", path: archive, signed: true, answer: withPack(store) },
    {
      method: "GET",
      path: archive,
      signed: true,
      answer: withPack(({ archive }) => (archive === undefined ? refused(404, "no such archive") : { bytes: archive })),
    },
    { method: "POST", path: `${version}/complete`, answer: withPack(complete) },
    { method: "GET", path: `${version}/schema`, answer: withPack(({ metadata }) => ({ json: schemas(metadata) })) },
    { method: "DELETE", path: version, answer: withPack((pack) => remove(organisation, pack)) },
  ];
}

/** A version cannot be published twice. */
function publish(organisation: Organisation, metadata: PackMetadata): Answer {
  const { name, versionTag } = metadata;
  if (organisation.pack(name, versionTag)) return refused(409, `version ${versionTag} of ${name} exists already`);
  organisation.packs.push({ metadata, complete: false });
  return { json: { version: organisation.packs.length, uploadURI: organisation.archiveUrl(metadata) } };
}

function store(pack: PublishedPack, body: Buffer): Answer {
  pack.archive = body;
  return {};
}

function complete(pack: PublishedPack): Answer {
  pack.complete = true;
  return {};
}

function schemas({ policies }: PackMetadata): object {
  return { configSchema: Object.fromEntries(policies.map(({ name, configSchema }) => [name, configSchema])) };
}

function remove(organisation: Organisation, pack: PublishedPack): Answer {
  const { name, versionTag } = pack.metadata;
  const enabled = organisation.groups.some(({ packs }) =>
    packs.some((enabled) => enabled.name === name && (enabled.versionTag ?? versionTag) === versionTag),
  );
  if (enabled) return refused(400, `${name} is enabled in a policy group`);
  organisation.packs.splice(organisation.packs.indexOf(pack), 1);
  return {};
}
