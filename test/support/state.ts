import { writeFile } from "node:fs/promises";
import path from "node:path";
import { writeProgram } from "../../tools/engine";

/** How an archive from a path is written in a state. */
const archive = (path: string) => ({ "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7", path });

const NAMED = "urn:pulumi:dev::program::";
const root = { urn: `${NAMED}pulumi:pulumi:Stack::program-dev`, custom: false, type: "pulumi:pulumi:Stack" };
const provider = {
  urn: `${NAMED}pulumi:providers:aws::default`,
  custom: true,
  type: "pulumi:providers:aws",
  id: "5b1a4a4e-4a4e-4a4e-8a4e-5b1a4a4e4a4e",
};

function resource(type: string, name: string, inputs: object): object {
  const urn = `${NAMED}${type}::${name}`;
  return {
    urn,
    custom: true,
    type,
    id: name,
    inputs,
    outputs: inputs,
    parent: root.urn,
    provider: `${provider.urn}::${provider.id}`,
  };
}

/** A stack's resources as `pulumi stack export` writes them. */
export function exported(resources: readonly object[]): string {
  const manifest = { time: "2026-01-01T00:00:00Z", magic: "", version: "" };
  return JSON.stringify({ version: 3, deployment: { manifest, resources } });
}

/** A directory with a program's code and a small state of it. */
export interface ProgramState {
  readonly directory: string;
  readonly file: string;
}

/** A state that violates `required-tags`, where tags are demanded, by a queue, and `lambda-handler-unused-imports` by the code of a function. */
export async function writeState(): Promise<ProgramState> {
  const directory = await writeProgram({
    "app/main.py": "import os\n\n\ndef handler(event, context):\n    return event\n",
  });
  const file = path.join(directory, "state.json");
  const resources = [
    root,
    provider,
    resource("aws:sqs/queue:Queue", "uploads", { __defaults: [] }),
    resource("aws:lambda/function:Function", "resize", {
      __defaults: [],
      code: archive("./app"),
      handler: "main.handler",
      role: "arn:aws:iam::123456789012:role/resize",
      runtime: "python3.13",
      tags: { Team: "media" },
    }),
  ];
  await writeFile(file, exported(resources));
  return { directory, file };
}
