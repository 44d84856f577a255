import { stackTable } from "../../support/stack-table";

stackTable({
  policy: "lambda-code-permissions",
  passes: [{ name: "", resources: [{ type: "aws:lambda/function:Function", name: "one" }] }],
  violates: [],
});
