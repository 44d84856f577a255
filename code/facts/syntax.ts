import type { Span } from "../tree";

// One syntax for Python and JavaScript: `python/language.ts` and `node/language.ts` lower the trees of their
// parsers to it, and one walk reads it.

type Node<Kind extends string, Parts = unknown> = Span & { readonly kind: Kind } & Readonly<Parts>;

/** Anything else is `other`, with its expressions. */
export type Expression =
  | Node<"name", { name: string }>
  | Node<"constant", { value: string | number | boolean | null }>
  /** A text with values in it: an f-string, a template, a sum. `isStrict`: only texts can be added. */
  | Node<"text", { parts: readonly Expression[]; isStrict?: boolean }>
  /** `of.key` (an attribute), `of[key]`, `of?.key`. */
  | Node<"member", { of: Expression; key: Expression; isAttribute?: boolean; isOptional?: boolean }>
  | Node<"call", { callee: Expression; args: readonly Argument[]; isOptional?: boolean; isNew?: boolean }>
  | Node<"object", { entries: readonly Entry[] }>
  /** A list, a tuple, a set, and the targets of an assignment to several names. */
  | Node<"list", { items: readonly Argument[] }>
  | Node<"function", { definition: FunctionDefinition }>
  | Node<"class", { definition: ClassDefinition }>
  | Node<"logic", { operator: "and" | "or" | "??"; left: Expression; right: Expression }>
  | Node<"not", { value: Expression }>
  | Node<"compare", { operator: Comparison; left: Expression; right: Expression }>
  | Node<"choice", { test: Expression; yes: Expression; otherwise: Expression }>
  | Node<"assign", { target: Expression; value: Expression }>
  | Node<"await", { value: Expression }>
  /** `isAll`: all values of another generator. */
  | Node<"yield", { value: Expression; isAll: boolean }>
  /** `(a, b)`, whose value is the last one. */
  | Node<"sequence", { parts: readonly Expression[] }>
  | Node<"import", { module: Expression }>
  /** `[each for target in over if tests]`, and what else runs once for each item. */
  | Node<
      "comprehension",
      { each: readonly Expression[]; clauses: readonly { target?: Expression; over: Expression }[] }
    >
  /** `a & b`, which libraries use to combine conditions. */
  | Node<"both", { left: Expression; right: Expression }>
  | Node<"other", { parts: readonly Expression[] }>;

export type Comparison = "==" | "!=" | "in" | "not in" | "<" | "<=" | ">" | ">=";

export interface Argument {
  readonly value: Expression;
  readonly keyword?: string | undefined;
  /** `*`, `**`, `...` */
  readonly isSpread?: boolean;
}

export interface Entry {
  /** Undefined for a spread of the whole object. */
  readonly key: Expression | undefined;
  readonly value: Expression;
  /** The default in destructuring. */
  readonly standard?: Expression | undefined;
}

export type Statement =
  | Node<"expression", { value: Expression }>
  /** `declares`: it makes names of the function that it is in, as each assignment of Python does. */
  | Node<"assign", { targets: readonly Expression[]; value: Expression; isUpdate?: boolean; declares?: boolean }>
  | Node<"delete", { targets: readonly Expression[] }>
  | Node<"if", { test: Expression; yes: Block; otherwise: Block }>
  | Loop
  /** `fallsThrough`: one case goes on with the next, which those of Python do not. */
  | Node<"switch", { subject: Expression; cases: readonly Case[]; fallsThrough?: boolean }>
  | Node<"try", { body: Block; clauses: readonly Clause[]; otherwise?: Block; last: Block }>
  | Node<"with", { items: readonly { value: Expression; target?: Expression | undefined }[]; body: Block }>
  | Node<"block", { body: Block }>
  | Node<"return" | "throw", { value: Expression | undefined }>
  | Node<"break" | "continue">
  | Node<"function", { definition: FunctionDefinition }>
  | Node<"class", { definition: ClassDefinition }>
  | Node<"global", { names: readonly string[] }>
  | Node<"import", { module: string; names: readonly ImportedName[] }>
  /** JavaScript's `export`: of names of the module, or of another one's (`from`). */
  | Node<"export", { names: readonly { name: string; as: string }[]; module?: string | undefined }>;

type Block = readonly Statement[];

/** A loop over the items of `over`, or while it is true. `isDo`: its body runs at least once. */
export type Loop = Node<
  "loop",
  { target?: Expression | undefined; over: Expression; body: Block; otherwise?: Block; isDo?: boolean }
>;

export interface Case {
  /** The values to compare the subject with; empty for the default case. */
  readonly tests: readonly Expression[];
  readonly targets: readonly Expression[];
  readonly body: Block;
}

export interface Clause extends Span {
  /** The caught exceptions; empty if all are caught. */
  readonly types: readonly Expression[];
  readonly target?: Expression | undefined;
  readonly body: Block;
}

/** What is imported from a module. */
export interface ImportedName {
  /** Undefined for the whole module, `*` for all of its names, `default` for JavaScript's default export. */
  readonly name: string | undefined;
  readonly as: string;
}

export interface FunctionDefinition extends Span {
  readonly name: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly body: Block;
  readonly decorators: readonly Expression[];
  readonly isGenerator: boolean;
  /** Whether it is an arrow function, which has the `this` of the surrounding code. */
  readonly isArrow?: boolean;
  /** Its kind as a member of a class, if it is not a plain method. */
  readonly member?: Member | undefined;
}

export type Member = "static" | "class" | "getter";

export interface Parameter {
  readonly target: Expression;
  readonly standard?: Expression | undefined;
  /** `*args`, `...args`: the other items; `**kwargs`: the other keywords. */
  readonly rest?: "items" | "keywords" | undefined;
}

export interface ClassDefinition extends Span {
  readonly name: string | undefined;
  readonly bases: readonly Expression[];
  readonly methods: readonly FunctionDefinition[];
  /** Attributes and other statements of the class body. */
  readonly body: Block;
  /** Annotated attributes of Python, in the order of the parameters that `@dataclass` gives `__init__`. */
  readonly fields?: readonly string[];
}

/** One kind of them. */
export type ExpressionOf<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;
export type StatementOf<Kind extends Statement["kind"]> = Extract<Statement, { kind: Kind }>;

/** The deepest nesting of statements and expressions; deeper ones are left out. */
export const MAX_NESTING = 100;
