// npm run findings [NAME...]: writes what the engine prints of the violating programs, of all policies or of those named, and the pages.
import { policies } from "../policies";
import { generateAll } from "./generate";
import { writeFinding } from "./page-programs";

async function main(wanted: readonly string[]): Promise<void> {
  const names = policies.map(({ metadata }) => metadata.name);
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`There is no policy ${unknown} in policies/index.ts.`);
  for (const name of wanted.length > 0 ? wanted : names) {
    await writeFinding(name);
    console.log(`examples/policies/${name}/finding.txt`);
  }
  await generateAll();
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
