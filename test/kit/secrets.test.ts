import assert from "node:assert/strict";
import { formatFinding } from "../../engine/report/format";
import { Property, Secret } from "../../kit/known";
import { Secrets } from "../../kit/secrets";
import { quote } from "../../kit/text";

const hiding = (...secrets: readonly (string | number)[]) => {
  const collected = new Secrets();
  for (const secret of secrets) collected.note(secret);
  return collected;
};

describe("kit/secrets", () => {
  const texts: readonly (readonly [
    name: string,
    secrets: readonly (string | number)[],
    text: string,
    hidden: string,
  ])[] = [
    ["a quoted text", ["hunter2"], 'index "hunter2" is', "index [secret] is"],
    ["a short text, where it is all that is quoted", ["S"], 'of type "S" or "SS"', 'of type [secret] or "SS"'],
    ["a text that is cut", ["x".repeat(100)], `is ${quote("x".repeat(100))}`, "is [secret]"],
    ["a text with escapes", ['a"\u001b\u202e\n'], `is ${quote('a"\u001b\u202e\n')}`, "is [secret]"],
    ["a part of a text", ["arn:aws:sqs:::hunter2.fifo"], '"hunter2.fifo" is', "[secret] is"],
    ["a text that it is a part of", ["hunter2"], '"by-hunter2" is', "[secret] is"],
    ["a text without quotes", ["lib/hunter2.py"], "is in lib/hunter2.py, which", "is in [secret], which"],
    ["no part of a word", ["hunter"], "a hunter, hunters and hunter2", "a [secret], hunters and hunter2"],
    ["no part of a word of digits", ["2fa2"], "12fa2, 2fa23 and 2fa2", "12fa2, 2fa23 and [secret]"],
    ["a text between signs, in words too", ["-hunter-"], "a-hunter-b", "a[secret]b"],
    ["a text with an ellipsis", ["wait…now"], '"wait…now" is', "[secret] is"],
    ["four characters of a text", ["hunter2"], '"hunt" is', "[secret] is"],
    ["no less of a text, which may be there by chance", ["hunter2"], '"un" is', '"un" is'],
    ["a text of four characters, in another one", ["S3cr"], '"by-S3cr" is', "[secret] is"],
    ["signs of expressions", ["a.*(b"], "a.*(b, axxb", "[secret], axxb"],
    ["a number, but no index", [5], "items[5] reads 5, 15 and 5.5", "items[5] reads [secret], 15 and 5.5"],
    ["a number wherever it is", [7], "7 of 7", "[secret] of [secret]"],
    ["nothing where nothing was read", [""], 'index "hunter2" is', 'index "hunter2" is'],
  ];
  for (const [name, secrets, text, hidden] of texts) {
    it(`hides ${name}`, () => assert.equal(hiding(...secrets).hide(text), hidden));
  }

  it("are what is read of secret values, names in them too", () => {
    const secrets = new Secrets();
    const inner = new Secret({ "key-1": ["text-1"], "key-2": 1, n: 7 });
    const root = new Property({ a: inner, b: { c: "text-2", n: 8 } }, [], secrets);
    const shown = '"text-1" "text-2" "key-2" 7 8';
    assert.equal(secrets.hide(shown), shown);
    root.at("a").at("key-1").at(0).string();
    root.at("b").at("c").string();
    root.at("b").at("n").number();
    assert.equal(secrets.hide(shown), '[secret] "text-2" "key-2" 7 8');
    root.at("a").at("n").number();
    root.at("a").entries();
    assert.equal(secrets.hide(shown), '[secret] "text-2" [secret] [secret] 8');
  });

  it("are not the names that a policy asks for, or that the configuration has", () => {
    const secrets = new Secrets();
    const tag = new Property({ tag: new Secret({ name: "text-1", Team: "text-2", other: 1 }) }, [], secrets).at("tag");
    tag.entries();
    tag.at("name").string();
    assert.equal(secrets.hide('"name" text-1 "Team" other', new Set(["Team"])), '"name" [secret] "Team" [secret]');
  });

  it("are no names of what is not secret, and no names that are empty", () => {
    const secrets = new Secrets();
    const root = new Property({ a: new Secret({ "": 1 }), b: { "key-2": 2 } }, [], secrets);
    root.at("a").entries();
    root.at("b").entries();
    assert.equal(secrets.hide('"key-2" is ""'), '"key-2" is ""');
  });

  it("are what is made of a secret value, and what it says as JSON", () => {
    const secrets = new Secrets();
    const root = new Property({ a: new Secret('{"k":"hunter2"}'), b: "{}" }, [], secrets);
    root.at("a").json().at("k").string();
    root.at("a").note("made");
    root.at("b").note("plain");
    assert.equal(secrets.hide("hunter2, made, plain"), "[secret], [secret], plain");
  });

  it("are shared by the resources of a stack, save for values as a whole", () => {
    const secrets = new Secrets();
    const [one, other] = [new Secrets(secrets), new Secrets(secrets)];
    new Property(new Secret("hunter2"), [], one).string();
    new Property(new Secret({}), [], one).value();
    new Property({}, [], other).value();
    assert.equal(other.hide("hunter2"), "[secret]");
    assert.deepEqual([one.opaque, other.opaque], [true, false]);
  });

  it("show no more than the line where a value was handed out as a whole", () => {
    const secrets = new Secrets();
    const code = new Property({ code: new Secret({}) }, [], secrets).at("code");
    code.value();
    const texts = [{ at: code }, { in: { file: "hunter2.py", line: 3, column: 14 } }].map((place) =>
      formatFinding({ ...place, problem: "hunter2", fix: "hunter2" }, "https://example.com/", undefined, [secrets]),
    );
    const fix = "Fix: look where the program makes the value; the policy's page says what to do.\nhttps://example.com/";
    assert.deepEqual(texts, [
      `code: the violation is in a value that is marked as secret, and is not shown.\n${fix}`,
      `the violation is in a value that is marked as secret, in line 3 of a file, and is not shown.\n${fix}`,
    ]);
  });
});
