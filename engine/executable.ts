// What the executable form does before anything else of the pack is loaded.
import path from "node:path";

// The engine names the address where it is reached, after options such as those of --logflow. Somebody in a terminal has none.
const isStarted = process.argv.slice(2).some((argument) => !argument.startsWith("-"));
if (!isStarted) {
  console.log(
    "aws-serverless-guard is a Pulumi policy pack, which the Pulumi CLI starts: pulumi preview --policy-pack FILE\n" +
      "`npx aws-serverless-guard --help` lists and explains its policies.",
  );
  process.exit();
}

/** The program's directory, in which the engine starts the file. */
export const program = process.cwd();
// What looks for it takes the directory where the pack is loaded for the pack's own.
process.chdir(path.dirname(__dirname));
