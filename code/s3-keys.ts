import { type AwsCall, type Facts, leavesOf, type Value } from "./facts";

/** A call with an undecoded key of an S3 event. */
export interface EncodedKey {
  readonly fact: AwsCall;
  /** The function that decodes only a part of it. */
  readonly by?: string;
  readonly language: Facts["language"];
}

/** Parameters that name an object of S3 that exists. */
const KEYS: ReadonlySet<string> = new Set(["Key", "Name"]);
/** Calls that create an object of the name, or take a name for other uses. */
const MAKING = /^(?:Put|Upload|CreateMultipart|CompleteMultipart)/i;

/** Calls that ask for an object by an encoded key. @param paths of keys in the event */
export function encodedKeys(facts: Facts, paths: readonly (readonly string[])[]): readonly EncodedKey[] {
  const isKey = (value: Value) => {
    // The fallback for a missing key is not a key.
    const leaves = leavesOf(value).filter(({ kind }) => kind !== "constant");
    const isOne = (leaf: Value) => leaf.kind === "event" && paths.some((path) => isSame(path, leaf.path));
    return leaves.length > 0 && leaves.every(isOne);
  };
  const { language } = facts;
  return facts.awsCalls.flatMap((fact): EncodedKey[] => {
    if (fact.certainty === "unreached") return [];
    for (const value of keysAskedFor(fact)) {
      if (isKey(value)) return [{ fact, language }];
      const [inner, ...others] = value.kind === "external" ? (value.from?.args.positional ?? []) : [];
      const by = value.kind === "external" && PARTIAL.has(value.name) ? value.from?.name : undefined;
      if (by !== undefined && inner !== undefined && others.length === 0 && isKey(inner))
        return [{ fact, language, by: by.slice(by.lastIndexOf(".") + 1) }];
    }
    return [];
  });
}

/** Functions that decode everything but the plus for a space. */
const PARTIAL: ReadonlySet<string> = new Set(["urllib.parse.unquote()", "decodeURIComponent()", "decodeURI()"]);

/** The names of objects that a call asks for. */
function keysAskedFor({ service, operation, parameters }: AwsCall): readonly Value[] {
  const found: Value[] = [];
  const look = (name: string, value: Value, depth: number) => {
    if (KEYS.has(name) && (depth > 0 || service === "s3")) found.push(value);
    if (value.kind !== "object" || depth > 3) return;
    for (const [inner, cell] of value.members) look(inner, cell.value, depth + 1);
  };
  for (const [name, value] of parameters) {
    const isMade = name === "Key" && (MAKING.test(operation) || /^Copy/i.test(operation));
    if (service === "s3" ? !isMade : /S3|Image|Video|Document/.test(name)) look(name, value, 0);
  }
  return found;
}

function isSame(path: readonly string[], other: readonly string[]): boolean {
  return path.length === other.length && path.every((step, index) => step === other[index]);
}
