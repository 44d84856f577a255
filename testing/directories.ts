import { mkdtemp, realpath, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

export async function temporaryDirectory(): Promise<string> {
  return mkdtemp(path.join(await realpath(os.tmpdir()), "aws-serverless-guard-"));
}

export async function removeDirectory(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
}
