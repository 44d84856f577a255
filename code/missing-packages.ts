import type { ParsedRuntime } from "../aws/facts/lambda-runtimes";
import { standardModule } from "../aws/facts/runtime-modules";
import { quote } from "../kit/text";
import type { Code } from "./code";

export const notProvided = (name: string, { family, version }: ParsedRuntime, code: Code) => {
  const id = `${family}${version.join(".")}${family === "nodejs" ? ".x" : ""}`;
  const problem = `${quote(name)} is imported, but it is not in the code, in a layer or in ${id}`;
  if (family === "nodejs") {
    if (name === "aws-sdk")
      return { problem, fix: `use the @aws-sdk packages of ${id} instead, or ship aws-sdk in node_modules` };
    return { problem: problem + unread(code, "package.json"), fix: `ship ${name} in node_modules, or in a layer` };
  }
  const standard = standardModule(name);
  if (standard?.until !== undefined)
    return {
      problem: `${problem}: Python ${standard.until} is the last version that has it`,
      fix: `stop using ${name}`,
    };
  if (standard?.since !== undefined)
    return {
      problem: `${problem}: Python ${standard.since} is the first version that has it`,
      fix: `set a newer runtime`,
    };
  const distribution = DISTRIBUTIONS[name] ?? name;
  return {
    problem: problem + unread(code, "requirements.txt"),
    fix: `ship it in the directory of the code, for example with "pip install --target … ${distribution}", or in a layer`,
  };
};

function unread(code: Code, file: string): string {
  return code.entries.has(file) ? `; Lambda does not install what ${file} names` : "";
}

/** What pip calls some packages of Python. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  Crypto: "pycryptodome",
  PIL: "Pillow",
  aws_lambda_powertools: "aws-lambda-powertools",
  aws_xray_sdk: "aws-xray-sdk",
  bs4: "beautifulsoup4",
  cv2: "opencv-python-headless",
  dotenv: "python-dotenv",
  jose: "python-jose",
  jwt: "PyJWT",
  psycopg2: "psycopg2-binary",
  sklearn: "scikit-learn",
  yaml: "PyYAML",
};
