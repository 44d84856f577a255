import { step } from "../../kit/budget";
import { words } from "../../kit/words";
import { ancestorsOf, type SyntaxNode, walk } from "../tree";
import type { Calls, Target } from "./calls";
import type { Module } from "./modules";
import { argumentsOf, isKeyword, type Parameter, parametersOf } from "./tree";

/** The most calls of the program's own functions in each other that are followed. */
const MAX_DEPTH = 5;

/** Attributes and functions that are used to record a traceback, whatever they belong to. */
const RECORDS =
  /^(?:__traceback__|with_traceback|exc_info|exception|excepthook|reraise|notice_error|add_exception|format_tb|print_tb|report_exc_info|(?:print|format)_exc(?:eption)?|(?:capture|log|record|report)(?:_exception|Exception))$/;

/** Library functions that may do so. */
const MAY_RECORD = /exc(?:eption)?(?:_|$)|traceback|stack_?trace|(?:handle|report|log|capture|on|process)_?err/i;

/** Functions and methods that keep nothing of an exception but its text. */
const TEXT_ONLY = words(`
  bool dir format getattr hasattr html.escape id int isinstance issubclass json.dump json.dumps len pprint.pformat
  pprint.pprint print repr str sys.stderr.write sys.stdout.write type vars warnings.warn`);
const TEXT_METHODS = words("endswith format get join startswith write");
/** Methods of loggers that record a message. */
export const LOG_METHODS = words("critical debug error fatal info log success trace warn warning");

/** Nodes that pass on an exception as their value. */
const TRANSPARENT = words(`
  ArrayExpression AwaitExpression ConditionalExpression DictionaryExpression NamedExpression ParenthesizedExpression
  SetExpression TupleExpression`);

/** Whether the code of a program records, or may record, the traceback of an exception that it handles. */
export class Recording {
  /** Functions in progress, so that recursion ends. */
  readonly #open = new Set<SyntaxNode>();
  /** Results of functions, by their name for the exception. */
  readonly #known = new Map<SyntaxNode, ReadonlyMap<string, boolean>>();
  #depth = 0;

  constructor(readonly calls: Calls) {}

  /**
   * Whether code raises an exception, records a traceback, or passes the exception on so that other code may do so.
   * @param exception the code's name for the exception
   */
  isIn(module: Module, code: SyntaxNode, exception: string | undefined): boolean {
    let found = false;
    walk(code, (reference) => {
      if (found) return false;
      const { node } = reference;
      if (node.name === "RaiseStatement" || node.name === "AssertStatement") found = !isInFunction(node, code);
      else if (node.name === "PropertyName") found = this.#isRecordingAttribute(module, node);
      else if (node.name === "CallExpression") found = this.#callRecords(module, node);
      else if (node.name === "VariableName") {
        const name = module.tree.text(node);
        if (isKeyword(node)) found = isRecordingKeyword(name, node, module);
        else found = this.#isRecordingName(module, node) || (name === exception && this.#escapes(module, node));
      }
      return !found;
    });
    return found;
  }

