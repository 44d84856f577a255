import assert from "node:assert/strict";
import { references } from "../../../bench/mix/declared";
import { flaws } from "../../../bench/mix/flaws";
import { expectedPolicies, type Mix, mix } from "../../../bench/mix/mix";
import { COMPONENT } from "../../../bench/mix/pipeline/pipeline";
import { policies } from "../../../policies";

const counted = ({ resources }: Mix) => {
  const counts = new Map<string, number>();
  for (const { type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
};

describe("a mix of resources", () => {
  it("is the same whenever it is made", () => assert.deepEqual(mix(1000), mix(1000)));

  it("is as large as it was asked to be", () => {
    for (const size of [62, 63, 92, 93, 100, 1000, 10000]) assert.equal(mix(size).resources.length, size);
    assert.throws(() => mix(30), /at least 31 resources/);
  });

  it("has each type as often as the image pipeline has it", () => {
    const perPipeline = Object.fromEntries([...counted(mix(310))].map(([type, count]) => [type, count / 10]));
    assert.deepEqual(perPipeline, {
      "aws:apigatewayv2/api:Api": 1,
      "aws:apigatewayv2/integration:Integration": 1,
      "aws:apigatewayv2/route:Route": 2,
      "aws:apigatewayv2/stage:Stage": 1,
      "aws:cloudwatch/logGroup:LogGroup": 3,
      "aws:dynamodb/table:Table": 1,
      "aws:iam/role:Role": 3,
      "aws:iam/rolePolicy:RolePolicy": 3,
      "aws:lambda/eventSourceMapping:EventSourceMapping": 2,
      "aws:lambda/function:Function": 3,
      "aws:lambda/layerVersion:LayerVersion": 1,
      "aws:lambda/permission:Permission": 1,
      "aws:s3/bucket:Bucket": 1,
      "aws:s3/bucketNotification:BucketNotification": 1,
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 1,
      "aws:sqs/queue:Queue": 4,
      "aws:sqs/queuePolicy:QueuePolicy": 1,
      [COMPONENT]: 1,
    });
  });

  it("names each resource once, and refers to what was declared before", () => {
    const { resources } = mix(1000);
    const before = new Set<string>();
    for (const { name, parent, inputs, dependsOn = [] } of resources) {
      assert.ok(!before.has(name), name);
      for (const other of [...references(inputs).map((reference) => reference.name), ...dependsOn, parent ?? []].flat())
        assert.ok(before.has(other), `${name} refers to ${other}`);
      before.add(name);
    }
    const later = resources.flatMap(({ outputs }) => references(outputs ?? {}));
    assert.ok(later.length >= 4 * 31 && later.every(({ name }) => before.has(name)));
  });

  it("has a flaw in every other pipeline, each flaw at 1,000 resources", () => {
    assert.equal(mix(100).flaws.length, 1);
    assert.deepEqual(new Set(mix(1000).flaws), new Set(flaws));
    assert.equal(mix(10000).flaws.length, 161);
  });

  it("has flaws that policies of the catalogue find, most of them at the first preview", () => {
    const names = policies.map(({ metadata }) => metadata.name);
    const known = expectedPolicies(mix(1000), "known");
    assert.deepEqual(
      [...known].filter((name) => !names.includes(name)),
      [],
    );
    const unknown = expectedPolicies(mix(1000), "unknown");
    assert.deepEqual(
      [...known].filter((name) => !unknown.has(name)),
      ["component-outputs", "api-endpoint-output"],
    );
  });

  it("has a flaw where it says: no flaw leaves its pipeline as it was", () => {
    const [ideal] = [mix(62).resources.slice(0, 31)];
    const text = (index: number) => {
      const { resources, code } = mix(1000);
      const name = `pipeline-${index + 1}`;
      const own = resources.slice(index * 31, (index + 1) * 31);
      const parts = code.filter(({ pipeline }) => pipeline === name);
      return JSON.stringify([own, parts])
        .replaceAll(`${name}-`, "pipeline-1-")
        .replaceAll(`"${name}"`, '"pipeline-1"')
        .replaceAll(`/${name}/`, "/pipeline-1/");
    };
    const unflawed = text(0);
    assert.ok(unflawed.startsWith(JSON.stringify([ideal]).slice(0, -1)));
    for (let index = 0; index < 32; index++)
      assert.equal(text(index) === unflawed, index % 2 === 0, `pipeline ${index}`);
  });
});
