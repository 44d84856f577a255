import assert from "node:assert/strict";
import { known, UNKNOWN, unknown } from "../../kit/known";
import { type Decoded, isTrue, isUnseen, names, numberOr, printedType, resourceView } from "../../kit/resource";

const decoded = (value: object, marked = true): Decoded => ({ decode: () => value, marked });
const queue = {
  type: "acme:mq:Queue",
  name: "orders",
  urn: "urn:pulumi:dev::shop::acme:mq:Queue::orders",
  properties: decoded({ size: 5, policy: "" }),
  inputs: () => undefined,
};

describe("kit/resource", () => {
  it("has what is known of a resource and of its provider", () => {
    const provider = { type: "pulumi:providers:acme", properties: decoded({ region: "eu" }) };
    const view = resourceView({ ...queue, provider });
    assert.deepEqual(
      [view.type, view.name, view.urn, view.provider?.type],
      [queue.type, "orders", queue.urn, provider.type],
    );
    assert.deepEqual(view.properties.at("size").number(), known(5));
    assert.deepEqual(view.provider?.properties.at("region").string(), known("eu"));
    assert.equal(resourceView(queue).provider, undefined);
  });

  it("says of an input what the program set, whatever the provider answers", () => {
    const view = resourceView({ ...queue, inputs: () => decoded({ size: 5 }) });
    assert.deepEqual(view.input("size").number(), known(5));
    assert.equal(view.input("policy").state, "absent");
    assert.deepEqual(view.input("size").path, ["size"]);
  });

  it("knows nothing of inputs that were not seen", () => {
    assert.deepEqual(resourceView(queue).input("size").number(), unknown);
    assert.equal(isUnseen(resourceView(queue)), true);
    assert.equal(isUnseen(resourceView({ ...queue, inputs: () => decoded({}) })), false);
  });

  it("has a type that is printed as the CLI does", () => {
    assert.deepEqual(["aws:sqs/queue:Queue", "aws:sqs/queue:Topic", "acme:mq:Queue"].map(printedType), [
      "aws:sqs:Queue",
      "aws:sqs/queue:Topic",
      "acme:mq:Queue",
    ]);
  });

  it("has a default for numbers and flags that the program did not set, and none for unknown ones", () => {
    const properties = decoded({ size: 7, limit: UNKNOWN, fifo: true, open: UNKNOWN });
    const view = resourceView({ ...queue, properties, inputs: () => properties });
    assert.deepEqual(
      ["size", "limit", "age"].map((name) => numberOr(view, name, 30)),
      [7, undefined, 30],
    );
    assert.deepEqual(
      ["fifo", "open", "age"].map((name) => isTrue(view, name)),
      [true, undefined, false],
    );
  });

  it("takes everything for a secret where it is not known what is one", () => {
    const view = resourceView({
      ...queue,
      properties: decoded({ arn: "hunter2" }, false),
      inputs: () => decoded({ size: 5150 }, false),
    });
    view.properties.at("arn").string();
    view.input("size").number();
    assert.equal(view.properties.secrets.hide('"hunter2" of 5150'), "[secret] of [secret]");
  });

  it("names resources, with their types where these alone tell them apart", () => {
    const resources = [
      { name: "images", type: "aws:sqs/queue:Queue" },
      { name: "images", type: "aws:s3/bucketV2:BucketV2" },
      { name: "resize", type: "aws:lambda/function:Function" },
    ];
    assert.equal(names(resources), '"images" (aws:sqs:Queue), "images" (aws:s3:BucketV2) and "resize"');
    assert.equal(names(resources.slice(1), "or"), '"images" or "resize"');
    assert.equal(names(resources.slice(1, 2), "or", resources), '"images" (aws:s3:BucketV2)');
  });
});
