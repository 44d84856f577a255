import { resourceTable } from "../../support/resource-table";
import { assetArchive, stringAsset, unknown } from "../../support/wire";

const layer = (compatibleRuntimes: unknown) => ({ layerName: "shared", compatibleRuntimes });
const standard = ["python3.8", "python3.9", "python3.10", "python3.11"];
const fifteen = Array.from({ length: 15 }, (_, minor) => `python3.${minor + 12}`);

resourceTable({
  policy: "lambda-layer-runtime-coverage",
  type: "aws:lambda/layerVersion:LayerVersion",
  passes: [
    { name: "exactly the required runtimes", inputs: layer(standard) },
    {
      name: "more than the required runtimes, in another order",
      inputs: layer(["python3.13", ...standard.toReversed()]),
    },
    { name: "no runtimes declared, so usable by all", inputs: { layerName: "shared" } },
    { name: "empty list of runtimes", inputs: layer([]) },
    { name: "layer of another language", inputs: layer(["nodejs20.x", "nodejs22.x"]) },
    { name: "layer for no managed language", inputs: layer(["provided.al2023"]) },
    { name: "unknown list", inputs: layer(unknown) },
    { name: "a list whose unknown element may be the missing one", inputs: layer(["python3.8", unknown]) },
    { name: "text where a list belongs", inputs: layer("python3.8") },
    { name: "a list in a list", inputs: layer([["python3.8"]]) },
    { name: "configured runtimes", inputs: layer(["nodejs22.x"]), options: { required: ["nodejs22.x"] } },
  ],
  violates: [
    {
      name: "3.8 and 3.9 only",
      inputs: layer(["python3.8", "python3.9"]),
      findings: [
        "compatibleRuntimes: the layer is not compatible with python3.10 or python3.11 (option required).\n" +
          'Fix: add "python3.10" and "python3.11" to compatibleRuntimes.',
      ],
    },
    {
      name: "two languages, one of them incomplete",
      inputs: layer(["nodejs22.x", "python3.9", "python3.10", "python3.11"]),
      findings: [
        "compatibleRuntimes: the layer is not compatible with python3.8 (option required).\n" +
          'Fix: add "python3.8" to compatibleRuntimes.',
      ],
    },
    {
      name: "configured runtime missing",
      inputs: layer(["nodejs20.x"]),
      options: { required: ["nodejs22.x", "python3.12"] },
      findings: [
        "compatibleRuntimes: the layer is not compatible with nodejs22.x (option required).\n" +
          'Fix: add "nodejs22.x" to compatibleRuntimes.',
      ],
    },
    {
      name: "more runtimes than AWS allows",
      inputs: layer([...standard, ...fifteen.slice(3)]),
      findings: [
        "compatibleRuntimes: 16 runtimes are declared, and AWS allows 15.\n" +
          "Fix: remove 1 of them, first those that AWS no longer supports.",
      ],
    },
    {
      name: "just enough room for the missing runtimes",
      inputs: layer(fifteen.slice(4)),
      findings: [
        "compatibleRuntimes: the layer is not compatible with python3.8, python3.9, python3.10 or python3.11 (option required).\n" +
          'Fix: add "python3.8", "python3.9", "python3.10" and "python3.11" to compatibleRuntimes.',
      ],
    },
    {
      name: "no room for the missing runtimes",
      inputs: layer(fifteen),
      findings: [
        "compatibleRuntimes: the layer is not compatible with python3.8, python3.9, python3.10 or python3.11 (option required).\n" +
          "Fix: replace runtimes that no function uses any more by python3.8, python3.9, python3.10 and python3.11; AWS allows 15.",
      ],
    },
  ],
  repairs: [
    {
      name: "missing runtimes, and keeps the layer's code",
      inputs: { ...layer(["python3.9", "python3.8"]), code: assetArchive({ "python/a.py": stringAsset("A = 1") }) },
      repaired: {
        ...layer(["python3.9", "python3.8", "python3.10", "python3.11"]),
        code: assetArchive({ "python/a.py": stringAsset("A = 1") }),
      },
    },
    {
      name: "missing runtimes up to AWS's limit",
      inputs: layer(fifteen.slice(4)),
      repaired: layer([...fifteen.slice(4), ...standard]),
    },
    { name: "nothing beyond AWS's limit", inputs: layer(fifteen), repaired: undefined },
    { name: "nothing in a list with unknown elements", inputs: layer(["python3.8", unknown]), repaired: undefined },
  ],
});
