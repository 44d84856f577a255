import type { ParsedRuntime } from "../aws/facts/lambda-runtimes";
import { append } from "../kit/groups";
import { words } from "../kit/words";
import type { Code } from "./code";
import type { Binary } from "./source/compiled";

/** The platform that code runs on. */
export interface Target {
  readonly runtime: ParsedRuntime;
  readonly machine: Machine;
}

export type Machine = "x86_64" | "arm64";

export function isMachine(text: string | undefined): text is Machine {
  return text === "x86_64" || text === "arm64";
}

/** A compiled part of a package, of which the code has no build that the target can load. */
export interface Misfit {
  /** The package that the file belongs to. */
  readonly package: string;
  readonly path: string;
  /** The platform of the file, such as "macOS" or "Python 3.12". */
  readonly builtFor: string;
}

/** Packages that also run without their compiled parts, and tools that functions do not use. */
const OPTIONAL =
  words(`aiohttp bson charset_normalizer coverage frozenlist google markupsafe msgpack multidict mypy mypyc propcache pymongo rapidfuzz
  simplejson sqlalchemy tomli tornado websockets wrapt yaml yarl zope
  @biomejs @esbuild @next @nx @parcel @rollup @rspack @swc @tailwindcss @unrs bufferutil cpu-features esbuild fsevents lightningcss
  msgpackr-extract rollup turbo typescript utf-8-validate`);

/** The compiled modules of a function or layer that a function cannot load. */
export function misfits(code: Code, target: Target): readonly Misfit[] {
  const builds = new Map<string, string[]>();
  for (const path of code.entries) {
    if (isModule(path, target.runtime) && !OPTIONAL.has(packageOf(path))) append(builds, moduleOf(path), path);
  }
  return [...builds].flatMap(([module, paths]): Misfit[] => {
    if (code.entries.has(`${module}.py`) || code.entries.has(`${module}/__init__.py`)) return [];
    const misfits = paths.flatMap((path) => {
      const found = builtFor(path, code.binaries.get(path), target);
      return found === undefined ? [] : [{ package: packageOf(path), path, builtFor: found }];
    });
    // Some packages bring builds for all platforms.
    return misfits.length === paths.length ? misfits.slice(0, 1) : [];
  });
}

/** The platform of a file to start, such as `bootstrap`; undefined if it may run on the target. */
export function startedFor(binary: Binary | undefined, machine: Machine): string | undefined {
  return binary && machineMisfit(binary, machine);
}

/** The command that installs packages as a target needs them. */
export function installFor({ runtime, machine }: Target): string {
  if (runtime.family === "nodejs") return `npm install --os=linux --cpu=${machine === "arm64" ? machine : "x64"}`;
  const platform = `manylinux2014_${machine === "arm64" ? "aarch64" : machine}`;
  return `pip install --platform ${platform} --python-version ${runtime.version.join(".")} --only-binary=:all: --target …`;
}

/** `numpy` of `python/numpy/core/x.so`, `sharp` of `node_modules/@img/sharp-linux-x64/lib/y.node`. */
function packageOf(path: string): string {
  const inner = path.replace(/^.*(?:node_modules|site-packages)\/|^python\//, "");
  const [first = ""] = inner.split("/");
  return first.replace(/\..*$/s, "");
}

const PLATFORM =
  /[-_.](?:linux|linuxmusl|darwin|win32|freebsd|android|openharmony|x64|arm64|armv?\d*l?|ia32|gnu|glibc|musl|msvc|gnueabihf|eabi|ppc64|s390x|riscv64|loong64|universal)(?=[-_.\d]|$)/g;

/** The common part of a module's file names for several platforms. */
function moduleOf(path: string): string {
  if (path.endsWith(".node")) {
    const inner = path.slice(path.lastIndexOf("node_modules/") + 1);
    const [, name = path] = /^ode_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(inner) ?? [];
    return `${name.replaceAll(PLATFORM, "")}.node`;
  }
  return path.replace(/\.(?:cpython-[\w-]+|cp\d+-\w+|abi3|pypy[\w-]+)?\.?(?:so|pyd)$/, "");
}

/** Whether a runtime may load a file. Layers have directories for single versions. */
function isModule(path: string, { family, version }: ParsedRuntime): boolean {
  const ending = family === "python" ? /\.(?:so|pyd)$/ : family === "nodejs" ? /\.node$/ : /$^/;
  const [, only] = /^(?:python\/lib\/python|nodejs\/node)([\d.]+)\//.exec(path) ?? [];
  return ending.test(path) && (only === undefined || only === version.join("."));
}

const PYTHON_TAG = /\.cpython-(\d)(\d+)t?-?([\w-]*)\.so$/;
const NODE_ABIS: Readonly<Record<string, string>> = { 93: "16", 108: "18", 115: "20", 127: "22", 137: "24" };

/** The platform of a file, if it cannot be the target; undefined if it may be. */
function builtFor(path: string, binary: Binary | undefined, { runtime, machine }: Target): string | undefined {
  if (path.endsWith(".pyd")) return "Windows";
  const [tagged, major, minor, platform = ""] = PYTHON_TAG.exec(path) ?? [];
  if (tagged !== undefined) {
    if (platform.includes("darwin")) return "macOS";
    if (platform.includes("musl")) return "Linux with musl, such as Alpine";
    const version = `${major}.${minor}`;
    if (version !== runtime.version.join(".")) return `Python ${version}`;
    const other = platform.startsWith("aarch64") ? "arm64" : platform.startsWith("x86_64") ? "x86_64" : machine;
    if (other !== machine) return other;
  }
  const [, abi = ""] = /\/node-v(\d+)-/.exec(path) ?? [];
  const node = NODE_ABIS[abi];
  if (node !== undefined && node !== runtime.version.join(".")) return `Node.js ${node}`;
  return binary && machineMisfit(binary, machine);
}

function machineMisfit(binary: Binary, machine: Machine): string | undefined {
  if (binary.system !== "Linux") return binary.system;
  return binary.machine === machine ? undefined : (binary.machine ?? "a processor that Lambda does not have");
}
