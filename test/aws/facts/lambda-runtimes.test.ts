import assert from "node:assert/strict";
import {
  compareVersions,
  lambdaRuntime,
  lambdaRuntimes,
  parseRuntime,
  parseVersion,
  pythonRuntimes,
} from "../../../aws/facts/lambda-runtimes";

describe("aws/facts/lambda-runtimes", () => {
  describe("parseRuntime", () => {
    const parsed = {
      "python3.9": { family: "python", version: [3, 9] },
      "python3.11": { family: "python", version: [3, 11] },
      "python3.15": { family: "python", version: [3, 15] },
      "python4.0": { family: "python", version: [4, 0] },
      nodejs: { family: "nodejs", version: [0, 10] },
      "nodejs4.3-edge": { family: "nodejs", version: [4, 3], variant: "edge" },
      "nodejs8.10": { family: "nodejs", version: [8, 10] },
      "nodejs22.x": { family: "nodejs", version: [22] },
      java8: { family: "java", version: [8] },
      "java8.al2": { family: "java", version: [8], variant: "al2" },
      "java17.al2023": { family: "java", version: [17], variant: "al2023" },
      "dotnetcore3.1": { family: "dotnet", version: [3, 1] },
      dotnet8: { family: "dotnet", version: [8] },
      "ruby3.4": { family: "ruby", version: [3, 4] },
      "go1.x": { family: "go", version: [1] },
      provided: { family: "provided", version: [] },
      "provided.al2023": { family: "provided", version: [], variant: "al2023" },
      custom: { family: "custom", version: [] },
    };
    for (const [id, expected] of Object.entries(parsed)) {
      it(`takes ${id} apart`, () => assert.deepEqual(parseRuntime(id), expected));
    }
    for (const id of [
      "python",
      "python3",
      "python311",
      "python3.x",
      "Python3.11",
      "python3.11 ",
      "nodejs20",
      "cobol85",
      "",
    ]) {
      it(`does not take ${JSON.stringify(id)} for a runtime`, () => assert.equal(parseRuntime(id), undefined));
    }
  });

  describe("versions", () => {
    it("orders by numbers, not by letters", () => {
      assert.ok(compareVersions([3, 9], [3, 11]) < 0);
      assert.ok(compareVersions([3, 11], [3, 9]) > 0);
      assert.ok(compareVersions([2, 7], [3, 0]) < 0);
    });
    it("reads missing numbers as zero", () => {
      assert.equal(compareVersions([3], [3, 0]), 0);
      assert.ok(compareVersions([3], [3, 1]) < 0);
    });
    it("reads what people write", () => {
      assert.deepEqual(parseVersion("3.11"), [3, 11]);
      assert.deepEqual(parseVersion("22"), [22]);
      for (const text of ["3.11.", "v3", "3.x", "", " 3"]) assert.equal(parseVersion(text), undefined);
    });
  });

  describe("facts", () => {
    it("know what does not change any more", () => {
      assert.deepEqual(lambdaRuntime("python2.7"), {
        id: "python2.7",
        family: "python",
        version: [2, 7],
        deprecated: "2021-07-15",
        blockCreate: "2021-07-15",
        blockUpdate: "2022-05-30",
        preview: false,
        imageOnly: false,
      });
      assert.equal(lambdaRuntime("python3.8")?.deprecated, "2024-10-14");
      assert.equal(lambdaRuntime("dotnet5.0")?.imageOnly, true);
    });
    it("have null where AWS announced nothing", () => {
      assert.equal(lambdaRuntime("custom")?.deprecated, null);
      assert.equal(lambdaRuntime("dotnet7")?.blockCreate, null);
    });
    it("do not know a runtime of the far future", () => assert.equal(lambdaRuntime("python3.99"), undefined));
    it("list the runtimes of Python in the order of their versions", () => {
      const ids = pythonRuntimes.map(({ id }) => id);
      assert.deepEqual(ids.slice(0, 3), ["python2.7", "python3.6", "python3.7"]);
      const byVersion = [...pythonRuntimes].sort((a, b) => compareVersions(a.version, b.version));
      assert.deepEqual(pythonRuntimes, byVersion);
    });
    it("have days that exist, and no identifier twice", () => {
      for (const { id, deprecated, blockCreate, blockUpdate } of lambdaRuntimes) {
        for (const day of [deprecated, blockCreate, blockUpdate]) {
          if (day !== null) assert.equal(new Date(day).toISOString().slice(0, 10), day, id);
        }
      }
      assert.equal(new Set(lambdaRuntimes.map(({ id }) => id)).size, lambdaRuntimes.length);
    });
  });
});