  #isRecordingAttribute(module: Module, attribute: SyntaxNode): boolean {
    if (this.calls.qualified(module, attribute.parent)?.startsWith("traceback.")) return true;
    const call = attribute.parent?.parent;
    if (call?.name === "CallExpression" && this.calls.targets(module, call).length > 0) return false;
    return RECORDS.test(module.tree.text(attribute));
  }

  #isRecordingName(module: Module, node: SyntaxNode): boolean {
    const name = this.calls.qualified(module, node) ?? "";
    if (name === "traceback" || name.startsWith("traceback.")) return true;
    const call = node.parent;
    if (call?.name !== "CallExpression" || this.calls.targets(module, call).length > 0) return false;
    return RECORDS.test(name.split(".").at(-1) ?? "");
  }

  /** Whether a called function records: an own one by its code, another one by its name. */
  #callRecords(module: Module, call: SyntaxNode): boolean {
    const targets = this.calls.targets(module, call);
    if (targets.length > 0) return targets.some((target) => this.#functionRecords(target, undefined));
    const callee = call.firstChild;
    const name = callee?.name === "MemberExpression" ? callee.getChild("PropertyName") : callee;
    return name !== null && name !== undefined && MAY_RECORD.test(module.tree.text(name).slice(0, 100));
  }

  #functionRecords({ module, node }: Target, exception: Parameter | undefined): boolean {
    step();
    const body = node.getChild("Body");
    const name = exception?.name ?? "";
    const known = this.#known.get(node)?.get(name);
    if (known !== undefined || body === null || this.#open.has(node)) return known ?? false;
    if (this.#depth >= MAX_DEPTH) return true;
    this.#open.add(node);
    this.#depth++;
    const records = this.isIn(module, body, exception?.name);
    this.#depth--;
    this.#open.delete(node);
    this.#known.set(node, new Map(this.#known.get(node)).set(name, records));
    return records;
  }

  /** Whether a use of an exception passes it on: stores it, returns it, or gives it to code that may record it. */
  #escapes(module: Module, use: SyntaxNode): boolean {
    let value = use;
    let consumer = use.parent;
    while (consumer && TRANSPARENT.has(consumer.name)) [value, consumer] = [consumer, consumer.parent];
    switch (consumer?.name) {
      case "ArgList":
        return this.#argumentEscapes(module, consumer, value);
      case "AssignStatement":
        return value.prevSibling?.name === "AssignOp" || value.prevSibling?.name === ",";
      case "UpdateStatement":
      case "ReturnStatement":
      case "YieldStatement":
      case "YieldExpression":
      case "LambdaExpression":
      case "ForStatement":
        return true;
      case "BinaryExpression":
        return consumer.getChild("or") !== null || consumer.getChild("and") !== null;
      default:
        return false;
    }
  }

  #argumentEscapes(module: Module, list: SyntaxNode, value: SyntaxNode): boolean {
    const call = list.parent;
    if (call?.name !== "CallExpression") return true;
    const targets = this.calls.targets(module, call);
    const args = argumentsOf(module.tree, call);
    const index = args.findIndex((argument) => argument.value.from === value.from && argument.value.to === value.to);
    const argument = args[index];
    if (argument === undefined || argument.spread !== undefined) return true;
    if (targets.length > 0) {
      return targets.some((target) => {
        const all = parametersOf(target.module.tree, target.node);
        const parameters = all.filter(({ name }) => name !== "self" && name !== "cls");
        const parameter =
          argument.keyword === undefined ? parameters[index] : parameters.find(({ name }) => name === argument.keyword);
        return parameter?.spread !== undefined || this.#functionRecords(target, parameter);
      });
    }
    const callee = this.calls.qualified(module, call.firstChild) ?? "";
    const [method] = call.firstChild?.getChildren("PropertyName") ?? [];
    const name = method === undefined ? callee.replace(/^logging\./, "") : module.tree.text(method);
    const isMethod = method !== undefined || name !== callee;
    return !TEXT_ONLY.has(callee) && !(isMethod && (LOG_METHODS.has(name) || TEXT_METHODS.has(name)));
  }
}

/** `exc_info=True`, `exc_info=e`; loguru says `exception=`. */
function isRecordingKeyword(name: string, node: SyntaxNode, module: Module): boolean {
  const value = node.nextSibling?.nextSibling;
  if ((name !== "exc_info" && name !== "exception") || !value) return false;
  return !["False", "None", "0"].includes(module.tree.text(value));
}

function isInFunction(node: SyntaxNode, within: SyntaxNode): boolean {
  for (const above of ancestorsOf(node)) {
    if (above.from === within.from && above.name === within.name) return false;
    if (above.name === "FunctionDefinition" || above.name === "LambdaExpression") return true;
  }
  return false;
}
