import assert from "node:assert/strict";
import { unresolvedIn } from "../../kit/unresolved";

const node =
  "Calling [toString] on an [Output<T>] is not supported.\n\nTo get the value of an Output<T> as an Output<string>";
const json = "Calling [toJSON] on an [Output<T>] is not supported.\n\nTo get the value of an Output as a JSON value";
const python =
  "Calling __str__ on an Output[T] is not supported.\n\nTo get the value of an Output[T] as an Output[str] consider:";
const dotnet = "Calling [ToString] on an [Output<T>] is not supported.\r\n\r\nTo get the value of an Output<T>";
const java =
  "Calling 'toString' on an 'Output<T>' is not supported.\nThis is because the value of an 'Output' is asynchronous.";

describe("unresolved Outputs in texts", () => {
  const found: readonly (readonly [text: string, language: string, of?: string])[] = [
    [`arn:aws:s3:::${node}/*`, "nodejs"],
    [JSON.stringify({ Resource: json }), "nodejs", "json"],
    [JSON.stringify(JSON.stringify({ Resource: json })), "nodejs", "json"],
    [`{"Resource": "${python.replaceAll("\n", "\\n")}"}`, "python"],
    [dotnet, "dotnet"],
    [java, "java"],
    // As programs make names of it.
    [`log-${node}`.toLowerCase(), "nodejs"],
    [node.replaceAll(/[^a-zA-Z0-9]/g, "-"), "nodejs"],
    [python.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"), "python"],
    [`bucket-${node}`.slice(0, 40), "nodejs"],
    [`bucket-${python}`.slice(0, 63), "python"],
    ["['<pulumi.output.Output object at 0x7f3a2c1d5e80>']", "python", "object"],
    ["arn:aws:s3:::<pulumi_aws.s3.bucket.Bucket object at 0x10a2f3b50>/*", "python", "object"],
    ["arn:aws:s3:::Pulumi.Output`1[System.String]/*", "dotnet"],
    ["com.pulumi.core.internal.OutputInternal@6d06d69c", "java"],
    ["{%!s(*internal.OutputState=&{{{} [0 0 0]} 0xc0001a2b40 0})}", "go"],
    ["https://{0xc0004a6890}/live", "go"],
    ["aws lambda get-function --function-name %!s(*string=0xc0004a6890)", "go", "pointer"],
  ];
  for (const [text, language, of] of found) {
    it(`are found in ${JSON.stringify(text.slice(0, 60))}`, () => {
      const { says, inJson, ...rest } = unresolvedIn(text) ?? {};
      assert.deepEqual(rest, { language, ...(of && { of }) });
      assert.ok(says);
    });
  }

  const none = [
    "",
    "calling on an output",
    "Calling toString on an Output is slow",
    '{ $.message = "Calling [toString] on an [Output<T>] is not supported" }',
    "Calling [toString] on an [Output<T>] is not supported by this linter",
    // The SDK itself, in a bundle.
    `class OutputImpl { __pulumiOutput = true; toString() { return \`${node}\`; } }`,
    "{0x1f}",
    "<pulumi>",
    "calling ",
  ];
  for (const text of none)
    it(`are none in ${JSON.stringify(text.slice(0, 60))}`, () => assert.equal(unresolvedIn(text), undefined));

  it("are looked for in time that grows with the length of the text alone", () => {
    for (const part of [
      "calling ",
      "calling [tostring] ",
      `<pulumi${".a".repeat(1_000)} `,
      "calling__to__string--on--",
      "{0xc0",
      "<pulumi",
    ]) {
      const text = part.repeat(Math.ceil(2_000_000 / part.length));
      const start = performance.now();
      unresolvedIn(text);
      assert.ok(performance.now() - start < 1_000, part);
    }
  });
});
