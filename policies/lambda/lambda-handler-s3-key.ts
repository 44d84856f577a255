import { FUNCTION } from "../../aws/model/kinds";
import { keyPathsOf } from "../../aws/model/s3-event-paths";
import { factsOf } from "../../code/facts";
import { CodeJudge, type FoundInCode } from "../../code/judged-code";
import { codeOptions } from "../../code/options";
import { type EncodedKey, encodedKeys } from "../../code/s3-keys";
import { stackPolicy } from "../../kit/policy";
import { quote } from "../../kit/text";

export const lambdaHandlerS3Key = stackPolicy({
  name: "lambda-handler-s3-key",
  description: "A handler decodes the key of an S3 event before it asks for the object.",
  severity: "medium",
  level: "advisory",
  resources: FUNCTION.types,
  options: codeOptions,
  remediationSteps: "Decode the key with unquote_plus or decodeURIComponent, which turns + into a space first.",
  tags: ["lambda", "code", "s3"],
  page: {
    why: 'S3 URL-encodes the keys in its events: "my photo.jpg" comes as "my+photo.jpg", "é" as "%C3%A9". A function that asks for the object by the key as it comes works in every test with a plain name, and gets NoSuchKey or AccessDenied for the first name with a space, a plus, a parenthesis or a letter with an accent.',
    limits:
      "It checks Python and Node.js functions that a bucket of the stack notifies, directly or through a queue or a topic. It follows the key from the event to calls of S3, and of services that are given an object of S3. It leaves alone keys that are only logged or stored, or put together with other text for the key of another object, and events of EventBridge, whose keys are not encoded.",
    sources: [
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/with-s3-example.html",
      "https://docs.python.org/3/library/urllib.parse.html#urllib.parse.unquote_plus",
    ],
    since: "0.1.0",
  },

  async check(graph, options, report) {
    const judge = new CodeJudge(options, report);
    await report.each(graph.ofType(...FUNCTION.types), async (lambda) => {
      const paths = keyPathsOf(graph, lambda);
      const code = paths.length > 0 ? await judge.codeOf(lambda) : undefined;
      if (code === undefined) return;
      const keys = judge.whole(lambda, code, () => {
        const facts = factsOf(lambda, code);
        return facts === undefined ? [] : encodedKeys(facts, paths);
      });
      const [first] = keys;
      if (first !== undefined) judge.judge(lambda, code, first.fact.file, () => keys.map(notDecoded));
    });
    judge.reportAll();
  },
});

const notDecoded = ({ fact, by, language }: EncodedKey): FoundInCode => {
  const { file, line, column, method } = fact;
  const decode =
    language === "python"
      ? 'pass the key through "urllib.parse.unquote_plus" first'
      : 'pass the key through "decodeURIComponent(key.replace(/\\\\+/g, \\" \\"))" first'
          .replaceAll("\\\\", "\\")
          .replaceAll('\\"', "'");
  const how = by === undefined ? "URL-encoded, as S3 sends it" : `decoded only by ${by}, which leaves + as it is`;
  return {
    file,
    line,
    column,
    problem: `${quote(method)} gets the key of the event ${how}: it fails for names such as "my photo.jpg", which comes as "my+photo.jpg"`,
    fix: decode,
  };
};
