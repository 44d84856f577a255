import { lambdaRuntimesSource } from "../../../aws/facts/lambda-runtimes";
import { resourceTable } from "../../support/resource-table";
import { assetArchive, stringAsset, unknown } from "../../support/wire";

const layer = (compatibleRuntimes: unknown) => ({ layerName: "shared", compatibleRuntimes });
const four = ["python3.8", "python3.9", "python3.10", "python3.11"];
const required = { required: four };
/** More than AWS has: lists may have any length. */
const fifteen = Array.from({ length: 15 }, (_, minor) => `python3.${minor + 12}`);
/** A list with room for few more runtimes, which are of a language that is not checked. */
const javas = (count: number) => Array.from({ length: count }, (_, version) => `java${version}`);

resourceTable({
  policy: "lambda-layer-runtime-coverage",
  type: "aws:lambda/layerVersion:LayerVersion",
  passes: [
    { name: "the minimum alone", inputs: layer(["python3.11"]) },
    { name: "a newer version alone", inputs: layer(["python3.13"]) },
    { name: "versions from the minimum on", inputs: layer(["python3.12", "python3.13", "python3.14"]) },
    { name: "old versions beside the minimum", inputs: layer(four) },
    { name: "an old version beside a newer one", inputs: layer(["python3.13", "python3.8"]) },
    { name: "a version that AWS does not have yet", inputs: layer(["python3.27"]) },
    { name: "at a lower minimum", inputs: layer(["python3.9"]), options: { minimum: "3.9" } },
    { name: "no runtimes declared, so usable by all", inputs: { layerName: "shared" } },
    { name: "empty list of runtimes", inputs: layer([]) },
    { name: "layer of another language", inputs: layer(["nodejs12.x", "nodejs22.x"]) },
    { name: "layer for no managed language", inputs: layer(["provided.al2023"]) },
    { name: "unknown list", inputs: layer(unknown) },
    { name: "a list whose unknown element may be the missing one", inputs: layer(["python3.8", unknown]) },
    { name: "text where a list belongs", inputs: layer("python3.8") },
    { name: "a list in a list", inputs: layer([["python3.8"]]) },
    { name: "a text that is no runtime", inputs: layer(["python", "3.8"]) },
    { name: "required runtimes", inputs: layer(["nodejs22.x"]), options: { required: ["nodejs22.x"] } },
    {
      name: "more than the required runtimes, in another order",
      inputs: layer(["python3.13", ...four.toReversed()]),
      options: required,
    },
    {
      name: "layer of another language than those required",
      inputs: layer(["nodejs22.x"]),
      options: required,
    },
  ],
  violates: [
    {
      name: "3.8 and 3.9 only",
      inputs: layer(["python3.8", "python3.9"]),
      findings: [
        "compatibleRuntimes: the newest Python that the layer declares is python3.9, older than python3.11 (option minimum).\n" +
          'Fix: add "python3.10" and "python3.11" to compatibleRuntimes.',
      ],
    },
    {
      name: "one version below the minimum",
      inputs: layer(["python3.10"]),
      findings: [
        "compatibleRuntimes: the newest Python that the layer declares is python3.10, older than python3.11 (option minimum).\n" +
          'Fix: add "python3.11" to compatibleRuntimes.',
      ],
    },
    {
      name: "3.9 beside 3.11, at a higher minimum",
      inputs: layer(["python3.11", "python3.9"]),
      options: { minimum: "3.13" },
      findings: [
        "compatibleRuntimes: the newest Python that the layer declares is python3.11, older than python3.13 (option minimum).\n" +
          'Fix: add "python3.12" and "python3.13" to compatibleRuntimes.',
      ],
    },
    {
      name: "2.7, whose successors are from 3.6 on",
      inputs: layer(["python2.7"]),
      options: { minimum: "3.5" },
      findings: [
        "compatibleRuntimes: the newest Python that the layer declares is python2.7, older than python3.5 (option minimum).\n" +
          'Fix: add "python3.6" to compatibleRuntimes.',
      ],
    },
    {
      name: "an old Python beside another language",
      inputs: layer(["nodejs22.x", "python3.9", "python3.10"]),
      findings: [
        "compatibleRuntimes: the newest Python that the layer declares is python3.10, older than python3.11 (option minimum).\n" +
          'Fix: add "python3.11" to compatibleRuntimes.',
      ],
    },
    {
      name: "a minimum that AWS does not have",
      inputs: layer(["python3.13"]),
      options: { minimum: "3.19" },
      findings: [
        "compatibleRuntimes: the newest Python that the layer declares is python3.13, older than python3.19 (option minimum).\n" +
          `Fix: lower option minimum: AWS has no python3.19 or later (as of ${lambdaRuntimesSource.dated}).`,
      ],
    },
    {
      name: "two languages, one of them without a required runtime",
      inputs: layer(["nodejs22.x", "python3.9", "python3.10", "python3.11"]),
      options: required,
      findings: [
        "compatibleRuntimes: the layer does not declare python3.8 (option required).\n" +
          'Fix: add "python3.8" to compatibleRuntimes.',
      ],
    },
    {
      name: "required runtime of another language missing",
      inputs: layer(["nodejs20.x"]),
      options: { required: ["nodejs22.x", "python3.12"] },
      findings: [
        "compatibleRuntimes: the layer does not declare nodejs22.x (option required).\n" +
          'Fix: add "nodejs22.x" to compatibleRuntimes.',
      ],
    },
    {
      name: "all required runtimes, of which none is new enough",
      inputs: layer(["python3.9"]),
      options: { required: ["python3.9"] },
      findings: [
        "compatibleRuntimes: the newest Python that the layer declares is python3.9, older than python3.11 (option minimum).\n" +
          'Fix: add "python3.10" and "python3.11" to compatibleRuntimes.',
      ],
    },
    {
      name: "more runtimes than AWS allows",
      inputs: layer([...four, ...fifteen.slice(3)]),
      findings: [
        "compatibleRuntimes: 16 runtimes are declared, and AWS allows 15.\n" +
          "Fix: remove 1 of them, first those that AWS no longer supports.",
      ],
    },
    {
      name: "just enough room for the missing runtimes",
      inputs: layer(fifteen.slice(4)),
      options: required,
      findings: [
        "compatibleRuntimes: the layer does not declare python3.8, python3.9, python3.10 or python3.11 (option required).\n" +
          'Fix: add "python3.8", "python3.9", "python3.10" and "python3.11" to compatibleRuntimes.',
      ],
    },
    {
      name: "no room for the required runtimes",
      inputs: layer(fifteen),
      options: required,
      findings: [
        "compatibleRuntimes: the layer does not declare python3.8, python3.9, python3.10 or python3.11 (option required).\n" +
          "Fix: replace runtimes that no function uses any more by python3.8, python3.9, python3.10 and python3.11; AWS allows 15.",
      ],
    },
    {
      name: "no room for the minimum",
      inputs: layer([...javas(14), "python3.10"]),
      findings: [
        "compatibleRuntimes: the newest Python that the layer declares is python3.10, older than python3.11 (option minimum).\n" +
          "Fix: replace runtimes that no function uses any more by python3.11; AWS allows 15.",
      ],
    },
  ],
  repairs: [
    {
      name: "by the minimum and no version below it, and keeps the layer's code",
      inputs: { ...layer(["python3.9", "python3.8"]), code: assetArchive({ "python/a.py": stringAsset("A = 1") }) },
      repaired: {
        ...layer(["python3.9", "python3.8", "python3.11"]),
        code: assetArchive({ "python/a.py": stringAsset("A = 1") }),
      },
    },
    {
      name: "by the required runtimes, and the minimum where none of them is new enough",
      inputs: layer(["nodejs20.x", "python3.9"]),
      options: { required: ["nodejs22.x", "nodejs24.x", "python3.9"] },
      repaired: layer(["nodejs20.x", "python3.9", "nodejs22.x", "nodejs24.x", "python3.11"]),
    },
    {
      name: "by required runtimes, of which one is new enough",
      inputs: layer(["python3.9"]),
      options: { required: ["python3.12", "python3.13"] },
      repaired: layer(["python3.9", "python3.12", "python3.13"]),
    },
    {
      name: "by required runtimes up to AWS's limit",
      inputs: layer(fifteen.slice(1)),
      options: { required: ["python3.11"] },
      repaired: layer([...fifteen.slice(1), "python3.11"]),
    },
    {
      name: "nothing beyond AWS's limit",
      inputs: layer(fifteen),
      options: { required: ["python3.11"] },
      repaired: undefined,
    },
    {
      name: "nothing where a required runtime is below the minimum",
      inputs: layer(["python3.11"]),
      options: required,
      repaired: undefined,
    },
    {
      name: "nothing where a required runtime does not exist",
      inputs: layer(["python3.11"]),
      options: { required: ["python3.19"] },
      repaired: undefined,
    },
    {
      name: "nothing where the minimum does not exist",
      inputs: layer(["python3.9"]),
      options: { minimum: "3.19" },
      repaired: undefined,
    },
    { name: "nothing in a layer that is new enough", inputs: layer(["python3.12"]), repaired: undefined },
    { name: "nothing in a list with unknown elements", inputs: layer(["python3.8", unknown]), repaired: undefined },
  ],
});
