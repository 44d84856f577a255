// The pack as an executable file, which the engine starts in the program's directory.
import path from "node:path";

const program = process.cwd();
// What looks for the program's directory takes the one where the pack is loaded for the pack's own.
process.chdir(path.dirname(__dirname));
require("./index");
process.chdir(program);
