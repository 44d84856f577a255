/** The platform of a compiled file, from its first bytes. */
export interface Binary {
  readonly system: "Linux" | "macOS" | "Windows";
  /** Undefined for several, or for one that Lambda lacks. */
  readonly machine: "x86_64" | "arm64" | undefined;
}

/** The number of bytes that identify the platform of a file. */
export const BINARY_HEAD = 64;

const COMPILED = /\.(?:so(?:\.\d+)*|node|pyd|dylib)$|(?:^|\/)bootstrap$|(?:^|\/)bin\/[^/.]+$/;

/** Whether a file is machine code by its name: a module or library, or what is started. */
export function isCompiled(file: string): boolean {
  return COMPILED.test(file);
}

/** Numbers of machines in the formats of executables. */
const ELF_MACHINES: Readonly<Record<number, Binary["machine"]>> = { 62: "x86_64", 183: "arm64" };
const MACH_O_MACHINES: Readonly<Record<number, Binary["machine"]>> = { 16777223: "x86_64", 16777228: "arm64" };

/** @returns undefined if it is not machine code, such as a script */
export function binaryOf(head: Buffer): Binary | undefined {
  if (head.length < 20) return undefined;
  const magic = head.readUInt32BE(0);
  if (magic === 0x7f454c46) {
    const machine = head[5] === 1 ? head.readUInt16LE(18) : head.readUInt16BE(18);
    return { system: "Linux", machine: ELF_MACHINES[machine] };
  }
  if (magic === 0xcffaedfe) return { system: "macOS", machine: MACH_O_MACHINES[head.readUInt32LE(4)] };
  if (magic === 0xcafebabe) return { system: "macOS", machine: undefined };
  return magic >>> 16 === 0x4d5a ? { system: "Windows", machine: undefined } : undefined;
}
