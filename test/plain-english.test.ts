import assert from "node:assert/strict";
import { policies } from "../policies";
import { documents, readDocument } from "./support/documents";
import { messages } from "./support/messages";

/** Phrases that readers stumble over, and what is written instead. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:is|are|was|were|be) told (?:of|by|twice)\b/, "is reported"],
  [/\blets? (?:\S+ ){0,3}in\b(?! (?:the|a|an) )/, "allows"],
  [/\bas for want of\b/, "because there is no"],
  [/\bin the midst\b/, "in the middle"],
  [/\bto be had\b/, "there is"],
  [/\ball the same\b/, "anyway"],
  [/\bsave (?:for|that)\b/, "except"],
  [/\b(?:nought|whilst|lest|hence|thereof|whereof|wherein)\b/, "an everyday word"],
  [/\bbeneath\b/, "below, or in"],
  [/\bas long as (?:it|that|these|this)\b/, "until"],
  [/\b(?:takes?|by a role) (?:\S+ ){0,3}alone\b/, "accepts only"],
  [/(?:, | )such as by\b|, as by\b/, "for example with"],
  [/\bas ever\b/, "as usual"],
  [/\bhangs? off\b/, "is in"],
  [
    /(?:^|[.;] )(?:Reported|Left alone|Also left alone|Checked|Compiled|Missing|Not counted) (?:is|are)\b/,
    "an active sentence",
  ],
  [/(?<![`/]|\{ |return )\bjudg(?:ed?|es|ing)\b(?!-)/, "checks"],
];

const lines = (where: string, text: string) => text.split("\n").map((line, index) => ({ where, line, at: index + 1 }));

describe("plain English", () => {
  const texts = [
    ...documents.flatMap((file) => lines(file, readDocument(file))),
    ...policies.flatMap(({ metadata: { name, description, remediationSteps, page } }) =>
      [description, remediationSteps, page.why, page.limits].flatMap((text) => lines(name, text)),
    ),
    ...[...messages()].flatMap(([policy, all]) => all.flatMap((text) => lines(policy, text))),
  ];

  for (const [phrase, instead] of PHRASES) {
    it(`has "${instead}" in place of ${phrase.source}`, () => {
      const found = texts.filter(({ line }) => phrase.test(line));
      assert.deepEqual(
        found.map(({ where, at, line }) => `${where}:${at}: ${line}`),
        [],
      );
    });
  }
});
