import assert from "node:assert/strict";
import { isOf, Lineage } from "../../kit/components";
import { resourceView } from "../../kit/resource";

const urn = (type: string, name: string) => `urn:pulumi:dev::components::${type}::${name}`;
const SITE = urn("acme:web:Site", "site");
const API = urn("acme:web:Api", "api");
const BUCKET = urn("gcp:storage/bucket:Bucket", "images");

const view = (of: string, parent?: string, provider?: string) => {
  const [, , type = "", name = ""] = of.split("::");
  return resourceView({
    type,
    name,
    urn: of,
    props: {},
    opts: { ...(parent !== undefined && { parent }) } as never,
    ...(provider !== undefined && { provider: { type: provider, name: "", urn: "", props: {} } }),
  });
};

describe("kit/components", () => {
  const above = (parent: string, ...resources: readonly ReturnType<typeof view>[]) => {
    const lineage = new Lineage();
    for (const resource of resources) lineage.add(resource);
    return lineage.above(view(urn("aws:sqs/queue:Queue", "orders"), parent)).map(({ name }) => name);
  };

  it("are the program's own above a resource, the nearest first", () => {
    assert.deepEqual(above(API, view(SITE), view(API, SITE)), ["api", "site"]);
  });
  it("are none of packages, which have a provider, or are known to come with components", () => {
    const provider = view(urn("pulumi:providers:acme", "default"));
    assert.deepEqual(above(API, provider, view(SITE), view(API, SITE)), []);
    const vpc = urn("awsx:ec2:Vpc", "vpc");
    assert.deepEqual(above(vpc, view(SITE), view(vpc, SITE)), ["site"]);
  });
  it("are told from those of packages by their tokens, where these bear the name of the AWS provider", () => {
    const provider = view(urn("pulumi:providers:aws", "default"));
    const ofToken = (type: string) => above(urn(type, "x"), provider, view(urn(type, "x")));
    assert.deepEqual(ofToken("aws:components:Site"), ["x"]);
    assert.deepEqual(ofToken("aws:s3:Uploads"), ["x"]);
    assert.deepEqual(ofToken("aws:s3:BucketEventSubscription"), []);
    assert.deepEqual(ofToken("aws:apigateway:x:API"), []);
  });
  it("are those of other packages than configured", () => {
    assert.deepEqual(
      ["sst:aws:Queue", "sst"].map((type) => isOf(view(urn(type, "x")), ["acme", "sst"])),
      [true, true],
    );
    assert.equal(isOf(view(SITE), ["web", "acm"]), false);
  });
  it("are no resources of clouds that have others beneath them", () => {
    assert.deepEqual(above(BUCKET, view(BUCKET, undefined, "pulumi:providers:gcp")), []);
  });
  it("end in cycles", () => {
    assert.deepEqual(above(API, view(SITE, API), view(API, SITE)), ["api", "site"]);
  });
});
