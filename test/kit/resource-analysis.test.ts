import assert from "node:assert/strict";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import {
  AnalyzeRequest,
  type AnalyzeResponse,
  AnalyzerResourceOptions,
  EnforcementLevel,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { analyzeByType, type PoliciesForType } from "../../kit/resource-analysis";
import { sdkServer } from "../../kit/sdk";
import { answerOf, withoutMaker } from "../support/sdk-handlers";

const pack = { name: "acme", version: "1.0.0" };
const QUEUE = "acme:mq:Queue";

function request(type: string, size: number): AnalyzeRequest {
  return new AnalyzeRequest()
    .setType(type)
    .setUrn(`urn:pulumi:dev::mq::${type}::a`)
    .setProperties(Struct.fromJavaScript({ size }))
    .setOptions(new AnalyzerResourceOptions());
}

describe("kit/resource-analysis", () => {
  const asked: string[] = [];
  const size: ResourceValidationPolicy = {
    name: "queue-size",
    description: "Queues are small.",
    enforcementLevel: "mandatory",
    validateResource({ props, urn }, report) {
      asked.push(urn);
      if (props.size > 9) report(`size is ${props.size}`);
    },
  };
  const policies: Readonly<Record<string, PoliciesForType>> = {
    [QUEUE]: { applicable: [size], notApplicable: ["queue-tags"] },
  };
  const none: PoliciesForType = { applicable: [], notApplicable: ["queue-size", "queue-tags"] };
  const analyze = analyzeByType(pack, (type) => policies[type] ?? none);
  const sdk = sdkServer.makeAnalyzeRpcFun(pack.name, pack.version, "mandatory", [size]);
  const notApplicable = (response?: AnalyzeResponse) =>
    response?.getNotApplicableList().map((entry) => [entry.getPolicyName(), entry.getReason()]);
  const reason = "The policy is not for resources of this type.";

  beforeEach(() => {
    asked.length = 0;
  });

  it("finds what the SDK finds by the policies that are for a type, and names the others", async () => {
    const [small, large] = [request(QUEUE, 1), request(QUEUE, 10)];
    for (const queue of [small, large]) {
      const [response, expected] = [await answerOf(analyze, queue), await answerOf(sdk, queue)];
      assert.deepEqual(response?.toObject().diagnosticsList, expected?.toObject().diagnosticsList);
      assert.equal(response?.getDiagnosticsList().length, queue === large ? 1 : 0);
      assert.deepEqual(notApplicable(response), [["queue-tags", reason]]);
    }
  });

  it("asks none where none is for a type", async () => {
    const response = await answerOf(analyze, request("acme:mq:Topic", 10));
    assert.deepEqual(notApplicable(response), [
      ["queue-size", reason],
      ["queue-tags", reason],
    ]);
    assert.deepEqual([response?.getDiagnosticsList(), asked], [[], []]);
  });

  it("takes findings of a policy without a level for mandatory", async () => {
    const { enforcementLevel: _, ...policy } = size;
    const handler = analyzeByType(pack, () => ({ applicable: [policy], notApplicable: [] }));
    const [found] = (await answerOf(handler, request(QUEUE, 10)))?.getDiagnosticsList() ?? [];
    assert.equal(found?.getEnforcementlevel(), EnforcementLevel.MANDATORY);
  });

  it("is none where the SDK has no such handler", () => {
    withoutMaker("makeAnalyzeRpcFun", () =>
      assert.equal(
        analyzeByType(pack, () => none),
        undefined,
      ),
    );
  });

  it("leaves errors to the SDK", async () => {
    const failing = { ...size, validateResource: () => Promise.reject(new Error("broken")) };
    const handler = analyzeByType(pack, () => ({ applicable: [failing], notApplicable: [] }));
    await assert.rejects(answerOf(handler, request(QUEUE, 1)), /broken/);
  });
});
