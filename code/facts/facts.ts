import type { Guards } from "./guards";
import type { Arguments, ExternalCall, Value } from "./values";

/** Something that the code of a function does. */
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
  /** What handles an exception there: nothing; code that goes on without what failed (`bears`); code that answers with an error. */
  readonly caught: "no" | "bears" | "answers";
  /** The conditions on which it runs, the innermost first. */
  readonly guards: Guards;
}

export interface ImportFact extends Fact {
  /** The module: `boto3`, `lib.tables` (relative ones of Python in full), `./tables.mjs`, `@aws-sdk/client-s3`. */
  readonly module: string;
  /** What is taken from it; `*` for all names; empty where the module is taken as a whole. */
  readonly names: readonly string[];
  readonly how: "import" | "require" | "dynamic";
  /** The file that it is, where that is in the function's own code. */
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
  /** Whether it is compared with a text that the code has, which null, None and undefined are not. */
  readonly isCompared?: boolean;
  /** Where the read is in its file. */
  readonly from: number;
  readonly to: number;
}

/** A read of a variable of the environment. */
export interface EnvironmentRead extends Fact {
  /** Undefined where the name is not known. */
  readonly name: string | undefined;
  /** Whether it certainly raises an exception that the variable is not set: `os.environ["A"]`, `new URL(process.env.A)`. */
  readonly needs: boolean;
  /** Whether something else stands in for it. */
  readonly hasFallback: boolean;
}

/** A call of AWS by an SDK. */
export interface AwsCall extends Fact {
  /** The service by botocore's name: `s3`, `dynamodb`, `events`. For `@aws-sdk/client-x` what follows `client-`. */
  readonly service: string;
  /** In the spelling of the API, of which the case may differ where it is made from Python's: `GetObject`, `ListObjectsV2`. */
  readonly operation: string;
  /** As the code has it: `get_object`, `GetObjectCommand`, `getObject`, `put_item` of a Table. */
  readonly method: string;
  readonly sdk: "boto3" | "v2" | "v3";
  /** By their names, with those of the resource of boto3 that the call is a method of (`TableName`). */
  readonly parameters: ReadonlyMap<string, Value>;
  /** Whether there are no others. */
  readonly isComplete: boolean;
  readonly args: Arguments;
  /** What gave the client, or the resource of boto3: `boto3.client`, `@aws-sdk/client-s3.S3Client`. */
  readonly client: ExternalCall | undefined;
}

/** A call of AWS, wherever it is made. */
export type CallOfAws = Omit<AwsCall, keyof Fact>;

export interface LogCall extends Fact {
  readonly level: string;
  /** `root`, `named`, `print`, `console`, `powertools`, or the name of another library's logger. */
  readonly logger: string;
}

/** What may decide which messages are logged. */
export interface LogSetting extends Fact {
  readonly kind: "level" | "basicConfig" | "handlers" | "other";
  readonly level: Value | undefined;
  /** Whether `force=True` is set. */
  readonly isForced: boolean;
}

/** What the handler returns, or gives to its callback. */
export interface Answer extends Fact {
  readonly value: Value;
  /** The keys that it has where it is an object that the code writes out. */
  readonly keys: readonly string[];
  /** Whether something decides on it of which nothing is known, perhaps what it is itself. */
  readonly isOpaque: boolean;
}

/** Any other call of what is not in the function's own code. */
export interface ExternalCallFact extends Fact {
  /** By its dotted name: `urllib.parse.unquote_plus`, `fs.readFileSync`, `decodeURIComponent`. */
  readonly name: string;
  readonly args: Arguments;
}

/** A file that the function loads. */
export interface LoadedModule {
  readonly path: string;
  /** Whether all of it could be parsed. */
  readonly isSound: boolean;
  /** The names that an ECMAScript module exports; undefined where they are not all known, and for other modules. */
  exports?: readonly string[] | undefined;
}

/** A read of a name of JavaScript that no scope around it has: one of Node.js itself, or of nobody. */
export interface OuterName extends Fact {
  readonly name: string;
}

/** A read of a name of Python that has no value: it is given one later, `del` took it, or the end of the clause of its exception. */
export interface UnboundName extends Fact {
  readonly name: string;
  readonly why: "later" | "deleted" | "exception";
  /** The line that gives it a value, or takes it. */
  readonly whyAt: number;
  /** Whether the clause of the exception may raise another one, so that the code does not go on. */
  readonly mayRaise: boolean;
  /** Whether it is read in a function, and not at the top of the module. */
  readonly isLocal: boolean;
}

/** What the code of a function does, as far as it can be followed. */
export interface Facts {
  readonly language: "python" | "node";
  readonly modules: readonly LoadedModule[];
  /** Whether all that the function loads of its own code was read, parsed and followed to the end. */
  readonly isComplete: boolean;
  /** `direct`: the handler gets the event as it comes. `wrapped`: what wraps it may change the event. `unknown`: it was not found. */
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
  /** What the file of the handler exports under the handler's name (Node.js: under all names). */
  readonly exported: Value | undefined;
}
