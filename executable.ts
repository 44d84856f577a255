// The pack as an executable file, which the engine starts in the program's directory.
import path from "node:path";

const program = process.cwd();
// The SDK takes the pack's version from the package.json of the working directory.
process.chdir(path.dirname(__dirname));
require("./index");
process.chdir(program);
