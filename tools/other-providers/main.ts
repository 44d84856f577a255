// A stand-in for providers that programs use beside AWS's. At preview, what they answer is unknown to a program, apart from its own
// inputs; afterwards it is there for the resources and functions below, and missing for all others.
import { createHash, randomUUID } from "node:crypto";
import { type Properties, text, withDefaultsNoted, withoutDefaultsNoted } from "../../testing/aws/values";
import { servePlugin } from "../../testing/provider";

type Answers = (inputs: Properties, unique: string) => Properties;

const resources: Readonly<Record<string, Answers>> = {
  "command:local:Command": () => ({ stderr: "", stdout: "" }),
  "command:remote:Command": () => ({ stderr: "", stdout: "" }),
  "random:index/randomId:RandomId": (_, unique) => ({
    b64Std: Buffer.from(unique).toString("base64"),
    b64Url: Buffer.from(unique).toString("base64url"),
    dec: BigInt(`0x${unique}`).toString(),
    hex: unique,
  }),
  "random:index/randomInteger:RandomInteger": ({ min = 0 }) => ({ result: min }),
  "random:index/randomPassword:RandomPassword": ({ length }, unique) => ({
    bcryptHash: "",
    result: drawn(length, unique),
  }),
  "random:index/randomPet:RandomPet": (inputs, unique) => ({
    id: [text(inputs, "prefix"), "pet", unique.slice(0, 4)].filter((part) => part !== "").join("-"),
  }),
  "random:index/randomShuffle:RandomShuffle": ({ inputs = [] }) => ({ results: inputs }),
  "random:index/randomString:RandomString": ({ length }, unique) => ({ result: drawn(length, unique) }),
  "random:index/randomUuid:RandomUuid": () => ({ result: randomUUID() }),
  "tls:index/privateKey:PrivateKey": () => ({
    privateKeyPem: "a key",
    publicKeyOpenssh: "a key",
    publicKeyPem: "a key",
  }),
};

const functions: Readonly<Record<string, Answers>> = {
  "archive:index/getFile:getFile": ({ outputPath = "" }, unique) => ({
    id: unique,
    outputBase64sha256: Buffer.from(unique, "hex").toString("base64"),
    outputSize: 1024,
    outputSha256: unique,
    outputPath,
  }),
  "std:index:base64encode": ({ input }) => ({ result: Buffer.from(String(input)).toString("base64") }),
  "std:index:jsonencode": ({ input }) => ({ result: JSON.stringify(input) }),
};

function drawn(length: unknown, unique: string): string {
  return unique.repeat(4).slice(0, typeof length === "number" ? length : 16);
}

function made(urn: string, type: string, inputs: Properties): { id: string; outputs: Properties } {
  const unique = createHash("sha256").update(urn).digest("hex");
  const plain = withoutDefaultsNoted(inputs);
  const answers = resources[type]?.(plain, unique) ?? {};
  const id = text(answers, "id") || unique.slice(0, 20);
  return { id, outputs: { ...plain, ...answers, id } };
}

void servePlugin({
  name: process.argv[2] ?? "",
  version: "1.0.0",
  check: (_urn, _type, news) => withDefaultsNoted(news, []),
  previewed: (_type, inputs, olds = {}) => ({ ...olds, ...withoutDefaultsNoted(inputs) }),
  created: made,
  updated: (urn, type, id, inputs) => ({ ...made(urn, type, inputs).outputs, id }),
  read: (_urn, _type, id, state) => ({ inputs: {}, outputs: { ...state, id } }),
  remember: () => {},
  invoke(token, args) {
    const unique = createHash("sha256").update(JSON.stringify(args)).digest("hex");
    return functions[token]?.(args, unique) ?? args;
  },
});
