import { stackTable } from "../../support/stack-table";

stackTable({
  policy: "lambda-dynamodb-requests",
  passes: [{ name: "", resources: [{ type: "aws:lambda/function:Function", name: "one" }] }],
  violates: [],
});
