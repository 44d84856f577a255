// What an organisation has: published packs, and the policy groups that these are enabled in.

export const DEFAULT_GROUP = "default-policy-group";

/** What the CLI sends of a pack: `CreatePolicyPackRequest` of its package apitype. */
export interface PackMetadata {
  readonly name: string;
  readonly versionTag: string;
  readonly policies: readonly { readonly name: string; readonly configSchema?: object }[];
  readonly [key: string]: unknown;
}

export interface PublishedPack {
  readonly metadata: PackMetadata;
  archive?: Buffer;
  /** Set when the CLI says so. Only then can the pack be enabled. */
  complete: boolean;
}

export interface EnabledPack {
  readonly name: string;
  /** None for the latest. */
  readonly versionTag?: string;
  readonly config?: object;
}

/** `RequiredPolicy` of the CLI's package apitype. */
export interface RequiredPolicy {
  readonly name: string;
  readonly version: number;
  readonly versionTag: string;
  readonly packLocation: string;
  readonly config?: object | undefined;
}

export interface StackReference {
  readonly name: string;
  readonly routingProject?: string;
}

export interface PolicyGroup {
  readonly name: string;
  stacks: readonly StackReference[];
  packs: readonly EnabledPack[];
}

export class Organisation {
  readonly packs: PublishedPack[] = [];
  /** All stacks are in the default group, which lists none. */
  readonly groups: PolicyGroup[] = [{ name: DEFAULT_GROUP, stacks: [], packs: [] }];

  constructor(
    readonly name: string,
    private readonly url: string,
  ) {}

  pack(name: string, version?: string): PublishedPack | undefined {
    return this.packs.findLast(
      ({ metadata }) => metadata.name === name && (!version || metadata.versionTag === version),
    );
  }

  archiveUrl({ name, versionTag }: PackMetadata): string {
    return `${this.url}/archives/${name}/${versionTag}`;
  }

  /** What a stack must run, as the service tells the CLI. */
  requiredPolicies(project: string, stack: string): readonly RequiredPolicy[] {
    const groups = this.groups.filter(
      ({ name, stacks }) =>
        name === DEFAULT_GROUP || stacks.some((of) => of.name === stack && of.routingProject === project),
    );
    return groups.flatMap(({ packs }) =>
      packs.flatMap(({ name, versionTag, config }) => {
        const pack = this.pack(name, versionTag);
        if (pack === undefined) return [];
        const packLocation = this.archiveUrl(pack.metadata);
        return { name, version: 1, versionTag: pack.metadata.versionTag, packLocation, config };
      }),
    );
  }
}
