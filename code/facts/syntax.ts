import type { Span } from "../tree";

/**
 * What Python and JavaScript have in common, as one syntax: `python/language.ts` and `node/language.ts` lower the trees of their
 * parsers to it, and one walk reads it. What it has no word for is `other`, with the expressions in it.
 */
export type Expression = Span &
  (
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "constant"; readonly value: string | number | boolean | null }
    /** A text with values in it: an f-string, a template, a sum; `isStrict` where nothing but texts can be added. */
    | { readonly kind: "text"; readonly parts: readonly Expression[]; readonly isStrict?: boolean }
    /** `of.key` (an attribute) or `of[key]`. */
    | {
        readonly kind: "member";
        readonly of: Expression;
        readonly key: Expression;
        readonly isAttribute?: boolean;
        /** `?.` */
        readonly isOptional?: boolean;
      }
    | {
        readonly kind: "call";
        readonly callee: Expression;
        readonly args: readonly Argument[];
        readonly isOptional?: boolean;
        readonly isNew?: boolean;
      }
    | { readonly kind: "object"; readonly entries: readonly Entry[] }
    /** A list, a tuple, a set, and the targets of an assignment to several names. */
    | { readonly kind: "list"; readonly items: readonly Argument[] }
    | { readonly kind: "function"; readonly definition: FunctionDefinition }
    | { readonly kind: "class"; readonly definition: ClassDefinition }
    | {
        readonly kind: "logic";
        readonly operator: "and" | "or" | "??";
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly kind: "not"; readonly value: Expression }
    | {
        readonly kind: "compare";
        readonly operator: Comparison;
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly kind: "choice"; readonly test: Expression; readonly yes: Expression; readonly otherwise: Expression }
    | { readonly kind: "assign"; readonly target: Expression; readonly value: Expression }
    | { readonly kind: "await"; readonly value: Expression }
    | { readonly kind: "import"; readonly module: Expression }
    /** `[each for target in over if tests]`, and what else runs once for each item. */
    | {
        readonly kind: "comprehension";
        readonly each: readonly Expression[];
        readonly clauses: readonly { readonly target?: Expression; readonly over: Expression }[];
      }
    /** `a & b`, by which libraries put conditions together. */
    | { readonly kind: "both"; readonly left: Expression; readonly right: Expression }
    | { readonly kind: "other"; readonly parts: readonly Expression[] }
  );

export type Comparison = "==" | "!=" | "in" | "not in" | "<" | "<=" | ">" | ">=";

export interface Argument {
  readonly value: Expression;
  readonly keyword?: string | undefined;
  /** `*`, `**`, `...` */
  readonly isSpread?: boolean;
}

export interface Entry {
  /** Undefined where all of an object is spread. */
  readonly key: Expression | undefined;
  readonly value: Expression;
  /** What it is where an object that is taken apart does not have the key. */
  readonly standard?: Expression | undefined;
}

export interface Parameter {
  readonly target: Expression;
  readonly standard?: Expression | undefined;
  /** `*args`, `...args`: the other items; `**kwargs`: the other keywords. */
  readonly rest?: "items" | "keywords" | undefined;
}

export interface FunctionDefinition extends Span {
  readonly name: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  readonly isGenerator: boolean;
  /** Whether it is an arrow function of JavaScript, whose `this` is that of the code around it. */
  readonly isArrow?: boolean;
  /** What it is as a member of a class, besides a method. */
  readonly member?: Member | undefined;
}

export type Member = "static" | "class" | "getter";

export interface ClassDefinition extends Span {
  readonly name: string | undefined;
  readonly bases: readonly Expression[];
  readonly methods: readonly FunctionDefinition[];
  /** Attributes, and what else runs where the class is made. */
  readonly body: readonly Statement[];
}

export interface Clause extends Span {
  /** What is caught; empty where everything is. */
  readonly types: readonly Expression[];
  readonly target?: Expression | undefined;
  readonly body: readonly Statement[];
}

export interface Case {
  /** What the subject is compared with; nothing for what is left. */
  readonly tests: readonly Expression[];
  readonly targets: readonly Expression[];
  readonly body: readonly Statement[];
}

/** What is imported from a module. */
export interface ImportedName {
  /** Undefined for the module as a whole, `*` for all of its names, `default` for JavaScript's default export. */
  readonly name: string | undefined;
  readonly as: string;
}

export type Statement = Span &
  (
    | { readonly kind: "expression"; readonly value: Expression }
    | {
        readonly kind: "assign";
        readonly targets: readonly Expression[];
        readonly value: Expression;
        readonly isUpdate?: boolean;
        /** Whether it makes names of the function that it is in, as each assignment of Python does. */
        readonly declares?: boolean;
      }
    | { readonly kind: "delete"; readonly targets: readonly Expression[] }
    | {
        readonly kind: "if";
        readonly test: Expression;
        readonly yes: readonly Statement[];
        readonly otherwise: readonly Statement[];
      }
    | {
        readonly kind: "loop";
        readonly target?: Expression | undefined;
        /** What it goes through, or its condition. */
        readonly over: Expression;
        readonly body: readonly Statement[];
        readonly otherwise?: readonly Statement[];
        /** Whether the body runs at least once. */
        readonly isDo?: boolean;
      }
    | {
        readonly kind: "switch";
        readonly subject: Expression;
        readonly cases: readonly Case[];
        /** Whether one case goes on with the next, which those of Python do not. */
        readonly fallsThrough?: boolean;
      }
    | {
        readonly kind: "try";
        readonly body: readonly Statement[];
        readonly clauses: readonly Clause[];
        readonly otherwise?: readonly Statement[];
        readonly last: readonly Statement[];
      }
    | {
        readonly kind: "with";
        readonly items: readonly { readonly value: Expression; readonly target?: Expression | undefined }[];
        readonly body: readonly Statement[];
      }
    | { readonly kind: "block"; readonly body: readonly Statement[] }
    | { readonly kind: "return"; readonly value: Expression | undefined }
    | { readonly kind: "throw"; readonly value: Expression | undefined }
    | { readonly kind: "break" }
    | { readonly kind: "continue" }
    | { readonly kind: "function"; readonly definition: FunctionDefinition }
    | { readonly kind: "class"; readonly definition: ClassDefinition }
    | { readonly kind: "global"; readonly names: readonly string[] }
    | {
        readonly kind: "import";
        readonly module: string;
        readonly names: readonly ImportedName[];
      }
    /** JavaScript's `export`: of names of the module, or of another one's (`from`). */
    | {
        readonly kind: "export";
        readonly names: readonly { readonly name: string; readonly as: string }[];
        readonly module?: string | undefined;
      }
  );

/** How deep statements and expressions may be in each other; what is deeper is left out. */
export const MAX_NESTING = 100;
