// The pack as an executable file, which the engine starts in the program's directory.
import path from "node:path";

const program = process.cwd();
// The engine names the address where it is reached, after options such as those of --logflow. Somebody in a terminal has none.
const isStarted = process.argv.slice(2).some((argument) => !argument.startsWith("-"));
if (!isStarted) {
  console.log(
    "aws-serverless-guard is a Pulumi policy pack, which the Pulumi CLI starts: pulumi preview --policy-pack FILE\n" +
      "`npx aws-serverless-guard --help` lists and explains its policies.",
  );
} else {
  // What looks for the program's directory takes the one where the pack is loaded for the pack's own.
  process.chdir(path.dirname(__dirname));
  require("./index");
  process.chdir(program);
}
