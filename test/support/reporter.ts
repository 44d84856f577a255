import path from "node:path";
import { type Runner, reporters, type Test } from "mocha";
import { repository } from "../../tools/programs";

/** Says of each file, once its tests have run, how many passed and how long they took; of what failed at once, and the rest at the end. */
class FileReporter extends reporters.Base {
  #file: string | undefined;
  #passed = 0;
  #failed = 0;
  #milliseconds = 0;

  constructor(runner: Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    runner.on("pass", (test) => {
      this.#count(test);
      this.#passed++;
    });
    runner.on("fail", (test) => {
      this.#count(test);
      this.#failed++;
      console.log(`FAILED ${test.fullTitle()}`);
    });
    runner.once("end", () => {
      this.#print();
      this.epilogue();
    });
  }

  #count({ file = "", duration = 0 }: Pick<Test, "file" | "duration">): void {
    if (file !== this.#file) this.#print();
    this.#file = file;
    this.#milliseconds += duration;
  }

  #print(): void {
    if (this.#file !== undefined) {
      const failed = this.#failed > 0 ? `, ${this.#failed} failed` : "";
      const seconds = (this.#milliseconds / 1000).toFixed(1);
      console.log(`${path.relative(repository, this.#file)}: ${this.#passed} passed${failed} (${seconds} s)`);
    }
    [this.#passed, this.#failed, this.#milliseconds] = [0, 0, 0];
  }
}

export = FileReporter;
