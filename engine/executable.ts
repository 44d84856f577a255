// The first thing that the executable form loads.
import path from "node:path";

// The engine passes its address, perhaps after options such as --logflow. A person in a terminal passes none.
const isStarted = process.argv.slice(2).some((argument) => !argument.startsWith("-"));
if (!isStarted) {
  console.log(
    "aws-serverless-guard is a Pulumi policy pack, which the Pulumi CLI starts: pulumi preview --policy-pack FILE\n" +
      "`npx aws-serverless-guard --help` lists and explains its policies.",
  );
  process.exit();
}

/** The program's directory: the engine starts the file there. */
export const program = process.cwd();
// Modules that look for the pack's directory use the current one while they load.
process.chdir(path.dirname(__dirname));
