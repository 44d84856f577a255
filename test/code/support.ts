import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { asset } from "@pulumi/pulumi";
import { specialArchiveSig, specialAssetSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Header } from "tar/header";
import { ZipFile } from "yazl";
import type { Code, CodeProblem, NotReadable } from "../../code/code";
import { codeOf } from "../../code/code-of";
import type { CodeOptions } from "../../code/options";
import { decodeProperties } from "../../engine/wire/decode";
import { type Resource, resourceView } from "../../kit/resource";

/** A directory for one test, with these files; it is removed after the test. */
export function directory(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), "aws-serverless-guard-")));
  directories.push(root);
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return root;
}

const directories: string[] = [];
afterEach(() => {
  for (const root of directories.splice(0)) rmSync(root, { recursive: true, force: true });
});

export const fileAsset = (path: string) => ({ [specialSigKey]: specialAssetSig, path });
export const remoteAsset = (uri: string) => ({ [specialSigKey]: specialAssetSig, uri });
export const remoteArchive = (uri: string) => ({ [specialSigKey]: specialArchiveSig, uri });

/** A function with these properties in wire form, decoded as the engine part does. */
export function lambda(properties: Readonly<Record<string, unknown>>): Resource {
  return decoded(decodeProperties(Struct.fromJavaScript(properties as never).serializeBinary()));
}

function decoded(props: Record<string, unknown>): Resource {
  return resourceView({
    type: "aws:lambda/function:Function",
    name: "api",
    urn: "urn:pulumi:dev::program::aws:lambda/function:Function::api",
    properties: { decode: () => props, marked: true },
    inputs: () => undefined,
  });
}

/** The code that a function has been given, which must be readable. */
export function read(code: unknown, options?: Partial<CodeOptions>): Promise<Code> {
  return readable(lambda({ code }), options);
}

/** The same of what the SDK has decoded. */
export function readDecoded(code: asset.Archive): Promise<Code> {
  return readable(decoded({ code }));
}

async function readable(resource: Resource, options?: Partial<CodeOptions>): Promise<Code> {
  const result = await codeOf(resource, options);
  if (result.state !== "read") throw new Error(`not readable: ${result.reason}`);
  return result;
}

export async function refusal(properties: Readonly<Record<string, unknown>>): Promise<NotReadable> {
  const result = await codeOf(lambda(properties));
  if (result.state === "read") throw new Error("it is readable");
  return result;
}

/** The texts of the source files by path. */
export function texts(code: Code): Record<string, string> {
  return Object.fromEntries([...code.files].map(([name, { text }]) => [name, text]));
}

/** The problems as sentences. */
export function problems(code: Pick<Code, "problems"> | undefined): string[] {
  return (code?.problems ?? []).map((problem) => `${problem.path} ${problem.reason}`);
}

export interface ZipEntry {
  readonly name: string;
  readonly content?: string | Buffer;
  readonly mode?: number;
}

/** Writes a zip archive. The library refuses hostile names, so they are put in afterwards. */
export async function zip(file: string, entries: readonly ZipEntry[]): Promise<string> {
  const archive = new ZipFile();
  const safe = (name: string, index: number) => `${index}`.padStart(Buffer.byteLength(name), "_");
  for (const [index, { name, content = "", mode = 0o100644 }] of entries.entries()) {
    if (name.endsWith("/")) archive.addEmptyDirectory(name);
    else archive.addBuffer(Buffer.from(content), isHostile(name) ? safe(name, index) : name, { mode });
  }
  archive.end();
  const chunks: Buffer[] = [];
  for await (const chunk of archive.outputStream) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  for (const [index, { name }] of entries.entries()) {
    if (isHostile(name)) replaceAll(bytes, safe(name, index), name);
  }
  writeFileSync(file, bytes);
  return file;
}

function isHostile(name: string): boolean {
  return /^\/|^[A-Za-z]:|\.\.|\\|\0/.test(name);
}

function replaceAll(bytes: Buffer, from: string, to: string): void {
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) bytes.write(to, at);
}

/** Writes a zip archive of one file that consists of zeros. */
export async function zipBomb(file: string, name: string, bytes: number): Promise<string> {
  const archive = new ZipFile();
  archive.addReadStreamLazy(name, { compressionLevel: 1 }, (done) => done(null, zeros(bytes)));
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(file));
  return file;
}

export function zeros(bytes: number): Readable {
  const chunk = Buffer.alloc(1 << 16);
  let left = bytes;
  return new Readable({
    read() {
      const length = Math.min(left, chunk.length);
      left -= length;
      this.push(length === 0 ? null : chunk.subarray(0, length));
    },
  });
}

export interface TarEntry {
  readonly path: string;
  readonly content?: string;
  readonly type?: "File" | "Directory" | "SymbolicLink" | "Link" | "FIFO" | "CharacterDevice";
  readonly linkpath?: string;
  /** Where the header lies about it. */
  readonly size?: number;
}

export function tar(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ path, content = "", type = "File", linkpath, size }) => {
    const bytes = Buffer.from(content);
    const header = new Header({ path, type, size: size ?? bytes.length, mode: 0o644, mtime: new Date(0) });
    if (linkpath !== undefined) header.linkpath = linkpath;
    header.encode();
    const block = header.block ?? Buffer.alloc(0);
    return [Buffer.from(block), bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** What reading the code of functions needed, and what came of it. */
export interface Measured {
  readonly results: readonly { readonly files: number; readonly problems: readonly CodeProblem[] }[];
  readonly seconds: number;
  /** By how much the memory of the process grew at most; 0 where that cannot be measured. */
  readonly megabytes: number;
}

/** Reads archives as the code of a function each, and fails where that needs more time or memory. */
export async function readWithin(
  limits: { readonly megabytes: number; readonly seconds: number },
  ...archives: readonly string[]
): Promise<Measured["results"]> {
  const loader = pathToFileURL(require.resolve("tsx")).href;
  const script = path.join(__dirname, "measure.ts");
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", loader, script, ...archives]);
  const { results, seconds, megabytes } = JSON.parse(stdout) as Measured;
  assert.ok(seconds < limits.seconds, `took ${seconds} s`);
  assert.ok(megabytes < limits.megabytes, `needed ${megabytes} MB`);
  if (process.env.MEASURE) console.error(`${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB`);
  return results;
}
