// The pack as an executable file. What it imports is evaluated in this order.
import { program } from "./engine/executable";
import "./index";

process.chdir(program);
