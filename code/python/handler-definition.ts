import { didYouMean, quote } from "../../kit/text";
import { definitionOf, handlersIn } from "./definitions";
import type { Module } from "./modules";

/** The reason why Lambda cannot call a name of a module as a handler. */
export function definitionFailure(module: Module, name: string) {
  switch (definitionOf(module, name)) {
    case "missing":
      return undefinedFunction(module, name);
    case "coroutine":
      return coroutine(module, name);
    case "uncallable":
      return uncallable(module, name);
    case "something":
      return undefined;
  }
}

const undefinedFunction = (module: Module, name: string) => {
  const handlers = handlersIn(module);
  const meant = didYouMean(name, handlers) ?? (handlers.length === 1 ? handlers[0] : undefined);
  return {
    problem: `${quote(module.path)} defines no ${quote(name)} at its top level`,
    fix: meant === undefined ? `define ${name}(event, context) there` : `set handler to name ${quote(meant)} instead`,
  };
};

const uncallable = ({ path }: Module, name: string) => ({
  problem: `${quote(name)} in ${quote(path)} does not take the two arguments that Lambda gives it, which raises TypeError`,
  fix: `define it as ${name}(event, context)`,
});

const coroutine = ({ path }: Module, name: string) => ({
  problem: `${quote(name)} in ${quote(path)} is async, and Lambda does not await it: what it returns cannot be sent`,
  fix: `rename it, and define ${name}(event, context) that returns asyncio.run(…) of it`,
});
