import { step } from "../../../kit/budget";
import { partsOf } from "../modules";
import { exceptClauses, type SyntaxNode } from "../tree";
import { bears, type Catches, caughtBy, isToldToBear, mayGiveTrue } from "./caught";
import { Expressions } from "./expressions";
import { type Frame, Live } from "./machine";
import { isWhole, join, OTHER, tells } from "./values";

interface Handler {
  readonly catches: Catches;
  run(): void;
}

/** Runs what handles exceptions. */
export abstract class Exceptions extends Expressions {
  abstract block(body: SyntaxNode | null | undefined, frame: Frame): void;

  try(statement: SyntaxNode, parts: readonly SyntaxNode[], frame: Frame): void {
    const clauses = exceptClauses(statement).map(({ types, body, name }) => {
      const run = () => {
        this.assign(name, OTHER, frame);
        this.block(body, frame);
      };
      return { catches: caughtBy(this.program, frame.scope.module, types), run, body };
    });
    const first = clauses.find(({ catches }) => catches !== "nothing");
    const last = indexOf(parts, "finally");
    const handles =
      first !== undefined && (first.catches === "missing keys" || !this.#givesUp(statement, first.body, frame));
    // A `return` there ends the exception; that of a handler answers the request.
    const returns = last >= 0 && !frame.responds && parts[last + 1]?.getChild("ReturnStatement") !== null;
    this.#guarded(parts, handles || returns, clauses, frame);
    if (last < 0) return;
    const after = frame.live;
    frame.live = Math.min(after, Live.Unsure);
    this.block(parts[last + 1], frame);
    frame.live = Math.max(frame.live, after);
  }

  /**
   * Runs code, and what handles its exceptions in place of the rest of it.
   * @param guards whether a missing key is handled
   */
  #guarded(parts: readonly SyntaxNode[], guards: boolean, handlers: readonly Handler[], frame: Frame): void {
    const [otherwise, ways] = [indexOf(parts, "else"), parts.filter(({ name }) => name === "Body")];
    const { scope } = frame;
    const [caught, distinctive, before, start] = [this.caught, this.distinctive, scope.names, frame.live];
    scope.names = new Map(before);
    if (guards) this.guards++;
    this.block(ways[0], frame);
    if (guards) this.guards--;
    const failed = guards && this.caught > caught;
    // The body reads what this format has and others have not: the handler is for the others.
    const isForOthers = guards && !failed && this.distinctive > distinctive;
    if (otherwise >= 0) this.block(parts[otherwise + 1], frame);
    const end = { names: scope.names, live: frame.live };
    scope.names = before;
    frame.live = start;
    const resume = () => {
      scope.names = end.names;
      frame.live = Math.max(end.live, frame.live);
    };
    const resumed = { live: failed ? Live.Unsure : Live.Yes, run: resume };
    const handled = handlers.map(({ catches, run }) => ({
      live: isForOthers && catches !== "nothing" ? Live.Unsure : Live.Yes,
      run: () => {
        step(end.names.size);
        for (const [name, value] of end.names) scope.names.set(name, join(scope.names.get(name) ?? OTHER, value));
        run();
      },
    }));
    const run = () => this.branch(frame, [resumed, ...handled], false);
    if (failed || isForOthers) this.choose(frame, ways, run);
    else run();
  }

  /** Whether a handler of everything only answers that the request has failed, and has nothing in place of what was read. */
  #givesUp(statement: SyntaxNode, handler: SyntaxNode | undefined, frame: Frame): boolean {
    const statements = handler === undefined ? [] : partsOf(handler).slice(1);
    const last = statements.at(-1);
    if (handler === undefined || last === undefined || this.#usesEvent(handler, frame)) return false;
    if (last.name === "RaiseStatement") return true;
    if (last.name === "ReturnStatement") return frame.responds || isResponse(last, frame);
    const isEnd = statement.parent?.parent?.name === "FunctionDefinition" && statement.nextSibling === null;
    return frame.responds && isEnd && statements.every(({ name }) => ONLY_TELLS.has(name));
  }

  #usesEvent(handler: SyntaxNode, frame: Frame): boolean {
    const { tree } = frame.scope.module;
    return tree.all(["VariableName"], handler).some((node) => {
      const value = this.lookUp(tree.text(node), frame.scope);
      const holdsEvent = isWhole(value) || (value.kind === "instance" && tells(value, this.shape));
      return holdsEvent && !this.isRecorded(node, handler, frame);
    });
  }

  with(parts: readonly SyntaxNode[], frame: Frame): void {
    const body = indexOf(parts, "Body");
    let suppresses = false;
    for (const [index, part] of parts.slice(0, body).entries()) {
      if (parts[index - 1]?.name === "as") this.assign(part, OTHER, frame);
      else suppresses = this.#suppresses(part, frame) || suppresses;
    }
    const handlers = suppresses ? [{ catches: "missing keys", run: nothing } as const] : [];
    this.#guarded(parts, suppresses, handlers, frame);
  }

  #suppresses(item: SyntaxNode, frame: Frame): boolean {
    const { module } = frame.scope;
    const value = this.evaluate(item, frame);
    const exit = value.kind === "instance" ? this.attribute(value, "__exit__", frame) : OTHER;
    if (exit.kind === "function") return mayGiveTrue(exit.node, exit.scope.module);
    return isToldToBear(module, item) || bears(this.program, module, item);
  }
}

const ONLY_TELLS: ReadonlySet<string> = new Set(["ExpressionStatement", "ImportStatement"]);

function isResponse(statement: SyntaxNode, { scope }: Frame): boolean {
  const keys = statement.getChild("DictionaryExpression")?.getChildren("String") ?? [];
  return keys.some((key) => scope.module.tree.string(key) === "statusCode");
}

const nothing = () => {};

export function indexOf(parts: readonly SyntaxNode[], kind: string): number {
  return parts.findIndex(({ name }) => name === kind);
}
