/** What SDKs and languages put into a text in place of the value of an Output, or of a resource. */
export interface Unresolved {
  readonly language: "nodejs" | "python" | "go" | "dotnet" | "java";
  /** The phrase that the SDK wrote. */
  readonly says: string;
  /** Its origin, where that needs another fix: `JSON.stringify`, a pointer of Go, a whole object. */
  readonly of?: "json" | "pointer" | "object";
  /** Whether the text is JSON, or begins as JSON does. */
  readonly inJson?: boolean;
}

/**
 * The messages that SDKs return in place of the value. Sources:
 * https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/output.ts
 * https://github.com/pulumi/pulumi/blob/master/sdk/python/lib/pulumi/output.py
 * https://github.com/pulumi/pulumi-dotnet/blob/main/sdk/Pulumi/Core/Output.cs
 * https://github.com/pulumi/pulumi-java/blob/main/sdk/java/pulumi/src/main/java/com/pulumi/core/internal/OutputInternal.java
 */
const MESSAGES: readonly Unresolved[] = [
  { language: "nodejs", says: "Calling [toString] on an [Output<T>] is not supported" },
  { language: "nodejs", says: "Calling [toJSON] on an [Output<T>] is not supported", of: "json" },
  { language: "dotnet", says: "Calling [ToString] on an [Output<T>] is not supported" },
  { language: "python", says: "Calling __str__ on an Output[T] is not supported" },
  { language: "java", says: "Calling 'toString' on an 'Output<T>' is not supported" },
];

/**
 * The first sentence of each message, also as escaped in JSON and in lower case as in names. If the rest of the message does not
 * follow, a text only quotes it, for example the pattern of a log filter.
 */
const SENTENCE =
  /calling[\W_]{1,8}(?:to(?:string|json)|str)[\W_]{1,8}on[\W_]{1,4}an[\W_]{1,8}output[\W_]{1,8}t[\W_]{1,8}is[\W_]{1,4}not[\W_]{1,4}supported[\W_nr]{1,24}(?:to(?:[\W_]{1,4}get(?![a-z])|[\W_]{0,4}g?e?$)|this[\W_]{1,4}is(?![a-z]))/i;

/** The shortest start of a message that is recognised where a program has cut it off. */
const SHORTEST_CUT = "Calling [toString".length;

/** Texts that languages make of objects. Go has only these, since its SDK has no message. */
const OBJECTS: readonly (readonly [RegExp, Omit<Unresolved, "says">])[] = [
  [/<pulumi[\w.]* object at 0x[0-9a-f]+>/i, { language: "python", of: "object" }],
  [/Pulumi\.Output`1\[/, { language: "dotnet" }],
  [/com\.pulumi\.core\.internal\.OutputInternal@[0-9a-f]+/, { language: "java" }],
  [/%![a-z]\(\*(?:internal|pulumi)\.OutputState=/, { language: "go" }],
  [/%![a-z]\(\*(?:string|int|bool|float64)=0xc0[0-9a-f]{8}\)/, { language: "go", of: "pointer" }],
  [/\{0xc0[0-9a-f]{8}\}/, { language: "go" }],
];

/** A quick first test: each of them contains one of these. */
export const UNRESOLVED = /calling[\W_]|<pulumi|Pulumi\.Output`|OutputInternal@|%![a-z]\(\*|\{0xc0/i;

/** Code of an SDK contains these messages too, and functions may ship it. */
const SDK_CODE = /__pulumiOutput|OutputToStringError/;

/** The trace of an unresolved Output in a text; undefined if there is none. Takes time linear in the text. */
export function unresolvedIn(text: string): Unresolved | undefined {
  if (!UNRESOLVED.test(text) || SDK_CODE.test(text)) return undefined;
  const found = find(text);
  return found && /^\s*[[{]\s*["{[]/.test(text) ? { ...found, inJson: true } : found;
}

function find(text: string): Unresolved | undefined {
  const [sentence] = SENTENCE.exec(text) ?? [];
  if (sentence !== undefined) return messageLike(sentence);
  for (const [shape, of] of OBJECTS) {
    const [says] = shape.exec(text) ?? [];
    if (says !== undefined) return { ...of, says };
  }
  const start = text.toLowerCase().lastIndexOf("calling ");
  const cut = start < 0 ? "" : text.slice(start).toLowerCase();
  if (cut.length < SHORTEST_CUT) return undefined;
  return MESSAGES.find(({ says }) => says.length > cut.length && says.toLowerCase().startsWith(cut));
}

function messageLike(sentence: string): Unresolved | undefined {
  const letters = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, "");
  const alike = MESSAGES.filter(({ says }) => letters(sentence).startsWith(letters(says)));
  // Only capitals and brackets tell .NET and Java from Node.js, of which there are far more programs.
  return alike.find(({ says }) => sentence.startsWith(says)) ?? alike[0];
}
