import { lambdaRuntimesSource } from "../../../aws/facts/lambda-runtimes";
import { today } from "../../../engine/config/days";
import { resourceTable } from "../../support/resource-table";
import { unknown } from "../../support/wire";

const asOf = `(as of ${lambdaRuntimesSource.dated})`;
/** Words for a day in the past, or for one in the future. */
const by = (day: string, past: string, future: string) => `${day <= today() ? past : future} ${day}`;
const updates = (day: string) => by(day, "has refused to update them since", "will refuse to update them from");
const NODE = 'Fix: set runtime to "nodejs24.x" (supported until 2028-04-30), and test the code on it.';
const PROVIDED = "(supported until 2029-06-30), and test the code on it.";

resourceTable({
  policy: "lambda-runtime-support",
  type: "aws:lambda/function:Function",
  passes: [
    { name: "a runtime whose end is not announced", inputs: { runtime: "nodejs26.x" } },
    { name: "a runtime that the facts do not have", inputs: { runtime: "nodejs98.x" } },
    { name: "Python, which has a policy of its own", inputs: { runtime: "python3.6" } },
    { name: "a container image", inputs: { packageType: "Image", imageUri: "repo/image:1" } },
    { name: "unknown runtime", inputs: { runtime: unknown } },
    { name: "at the minimum", inputs: { runtime: "java25" }, options: { minimum: ["nodejs22.x", "java25"] } },
  ],
  violates: [
    {
      name: "Node.js that AWS no longer creates",
      inputs: { runtime: "nodejs12.x" },
      findings: [
        `runtime: AWS has refused to create functions with "nodejs12.x" since 2023-03-31, and has refused to update them since 2023-04-30 ${asOf}.\n${NODE}`,
      ],
    },
    {
      name: "Go, which has no runtime of its own any more",
      inputs: { runtime: "go1.x" },
      findings: [
        `runtime: AWS has refused to create functions with "go1.x" since 2024-02-08, and ${updates("2027-03-03")} ${asOf}.\n` +
          `Fix: set runtime to "provided.al2023", with the program built as bootstrap ${PROVIDED}`,
      ],
    },
    {
      name: "older system than the configured minimum",
      inputs: { runtime: "java17" },
      options: { minimum: ["java17.al2023"] },
      findings: [
        `runtime: "java17" is older than java17.al2023 (option minimum).\nFix: set runtime to "java25" ${PROVIDED}`,
      ],
    },
    {
      name: "older version than the configured minimum",
      inputs: { runtime: "nodejs20.x" },
      options: { minimum: ["nodejs22.x"] },
      findings: [`runtime: "nodejs20.x" is older than nodejs22.x (option minimum).\n${NODE}`],
    },
  ],
  advises: [
    {
      name: "Node.js that AWS no longer patches",
      inputs: { runtime: "nodejs18.x" },
      findings: [
        `runtime: AWS has not patched "nodejs18.x" since 2025-09-01, and will refuse to create functions with it from 2027-02-01 ${asOf}.\n${NODE}`,
      ],
    },
  ],
});
