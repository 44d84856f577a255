import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { chainOf } from "../../kit/ancestry";
import { known } from "../../kit/known";
import { resourceView } from "../../kit/resource";

describe("kit/resource", () => {
  const type = "acme:mq:Queue";
  // Parents are recorded for as long as the process lives.
  const urn = `urn:pulumi:dev::${randomUUID()}::${type}::orders`;
  const parent = `urn:pulumi:dev::${randomUUID()}::acme:web:Site::site`;
  const provider = { type: "pulumi:providers:acme", name: "default", urn: "", props: { region: "eu" } };

  it("has what the SDK says of a resource and of its provider, and is beneath its parent", () => {
    const view = resourceView({ type, name: "orders", urn, props: { size: 5 }, opts: { parent } as never, provider });
    assert.deepEqual(
      [view.type, view.name, view.urn, view.parentUrn, view.provider?.type],
      [type, "orders", urn, parent, provider.type],
    );
    assert.deepEqual(view.properties.at("size").number(), known(5));
    assert.deepEqual(view.provider?.properties.at("region").string(), known("eu"));
    assert.deepEqual(
      chainOf(urn).map(({ name }) => name),
      ["orders", "site"],
    );
  });
});
