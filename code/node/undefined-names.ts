import { append } from "../../kit/groups";
import { once } from "../../kit/once";
import { words } from "../../kit/words";
import type { Code, CodeFile } from "../code";
import { type Facts, guardsOf, isOfEvent, type OuterName } from "../facts";
import { ancestorsOf, type SyntaxNode } from "../tree";
import type { Kind } from "./language";
import type { NodeTree } from "./tree";

/** The code of a function with its facts. */
interface Walked {
  readonly code: Code;
  readonly facts: Facts;
}

/**
 * The names that code of a file certainly reads, and that nothing defines: the file does not declare them anywhere, no file that is
 * loaded gives them a value, and Node.js does not have them. Each once.
 */
export function undefinedNames(file: CodeFile, tree: NodeTree, kind: Kind, walked: Walked): readonly OuterName[] {
  const candidates = (readsByFile(walked.facts).get(file.path) ?? []).filter(
    (one) => isRun(one) && !(isGlobal(one.name) || (kind !== "module" && WRAPPED.has(one.name))),
  );
  const given = candidates.length === 0 ? undefined : namesGivenIn(walked);
  if (given === undefined) return [];
  const declared = new Set(declaredNames(tree));
  return candidates.filter(({ name }) => !given.has(name) && !declared.has(name) && declared.add(name));
}

/** A name that code certainly reads at load, before the line that declares it. */
export interface EarlyName extends OuterName {
  readonly declared: SyntaxNode;
}

/** Names that are read before their only `const`, `let` or `class` at the top of the file, each once. */
export function earlyNames(file: CodeFile, tree: NodeTree, { facts }: Walked): readonly EarlyName[] {
  const candidates = (readsByFile(facts).get(file.path) ?? []).filter(
    ({ phase, certainty, caught }) => phase === "load" && certainty === "always" && caught === "no",
  );
  if (candidates.length === 0) return [];
  const all = new Map<string, SyntaxNode | undefined>();
  for (const node of tree.all(["VariableDefinition"])) {
    const name = tree.text(node);
    all.set(name, !all.has(name) && isLexicalAtTop(node) ? node : undefined);
  }
  return candidates.flatMap((read) => {
    const declared = all.get(read.name);
    all.delete(read.name);
    return declared === undefined ? [] : [{ ...read, declared }];
  });
}

function isLexicalAtTop(node: SyntaxNode): boolean {
  const [statement, around, above] = ancestorsOf(node);
  const isLexical = statement?.name === "ClassDeclaration" || /^(?:const|let)$/.test(statement?.firstChild?.name ?? "");
  return isLexical && (around?.name === "Script" || (around?.name === "ExportDeclaration" && above?.name === "Script"));
}

const readsByFile = once((facts: Facts): ReadonlyMap<string, readonly OuterName[]> => {
  const byFile = new Map<string, OuterName[]>();
  for (const read of facts.outerNames) append(byFile, read.file, read);
  return byFile;
});

/** All names that a file declares. */
export function declaredNames(tree: NodeTree): readonly string[] {
  return tree.all(["VariableDefinition"]).map((node) => tree.text(node));
}

/** Whether code runs with any configuration, and its failure is not expected. */
function isRun({ certainty, caught, guards }: OuterName): boolean {
  return certainty !== "unreached" && caught !== "suppresses" && [...guardsOf(guards)].every(isOfEvent);
}

/**
 * The names to which code gives a value without a declaration, on whatever object, or of which it asks whether they are there;
 * undefined if it may make others. All in one pass: there may be as many names as lines.
 */
const namesGivenIn = once(({ code, facts }: Walked): ReadonlySet<string> | undefined => {
  const texts = facts.modules.map(({ path }) => code.files.get(path)?.text ?? "");
  if (texts.some((text) => DYNAMIC.test(text))) return undefined;
  const given = new Set<string>();
  for (const text of texts) {
    for (const { 1: name = "", index } of text.matchAll(ASSIGNED))
      if (!WRAPPED.has(name) || text[index - 1] !== ".") given.add(name);
    for (const pattern of [ASKED_FOR, QUOTED]) for (const [, name = ""] of text.matchAll(pattern)) given.add(name);
  }
  return given;
});

