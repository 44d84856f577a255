// Loaded before a program. With colors, Node 20 loops for ever over the stack of an error in a file that is directly in a scope's
// folder, such as node_modules/@pulumi/config.ts, which is where source maps say that the SDK's files are.
const util = require("node:util");

util.inspect = new Proxy(util.inspect, {
  apply: (inspect, self, [value, options, ...rest]) =>
    Reflect.apply(inspect, self, [
      value,
      typeof options === "object" ? { ...options, colors: false } : options,
      ...rest,
    ]),
});
