import assert from "node:assert/strict";
import type { StackValidationPolicy } from "@pulumi/policy";
import { AnalyzerResource, AnalyzerResourceOptions, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { sdkServer } from "../../kit/sdk";
import { analyzeStackOnce } from "../../kit/stack-analysis";
import { answerOf, withoutMaker } from "../support/sdk-handlers";

const pack = { name: "acme", version: "1.0.0" };

function stack(...names: readonly string[]): AnalyzeStackRequest {
  const resources = names.map((name) => {
    const resource = new AnalyzerResource();
    resource.setName(name);
    resource.setType("acme:mq:Queue");
    resource.setUrn(`urn:pulumi:dev::mq::acme:mq:Queue::${name}`);
    resource.setProperties(Struct.fromJavaScript({ size: name.length }));
    resource.setOptions(new AnalyzerResourceOptions());
    resource.setDependenciesList(names.slice(0, 1).map((first) => `urn:pulumi:dev::mq::acme:mq:Queue::${first}`));
    return resource;
  });
  return new AnalyzeStackRequest().setResourcesList(resources);
}

describe("kit/stack-analysis", () => {
  const policies: readonly StackValidationPolicy[] = [
    {
      name: "queue-size",
      description: "Queues are large.",
      enforcementLevel: "mandatory",
      severity: "high",
      validateStack: ({ resources }, report) => {
        for (const { props, urn } of resources) report(`size is ${props.size}`, urn);
      },
    },
    {
      name: "queue-links",
      description: "Queues are alone.",
      enforcementLevel: "advisory",
      validateStack: async ({ resources }, report) => {
        for (const { dependencies, name } of resources) {
          const advisory = {
            message: `${name} needs ${dependencies.map((other) => other.name)}`,
            enforcementLevel: "advisory",
          };
          (report as unknown as (violation: object) => void)(advisory);
        }
      },
    },
  ];
  const configured = policies.map((policy) => ({
    policy,
    enforcementLevel: policy.enforcementLevel ?? "advisory",
    options: {},
  }));

  it("answers what the SDK answers policy by policy", async () => {
    const request = stack("uploads", "images");
    const once = await answerOf(
      analyzeStackOnce(pack, () => configured),
      request,
    );
    const each = await answerOf(sdkServer.makeAnalyzeStackRpcFun("acme", "1.0.0", "mandatory", policies), request);
    assert.equal(once?.getDiagnosticsList().length, 4);
    assert.deepEqual(once?.toObject(), each?.toObject());
  });

  it("is none where the SDK has no such handler", () => {
    withoutMaker("makeAnalyzeStackRpcFun", () =>
      assert.equal(
        analyzeStackOnce(pack, () => configured),
        undefined,
      ),
    );
  });

  it("makes the resources of a stack once", async () => {
    const seen = new Set<object>();
    const looking = configured.map((each) => ({
      ...each,
      policy: {
        ...each.policy,
        validateStack: ({ resources }: { resources: object[] }) => {
          for (const resource of resources) seen.add(resource);
        },
      },
    }));
    await answerOf(
      analyzeStackOnce(pack, () => looking),
      stack("uploads", "images"),
    );
    assert.equal(seen.size, 2);
  });

  it("hands a policy what is configured for it, at each stack", async () => {
    const levels = ["advisory", "mandatory"];
    const policy: StackValidationPolicy = {
      name: "queue-size",
      description: "Queues are large.",
      validateStack: ({ getConfig }, report) => report(`least is ${getConfig<{ least: number }>().least}`),
    };
    const handler = analyzeStackOnce(pack, () => [
      { policy, enforcementLevel: levels.shift() ?? "", options: { least: 5 } },
    ]);
    for (const level of [0, 1]) {
      const [diagnostic] = (await answerOf(handler, stack("uploads")))?.getDiagnosticsList() ?? [];
      assert.deepEqual(
        [diagnostic?.getMessage(), diagnostic?.getEnforcementlevel()],
        ["Queues are large.\nleast is 5", level],
      );
    }
  });
});
