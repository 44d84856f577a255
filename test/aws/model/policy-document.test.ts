import assert from "node:assert/strict";
import { ANY_PART, matchesPattern, patternsOverlap } from "../../../aws/model/iam-patterns";
import { isAboutAction, isAboutService, statementsOf } from "../../../aws/model/policy-document";
import { Property, UNKNOWN } from "../../../kit/known";

describe("policy documents", () => {
  const read = (document: unknown) => statementsOf(new Property(JSON.stringify(document)));
  const allow = { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sqs:Send*", Resource: "*" };

  it("reads single values as lists, and everybody as any account", () => {
    const found = read({
      Statement: { ...allow, Principal: "*", Condition: { Bool: { "aws:SecureTransport": true } } },
    });
    assert.ok(found.state === "known");
    const [statement] = found.value;
    assert.ok(statement);
    assert.deepEqual(statement.principals, { AWS: ["*"] });
    assert.deepEqual(statement.actions, ["sqs:Send*"]);
    assert.deepEqual(statement.conditions, [{ operator: "Bool", key: "aws:SecureTransport", values: ["true"] }]);
    assert.ok(isAboutAction(statement, "SQS:SendMessage") && !isAboutAction(statement, "sqs:ReceiveMessage"));
    assert.ok(isAboutService(statement, "sns.amazonaws.com"));
  });

  it("knows nothing of what is no document", () => {
    for (const statement of [
      { ...allow, Principle: "*" },
      { ...allow, Action: [{}] },
      { ...allow, Effect: "allow" },
      7,
    ])
      assert.equal(read({ Statement: [statement] }).state, "unknown", JSON.stringify(statement));
    for (const text of ["{", "[]", "null", UNKNOWN, `"${"a".repeat(70_000)}"`])
      assert.equal(statementsOf(new Property(text)).state, "unknown");
    assert.equal(statementsOf(new Property(undefined)).state, "absent");
  });
});

describe("patterns of IAM", () => {
  it("match whole texts", () => {
    for (const [pattern, text] of [
      ["*", ""],
      ["a*c", "abbc"],
      ["a?c", "abc"],
      ["*:*/GET/*", "arn:x:api/prod/GET/books"],
    ] as const)
      assert.ok(matchesPattern(pattern, text), pattern);
    for (const [pattern, text] of [
      ["a", "ab"],
      ["a?", "a"],
      ["a*b", "ac"],
      ["api/*/*/*", "api/prod/$default"],
      [`${"*a".repeat(50)}b`, "a".repeat(5_000)],
    ] as const)
      assert.ok(!matchesPattern(pattern, text), pattern);
  });

  it("overlap where some text matches both", () => {
    for (const [a, b] of [
      ["api/*/GET/*", "api/v1/*/books"],
      ["a?c*", "*bcd"],
      [`api/${ANY_PART}/GET/${ANY_PART}`, "api/*/*/*"],
      ["*", "**"],
      ["", "*"],
    ] as const)
      assert.ok(patternsOverlap(a, b) && patternsOverlap(b, a), `${a} ${b}`);
    for (const [a, b] of [
      [`api/${ANY_PART}/GET/books`, "api/*/POST/*"],
      [`api/${ANY_PART}/GET`, "api/v1/beta/GET"],
      ["api/*/*/*", `api/${ANY_PART}/$default`],
      ["a*", "b*"],
      ["?", ""],
    ] as const)
      assert.ok(!patternsOverlap(a, b) && !patternsOverlap(b, a), `${a} ${b}`);
  });
});
