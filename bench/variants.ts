// What is compared.
import { existsSync } from "node:fs";
import path from "node:path";
import { shims } from "../tools/cli";
import { executable, repository } from "../tools/programs";
import { awsguardPack, emptyPack, NotAvailable, silentPack } from "./packs/packs";

export const variantNames = ["node", "none", "engine", "empty", "awsguard", "directory", "executable"] as const;
export type VariantName = (typeof variantNames)[number];

export const titles: Readonly<Record<VariantName, string>> = {
  node: "node without a pack",
  none: "no pack",
  engine: "engine alone",
  empty: "empty @pulumi/policy pack",
  awsguard: "@pulumi/awsguard",
  directory: "this pack, as a directory",
  executable: "this pack, as an executable",
};

export interface Pack {
  /** What the CLI is given. */
  readonly policyPack: string;
  readonly policyPackConfig?: object;
  /** How the engine starts it: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/analyzer_plugin.go */
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  /** A text in the command line of its process, and of no other that the CLI starts. */
  readonly mark: string;
}

export interface Variant {
  readonly name: VariantName;
  /** Runs without one serve to compare with. */
  readonly pack?: Pack;
  /** What it must find in a mix: a pack that checked nothing is no pack to compare with. */
  readonly finds: "nothing" | "something" | "every flaw";
}

const ENGINE_ADDRESS = "127.0.0.1:0";

export async function variant(name: VariantName): Promise<Variant> {
  // A mandatory violation would end a preview before everything is checked.
  const all = { policyPackConfig: { all: "advisory" } };
  switch (name) {
    case "node":
    case "none":
      return { name, finds: "nothing" };
    case "engine":
      return { name, pack: file(await silentPack()), finds: "nothing" };
    case "empty":
      return { name, pack: directory(emptyPack), finds: "nothing" };
    case "awsguard":
      return { name, pack: directory(await awsguardPack()), finds: "something" };
    case "directory":
      if (!existsSync(path.join(repository, "dist", "index.js")))
        throw new NotAvailable("The pack is not compiled: run npm run build first.");
      return { name, pack: { ...directory(repository), ...all }, finds: "every flaw" };
    case "executable":
      if (!existsSync(executable))
        throw new NotAvailable(`There is no ${path.relative(repository, executable)}: npm run build makes it.`);
      return { name, pack: { ...file(executable), ...all }, finds: "every flaw" };
  }
}

function directory(policyPack: string): Pack {
  const runner = path.join(shims, "pulumi-analyzer-policy-nodejs");
  const command = [runner, ENGINE_ADDRESS, ".", "-typescript=false"] as const;
  return { policyPack, command, cwd: policyPack, mark: "run-policy-pack" };
}

function file(policyPack: string): Pack {
  return { policyPack, command: [policyPack, ENGINE_ADDRESS], cwd: repository, mark: policyPack };
}