const ASSIGNED = /(?<![\w$]|\bexports\.)([A-Za-z_$][\w$]*)\s*(?:[-+*/%&|^?<>]{0,3}=(?![=>])|\+\+|--)/g;
const ASKED_FOR = /\btypeof\s*\(?\s*([A-Za-z_$][\w$]*)/g;
const QUOTED = /["']([A-Za-z_$][\w$]*)(?=["'])/g;

/** Code that may define names in unknown ways. */
const DYNAMIC =
  /\beval\b|\bwith\s*\(|\bnew\s+Function\b|\brequire\(\s*["'](?:node:)?vm["']|\b(?:global|globalThis|self|window)\b(?!\s*\.)/;

/** The variables that Node.js provides to a CommonJS file. */
export const WRAPPED: ReadonlySet<string> = new Set(["require", "module", "exports", "__dirname", "__filename"]);

function isGlobal(name: string): boolean {
  return GLOBALS.has(name) || !/^[A-Za-z_$][\w$]*$/.test(name);
}

/**
 * Names that Node.js 16 to 24 and Lambda have, words that the walk takes for names, and names of other surroundings (browsers, test
 * runners, bundlers), for which code may be written as well.
 * Source: Object.getOwnPropertyNames(globalThis) of Node.js, https://nodejs.org/api/globals.html, 2026-11-30
 */
const GLOBALS =
  words(`AbortController AbortSignal AggregateError Array ArrayBuffer AsyncDisposableStack Atomics BigInt BigInt64Array BigUint64Array Blob
   Boolean BroadcastChannel Buffer ByteLengthQueuingStrategy CloseEvent CompressionStream CountQueuingStrategy Crypto CryptoKey
   CustomEvent DOMException DataView Date DecompressionStream DisposableStack Error ErrorEvent EvalError Event EventSource EventTarget
   File FinalizationRegistry Float16Array Float32Array Float64Array FormData Function Headers Infinity Int16Array Int32Array Int8Array
   Intl Iterator JSON Map Math MessageChannel MessageEvent MessagePort NaN Navigator Number Object Performance PerformanceEntry
   PerformanceMark PerformanceMeasure PerformanceObserver PerformanceObserverEntryList PerformanceResourceTiming Promise Proxy
   RangeError ReadableByteStreamController ReadableStream ReadableStreamBYOBReader ReadableStreamBYOBRequest
   ReadableStreamDefaultController ReadableStreamDefaultReader ReferenceError Reflect RegExp Request Response Set SharedArrayBuffer
   Storage String SubtleCrypto SuppressedError Symbol SyntaxError TextDecoder TextDecoderStream TextEncoder TextEncoderStream
   TransformStream TransformStreamDefaultController TypeError URIError URL URLPattern URLSearchParams Uint16Array Uint32Array
   Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly WebSocket WritableStream WritableStreamDefaultController
   WritableStreamDefaultWriter arguments atob btoa clearImmediate clearInterval clearTimeout console crypto decodeURI
   decodeURIComponent encodeURI encodeURIComponent escape eval fetch global globalThis isFinite isNaN localStorage navigator parseFloat
   parseInt performance process queueMicrotask sessionStorage setImmediate setInterval setTimeout structuredClone super this undefined
   unescape awslambda Bun Deno EdgeRuntime GLOBAL root self window document location history alert XMLHttpRequest define jest
   describe it test expect before after beforeAll afterAll beforeEach afterEach vi mocha cy browser chrome importScripts
   regeneratorRuntime webpackChunk __webpack_require__ __webpack_modules__ __non_webpack_require__ __webpack_public_path__
   __esbuild_require__ __turbopack_require__ __DEV__`);
