// Stryker's runner for mocha, which looks for modules of mocha that mocha 12 has as .cjs.
import Module from "node:module";

Module._extensions[".cjs"] ??= Module._extensions[".js"];
export const { strykerPlugins, strykerValidationSchema } = await import("@stryker-mutator/mocha-runner");
