import type { Graph, GraphResource } from "../../kit/graph";
import { isTrue } from "../../kit/resource";
import { typeTokens } from "../facts/type-aliases";
import { BUCKET } from "./kinds";

const OWNERSHIP = typeTokens("aws:s3/bucketOwnershipControls:BucketOwnershipControls");
const BLOCK = typeTokens("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock");

/** A setting of a bucket that S3 requires for ACLs or public policies, and that separate resources change. */
export interface BucketSetting {
  /** The resources that allow it. */
  readonly allowing: readonly GraphResource[];
  /** The resources that refuse it. */
  readonly refusing: readonly GraphResource[];
  /** The bucket's behaviour without the setting, in words. */
  readonly refuses: string;
  /** The resource to add, in words. */
  readonly type: string;
  readonly property: string;
  readonly value: string;
}

/** Whether a block refuses new public policies and restricts existing ones. */
export const blocksAllPolicies = (block: GraphResource) =>
  ["blockPublicPolicy", "restrictPublicBuckets"].every((name) => isTrue(block, name) === true);

/** The ownership controls of a bucket; undefined if there may be others. */
export function aclsAllowed(graph: Graph, bucket: GraphResource): BucketSetting | undefined {
  const allows = (controls: GraphResource) => {
    const ownership = controls.properties.at("rule").at("objectOwnership").string();
    return ownership.state !== "known" || ownership.value !== "BucketOwnerEnforced";
  };
  return settingOf(graph, bucket, OWNERSHIP, allows, {
    refuses: "allows no ACLs",
    type: "an aws.s3.BucketOwnershipControls",
    property: "objectOwnership",
    value: '"BucketOwnerPreferred"',
  });
}

/** The blocks of public access of a bucket; undefined if there may be others. */
export function publicAccessAllowed(
  graph: Graph,
  bucket: GraphResource,
  block: "blockPublicAcls" | "blockPublicPolicy",
): BucketSetting | undefined {
  const refuses = block === "blockPublicAcls" ? "blocks public ACLs" : "blocks public policies";
  const told = { refuses, type: "an aws.s3.BucketPublicAccessBlock", property: block, value: "false" };
  return settingOf(graph, bucket, BLOCK, (each) => isTrue(each, block) !== true, told);
}

function settingOf(
  graph: Graph,
  bucket: GraphResource,
  types: readonly string[],
  allows: (resource: GraphResource) => boolean,
  told: Omit<BucketSetting, "allowing" | "refusing">,
): BucketSetting | undefined {
  const { certain, complete } = graph.referrers(bucket, types, "bucket", BUCKET);
  const refusing = certain.filter((resource) => !allows(resource));
  return complete ? { allowing: certain.filter(allows), refusing, ...told } : undefined;
}
