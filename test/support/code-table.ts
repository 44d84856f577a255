import { type StackRow, stackTable, type ViolatingStackRow } from "./stack-table";

const FUNCTION = "aws:lambda/function:Function";

/** A stack of one function, or a layer, that shows what the row's name says. */
export interface CodeRow {
  readonly name: string;
  /** Type token, where it is no function. */
  readonly type?: string;
  readonly inputs: Record<string, unknown>;
  readonly options?: Record<string, unknown>;
}

export interface ViolatingCodeRow extends CodeRow {
  readonly findings: readonly string[];
  /** Whether these are advisory though the policy is mandatory. */
  readonly advisory?: true;
}

/** Declares the tests of a policy that checks the code of functions: rows of one function each, and rows of several. */
export function codeTable(table: {
  readonly policy: string;
  readonly passes: readonly CodeRow[];
  readonly violates: readonly ViolatingCodeRow[];
  readonly stacks?: {
    readonly passes?: readonly StackRow[];
    readonly violates?: readonly ViolatingStackRow[];
  };
}): void {
  stackTable({
    policy: table.policy,
    passes: [...table.passes.map(stackOf), ...(table.stacks?.passes ?? [])],
    violates: [
      ...table.violates.map((row) => ({
        ...stackOf(row),
        findings: row.findings.map((text) => ({
          on: "api",
          text,
          ...(row.advisory && { level: "advisory" as const }),
        })),
      })),
      ...(table.stacks?.violates ?? []),
    ],
  });
}

function stackOf({ name, type = FUNCTION, inputs, options }: CodeRow): StackRow {
  return { name, resources: [{ type, name: "api", inputs }], ...(options && { options }) };
}

/** Functions with these properties, by their names. */
export function functions(all: Readonly<Record<string, Record<string, unknown>>>): StackRow["resources"] {
  return Object.entries(all).map(([name, inputs]) => ({ type: FUNCTION, name, inputs }));
}
