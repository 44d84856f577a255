import { typeTokens } from "../../aws/facts/type-aliases";
import {
  aclsAllowed,
  type BucketSetting,
  blocksAllPolicies,
  publicAccessAllowed,
} from "../../aws/model/bucket-settings";
import { BUCKET } from "../../aws/model/kinds";
import { statementsOf } from "../../aws/model/policy-document";
import { bucketOf, grantsGroup, isNew, isPublic, newBucket } from "../../aws/model/public-buckets";
import type { Finding } from "../../kit/finding";
import type { Graph, GraphResource } from "../../kit/graph";
import { textOf } from "../../kit/known";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { SharedFindings } from "../../kit/shared-findings";
import { quote } from "../../kit/text";

const ACL = typeTokens("aws:s3/bucketAcl:BucketAcl");
const POLICY = typeTokens("aws:s3/bucketPolicy:BucketPolicy");

const OBJECT = [
  "aws:s3/bucketObject:BucketObject",
  "aws:s3/bucketObjectv2:BucketObjectv2",
  "aws:s3/objectCopy:ObjectCopy",
].flatMap(typeTokens);

const PUBLIC_ACLS = ["public-read", "public-read-write", "authenticated-read"];

export const s3BucketAccess = stackPolicy({
  name: "s3-bucket-access",
  description: "A bucket allows ACLs and public access before it gets them.",
  severity: "high",
  level: "mandatory",
  resources: [...ACL, ...OBJECT, ...POLICY, ...BUCKET.types],
  options: {},
  remediationSteps:
    "Give the bucket ownership controls that allow ACLs, and a public access block that allows what is public, and depend on both.",
  tags: ["s3", "deployment"],
  page: {
    why: "Since April 2023 a new bucket belongs to its owner alone and blocks public access. S3 refuses every ACL of it and every public ACL of its objects (AccessControlListNotSupported) and every public policy (AccessDenied), until the bucket allows them. An ACL in the properties of the bucket is a part of its creation, which S3 refuses unless it is private. Unless the ACL or policy depends on that, the order is luck.",
    limits:
      "It leaves alone buckets that exist already, or are made elsewhere, since old ones allow more, unless the stack itself blocks what their policy makes public. It also leaves alone grants to accounts in a bucket's own properties. A policy is public where it allows everybody something without a condition, or only on one that anybody can meet, such as aws:Referer; it does not check one that is unknown at preview. It does not know blocks of the account.",
    sources: [
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
      "https://github.com/pulumi/pulumi-aws/issues/2470",
    ],
    since: "0.1.0",
  },

  async check(graph, _options, report) {
    // The files of a site have one cause.
    const found = new SharedFindings();
    await report.each(graph.ofType(...ACL, ...OBJECT), (acl) => {
      const [canned = "", isObject] = [textOf(acl.properties.at("acl")), OBJECT.includes(acl.type)];
      const isOpen = PUBLIC_ACLS.includes(canned);
      const bucket = isOpen || !isObject ? newBucket(graph, acl) : undefined;
      if (bucket === undefined) return;
      const needs = [aclsAllowed(graph, bucket)];
      if (isOpen) needs.push(publicAccessAllowed(graph, bucket, "blockPublicAcls"));
      for (const need of needs) {
        const what = isObject ? `an object with ACL ${quote(canned)}` : `ACL ${quote(acl.name)}`;
        const problem = need && unmet(graph, acl, bucket, need, what, isObject ? "the objects" : quote(acl.name));
        if (problem) found.add(acl, { at: acl.properties.at(isObject ? "acl" : "bucket"), ...problem });
      }
    });
    found.reportTo(report);
    await report.each(graph.ofType(...BUCKET.types), (bucket) => {
      if (!isNew(bucket)) return;
      const [acl, grants] = [bucket.properties.at("acl"), bucket.properties.at("grants")];
      const canned = bucket.input("acl").state === "absent" ? undefined : textOf(acl);
      if (canned !== undefined && canned !== "private")
        report({ on: bucket, at: acl, ...bornWithAcl(`ACL ${quote(canned)}`, "acl", bucket) });
      if (bucket.input("grants").state !== "absent" && grantsGroup(grants))
        report({ on: bucket, at: grants, ...bornWithAcl("grants to a group", "grants", bucket) });
      if (bucket.input("policy").state !== "absent" && allowsAll(bucket))
        report({ on: bucket, at: bucket.properties.at("policy"), ...bornPublic(bucket) });
    });
    await report.each(graph.ofType(...POLICY), (policy) => {
      const bucket = bucketOf(graph, policy);
      if (bucket === undefined || !allowsAll(policy)) return;
      const need = publicAccessAllowed(graph, bucket, "blockPublicPolicy");
      if (need === undefined || !(isNew(bucket) || need.refusing.some(blocksAllPolicies))) return;
      const problem = unmet(graph, policy, bucket, need, `public policy ${quote(policy.name)}`);
      if (problem) report({ on: policy, at: policy.properties.at("policy"), ...problem });
    });
  },
});

/** Whether the policy of a bucket, or one that is a resource, certainly is public. */
function allowsAll({ properties }: GraphResource): boolean {
  const statements = statementsOf(properties.at("policy"));
  return statements.state === "known" && statements.value.some(isPublic);
}

const bornPublic = ({ name }: GraphResource): Pick<Finding, "problem" | "fix"> => ({
  problem: "S3 refuses a public policy in the properties of a bucket, since a new bucket blocks public policies",
  fix: `move policy to an aws.s3.BucketPolicy for ${quote(name)} that depends on an aws.s3.BucketPublicAccessBlock with blockPublicPolicy false`,
});

const bornWithAcl = (given: string, property: string, { name }: GraphResource): Pick<Finding, "problem" | "fix"> => ({
  problem: `S3 refuses to create a bucket with ${given}, since a new bucket allows no ACLs`,
  fix: `remove ${property}; if you need an ACL, add an aws.s3.BucketAcl for ${quote(name)} that depends on an aws.s3.BucketOwnershipControls with objectOwnership "BucketOwnerPreferred"`,
});

function unmet(
  graph: Graph,
  on: GraphResource,
  bucket: GraphResource,
  { allowing, refusing, refuses, type, property, value }: BucketSetting,
  what: string,
  self = quote(on.name),
): Pick<Finding, "problem" | "fix"> | undefined {
  if (allowing.some((each) => graph.dependsOn(on, each) !== false)) return undefined;
  const among = [bucket, on, ...allowing, ...refusing];
  const shown = names([bucket], "and", among);
  const [told] = refusing;
  // S3 may have taken what is in a state before the block was there.
  const refusal = isNew(bucket) ? "S3 refuses" : "S3 refuses or ignores";
  if (allowing.length === 0 && told !== undefined) {
    const [which, order] = [names([told], "and", among), graph.dependsOn(on, told) === false];
    const problem = `${refusal} ${what}, since bucket ${shown} ${refuses} by ${which}`;
    const fix = `set ${property} of ${which} to ${value}`;
    return { problem, fix: order ? `${fix}, and name it in the dependsOn of ${self}` : fix };
  }
  if (allowing.length === 0) {
    const problem = `${refusal} ${what}, since bucket ${shown} ${refuses}, the default of new buckets`;
    return {
      problem,
      fix: `add ${type} with ${property} ${value} for ${shown}, and name it in the dependsOn of ${self}`,
    };
  }
  const problem = `${what} does not depend on ${names(allowing, "or")}, and may be created while bucket ${shown} still ${refuses}`;
  return { problem, fix: `add ${names(allowing)} to the dependsOn of ${self}` };
}
