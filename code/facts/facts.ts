import type { Guards } from "./guards";
import type { Arguments, ExternalCall, Value } from "./values";

/** An action in the code of a function. */
export interface Fact {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `load`: while the module is loaded, at each cold start. `call`: while the handler runs. */
  readonly phase: "load" | "call";
  /**
   * `always`: whenever the module is loaded or the handler runs, if nothing fails before. `maybe`: on a condition, in a loop, or
   * in a function that is called in ways that are not followed. `unreached`: nothing is known that runs it.
   */
  readonly certainty: "always" | "maybe" | "unreached";
  /** The handling of exceptions there: none, code that goes on without the failed part (`suppresses`), an answer with an error. */
  readonly caught: "no" | "suppresses" | "answers";
  /** The conditions on which it runs, the innermost first. */
  readonly guards: Guards;
}

export interface ImportFact extends Fact {
  /** The module: `boto3`, `lib.tables` (relative ones of Python in full), `./tables.mjs`, `@aws-sdk/client-s3`. */
  readonly module: string;
  /** The imported names; `*` for all; empty for the module as a whole. */
  readonly names: readonly string[];
  readonly how: "import" | "require" | "dynamic";
  /** Its file, if it is in the function's own code. */
  readonly resolved: string | undefined;
}

/** A read from the event. */
export interface EventRead extends Fact {
  /** The keys from the event on; `[]` for an item of a list. */
  readonly path: readonly string[];
  /**
   * `key`: a subscript of Python, which raises KeyError where there is no such key. `value`: what is read is used so that null,
   * None or undefined raises TypeError or AttributeError (`event.path.split`, `event.get("path").split`). `no`: neither.
   */
  readonly needs: "key" | "value" | "no";
  /** Whether it is compared with a literal text, which null, None and undefined never equal. */
  readonly isCompared?: boolean;
  /** Where the read is in its file. */
  readonly from: number;
  readonly to: number;
}

/** A read of a variable of the environment. */
export interface EnvironmentRead extends Fact {
  /** Undefined if the name is not known. */
  readonly name: string | undefined;
  /** Whether an unset variable certainly raises an exception: `os.environ["A"]`, `new URL(process.env.A)`. */
  readonly needs: boolean;
  /** Whether there is a fallback. */
  readonly hasFallback: boolean;
}

/** A call of AWS by an SDK. */
export interface AwsCall extends Fact {
  /** The service by botocore's name: `s3`, `dynamodb`, `events`. For `@aws-sdk/client-x` what follows `client-`. */
  readonly service: string;
  /** In the spelling of the API, of which the case may differ where it is made from Python's: `GetObject`, `ListObjectsV2`. */
  readonly operation: string;
  /** Its name in the code: `get_object`, `GetObjectCommand`, `getObject`, `put_item` of a Table. */
  readonly method: string;
  readonly sdk: "boto3" | "v2" | "v3";
  /** Parameters by name, including identifiers of boto3's resource (`TableName`). */
  readonly parameters: ReadonlyMap<string, Value>;
  /** Whether these are all. */
  readonly isComplete: boolean;
  readonly args: Arguments;
  /** The call that made the client or boto3's resource: `boto3.client`, `@aws-sdk/client-s3.S3Client`. */
  readonly client: ExternalCall | undefined;
}

/** A call of AWS, wherever it is made. */
export type CallOfAws = Omit<AwsCall, keyof Fact>;

export interface LogCall extends Fact {
  readonly level: string;
  /** `root`, `named`, `print`, `console`, `powertools`, or the name of another library's logger. */
  readonly logger: string;
}

/** A call that may set the log level. */
export interface LogSetting extends Fact {
  readonly kind: "level" | "basicConfig" | "handlers" | "other";
  readonly level: Value | undefined;
  /** Whether `force=True` is set. */
  readonly isForced: boolean;
}

/** A value that the handler returns or passes to its callback. */
export interface Answer extends Fact {
  readonly value: Value;
  /** Its keys, if it is an object literal. */
  readonly keys: readonly string[];
  /** Whether it depends on an unknown condition, perhaps on the value itself. */
  readonly isOpaque: boolean;
}

/** Any other call of library code. */
export interface ExternalCallFact extends Fact {
  /** Its dotted name: `urllib.parse.unquote_plus`, `fs.readFileSync`, `decodeURIComponent`. */
  readonly name: string;
  readonly args: Arguments;
}

/** A file that the function loads. */
export interface LoadedModule {
  readonly path: string;
  /** Whether all of it could be parsed. */
  readonly isSound: boolean;
  /** The names that an ECMAScript module exports; undefined if they are not all known, and for other modules. */
  exports?: readonly string[] | undefined;
}

/** A read of a JavaScript name that no enclosing scope defines: a global of Node.js, or an undefined name. */
export interface OuterName extends Fact {
  readonly name: string;
}

/** A read of a Python name without a value: it is assigned later, or `del` or the end of an exception clause deleted it. */
export interface UnboundName extends Fact {
  readonly name: string;
  readonly why: "later" | "deleted" | "exception";
  /** The line that assigns or deletes it. */
  readonly whyAt: number;
  /** Whether the exception clause may raise, so that the code does not continue. */
  readonly mayRaise: boolean;
  /** Whether it is read in a function, and not at the top of the module. */
  readonly isLocal: boolean;
}

/** Facts about the code of a function, as far as it can be followed. */
export interface Facts {
  readonly language: "python" | "node";
  readonly modules: readonly LoadedModule[];
  /** Whether all own code that the function loads was read, parsed and followed to the end. */
  readonly isComplete: boolean;
  /** `direct`: the handler gets the original event. `wrapped`: a wrapper may change the event. `unknown`: it was not found. */
  readonly handler: "direct" | "wrapped" | "unknown";
  readonly imports: readonly ImportFact[];
  readonly eventReads: readonly EventRead[];
  readonly environmentReads: readonly EnvironmentRead[];
  readonly awsCalls: readonly AwsCall[];
  readonly logCalls: readonly LogCall[];
  readonly logSettings: readonly LogSetting[];
  readonly answers: readonly Answer[];
  readonly externalCalls: readonly ExternalCallFact[];
  readonly outerNames: readonly OuterName[];
  readonly unboundNames: readonly UnboundName[];
  /** The exports of the handler's file under the handler's name (Node.js: under all names). */
  readonly exported: Value | undefined;
}
