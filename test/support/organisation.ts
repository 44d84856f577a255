import { mkdir } from "node:fs/promises";
import path from "node:path";
import { type Finished, run } from "../../testing/processes";
import { pulumiCli } from "../../tools/cli";
import { type LanguageHost, startLanguageHost } from "../../tools/language-host-stand-in";
import { removeDirectory, temporaryDirectory } from "../../tools/programs";
import type { PublishedPack } from "../../tools/pulumi-service-stand-in/organisation";
import { type PulumiService, startPulumiService } from "../../tools/pulumi-service-stand-in/server";

/** An organisation on a stand-in of Pulumi Cloud, and a machine of somebody who works there. */
export class AcmeOrganisation {
  private constructor(
    /** Where the machine's files are. */
    readonly directory: string,
    readonly service: PulumiService,
    private readonly host: LanguageHost,
  ) {}

  static async create(): Promise<AcmeOrganisation> {
    const directory = await temporaryDirectory();
    const home = path.join(directory, "home");
    await mkdir(home);
    const [service, host] = await Promise.all([startPulumiService("acme", home), startLanguageHost()]);
    return new AcmeOrganisation(directory, service, host);
  }

  /** What makes the CLI work for this organisation. */
  get env(): NodeJS.ProcessEnv {
    return { ...this.service.env, ...this.host.env };
  }

  /** The packs, the first one first. */
  get packs(): readonly PublishedPack[] {
    return this.service.organisation.packs;
  }

  /** Versions that a stack must run. */
  required(project: string, stack: string): readonly string[] {
    return this.service.organisation.requiredPolicies(project, stack).map(({ versionTag }) => versionTag);
  }

  /** Runs a line of shell, in which `pulumi` is the CLI under test. */
  async shell(line: string, cwd: string): Promise<Finished> {
    const cli = await pulumiCli();
    const PATH = [path.dirname(cli.path), cli.env.PATH].join(path.delimiter);
    return run("sh", ["-c", line], { cwd, env: { ...cli.env, ...this.env, PATH } });
  }

  async remove(): Promise<void> {
    this.host.stop();
    await this.service.stop();
    await removeDirectory(this.directory);
  }
}
