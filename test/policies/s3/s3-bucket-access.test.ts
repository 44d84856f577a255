import { output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";
import { unknown } from "../../support/wire";

const bucket = { type: "aws:s3/bucket:Bucket", name: "site", inputs: {} };
const acl = (canned: string, ...dependsOn: readonly string[]) => ({
  type: "aws:s3/bucketAcl:BucketAcl",
  name: "site-acl",
  inputs: { bucket: output("site"), acl: canned },
  dependsOn,
});
const policy = (statement: object, ...dependsOn: readonly string[]) => ({
  type: "aws:s3/bucketPolicy:BucketPolicy",
  name: "site-policy",
  inputs: {
    bucket: output("site"),
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::site/*", ...statement }],
    }),
  },
  dependsOn,
});
const object = (name: string, inputs: object = {}, ...dependsOn: readonly string[]) => ({
  type: "aws:s3/bucketObject:BucketObject",
  name,
  inputs: { bucket: output("site"), key: name, content: name, ...inputs },
  dependsOn,
});
const own = (objectOwnership: string) => ({
  type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  name: "own",
  inputs: { bucket: output("site"), rule: { objectOwnership } },
});
const open = (inputs: object = { blockPublicPolicy: false }) => ({
  type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  name: "open",
  inputs: { bucket: output("site"), ...inputs },
});
const everybody = { Principal: "*" };
const NO_ACLS =
  'bucket: S3 refuses ACL "site-acl", since bucket "site" allows no ACLs, the default of new buckets.\n' +
  'Fix: add an aws.s3.BucketOwnershipControls with objectOwnership "BucketOwnerPreferred" for "site", and name it in the dependsOn of "site-acl".';
const BLOCKED =
  'policy: S3 refuses public policy "site-policy", since bucket "site" blocks public policies, the default of new buckets.\n' +
  'Fix: add an aws.s3.BucketPublicAccessBlock with blockPublicPolicy false for "site", and name it in the dependsOn of "site-policy".';

const keptOut = (what: string) =>
  `policy: S3 ${what} public policy "site-policy", since bucket "site" blocks public policies by "open".\n` +
  'Fix: set blockPublicPolicy of "open" to false.';

stackTable({
  policy: "s3-bucket-access",
  passes: [
    { name: "ACL after controls that allow it", resources: [bucket, own("ObjectWriter"), acl("private", "own")] },
    {
      name: "public ACL and public policy after all that allows them",
      resources: [
        bucket,
        own("BucketOwnerPreferred"),
        open({}),
        acl("public-read", "own", "open"),
        policy(everybody, "open"),
      ],
    },
    {
      name: "object with a public ACL after what allows it, and one with another ACL",
      resources: [
        bucket,
        own("ObjectWriter"),
        open({}),
        object("index", { acl: "public-read" }, "own", "open"),
        object("log", { acl: "bucket-owner-full-control" }),
        object("logo"),
      ],
    },
    { name: "bucket that is private", resources: [{ ...bucket, inputs: { acl: "private" } }] },
    {
      name: "policy in the properties of the bucket, for one account",
      resources: [{ ...bucket, inputs: { policy: policy({ Principal: { AWS: "123456789012" } }).inputs.policy } }],
    },
    {
      name: "policies for one account, on a condition, and against everybody",
      resources: [
        bucket,
        policy({ Principal: { AWS: "123456789012" } }),
        { ...policy({ Principal: "*", Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }), name: "b" },
        { ...policy({ Principal: "*", Effect: "Deny" }), name: "c" },
      ],
    },
    {
      name: "public policy of a bucket that is there, with a block that keeps out new ones only",
      resources: [bucket, open({ blockPublicPolicy: true }), policy(everybody, "open")],
      at: ["up", "state"],
    },
    {
      name: "bucket elsewhere",
      resources: [{ ...acl("private"), inputs: { bucket: "site", acl: "private" } }],
    },
    {
      name: "bucket that exists",
      resources: [
        {
          type: "aws:s3/bucket:Bucket",
          name: "site",
          outputs: { id: "site", bucket: "site", arn: "arn:aws:s3:::site" },
        },
        {
          type: "aws:s3/bucketAcl:BucketAcl",
          name: "site-acl",
          outputs: { bucket: "site", acl: "private" },
          madeFrom: { bucket: ["site"] },
        },
      ],
    },
    {
      name: "controls of which cannot be known for which bucket they are",
      resources: [
        { type: "aws:s3/bucket:Bucket", name: "site", outputs: { id: unknown, arn: unknown } },
        {
          type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
          name: "own",
          outputs: { bucket: unknown, rule: { objectOwnership: "ObjectWriter" } },
        },
        {
          type: "aws:s3/bucketAcl:BucketAcl",
          name: "site-acl",
          outputs: { bucket: unknown, acl: "private" },
          madeFrom: { bucket: ["site"] },
        },
      ],
    },
  ],
  violates: [
    {
      name: "ACL without controls",
      resources: [bucket, acl("private")],
      at: ["preview"],
      findings: [{ on: "site-acl", text: NO_ACLS }],
    },
    {
      name: "public ACL in the properties of the bucket",
      resources: [{ ...bucket, inputs: { acl: "public-read" } }],
      at: ["preview"],
      findings: [
        {
          on: "site",
          text:
            'acl: S3 refuses to create a bucket with ACL "public-read", since a new bucket allows no ACLs.\n' +
            'Fix: remove acl; if you need an ACL, add an aws.s3.BucketAcl for "site" that depends on an aws.s3.BucketOwnershipControls with objectOwnership "BucketOwnerPreferred".',
        },
      ],
    },
    {
      name: "grants to everybody in the properties of the bucket",
      resources: [
        {
          ...bucket,
          inputs: {
            grants: [
              {
                type: "Group",
                uri: "http://acs.amazonaws.com/groups/global/AllUsers",
                permissions: ["READ"],
              },
            ],
          },
        },
      ],
      at: ["preview"],
      findings: [
        {
          on: "site",
          text:
            "grants: S3 refuses to create a bucket with grants to a group, since a new bucket allows no ACLs.\n" +
            'Fix: remove grants; if you need an ACL, add an aws.s3.BucketAcl for "site" that depends on an aws.s3.BucketOwnershipControls with objectOwnership "BucketOwnerPreferred".',
        },
      ],
    },
    {
      name: "ACL without controls, of the provider's version 6",
      resources: [bucket, { ...acl("private"), type: "aws:s3/bucketAclV2:BucketAclV2" }],
      at: ["preview"],
      findings: [{ on: "site-acl", text: NO_ACLS }],
    },
    {
      name: "public ACL with controls that allow none, and without a block that allows it",
      resources: [bucket, own("BucketOwnerEnforced"), acl("public-read", "own")],
      at: ["preview"],
      findings: [
        'bucket: S3 refuses ACL "site-acl", since bucket "site" allows no ACLs by "own".\n' +
          'Fix: set objectOwnership of "own" to "BucketOwnerPreferred".',
        'bucket: S3 refuses ACL "site-acl", since bucket "site" blocks public ACLs, the default of new buckets.\n' +
          'Fix: add an aws.s3.BucketPublicAccessBlock with blockPublicAcls false for "site", and name it in the dependsOn of "site-acl".',
      ].map((text) => ({ on: "site-acl", text })),
    },
    {
      name: "ACL that does not wait for the controls",
      resources: [bucket, own("ObjectWriter"), acl("private")],
      at: ["preview"],
      findings: [
        {
          on: "site-acl",
          text:
            'bucket: ACL "site-acl" does not depend on "own", and may be created while bucket "site" still allows no ACLs.\n' +
            'Fix: add "own" to the dependsOn of "site-acl".',
        },
      ],
    },
    {
      name: "public policy of a new bucket",
      resources: [bucket, policy({ Principal: { AWS: ["*"] } })],
      at: ["preview"],
      findings: [{ on: "site-policy", text: BLOCKED }],
    },
    {
      name: "public policy with a block that keeps it out",
      resources: [bucket, open({ blockPublicPolicy: true, restrictPublicBuckets: true }), policy(everybody, "open")],
      at: ["preview"],
      findings: [{ on: "site-policy", text: keptOut("refuses") }],
    },
    {
      name: "public policy with a block that keeps it out, of a bucket that is there",
      resources: [bucket, open({ blockPublicPolicy: true, restrictPublicBuckets: true }), policy(everybody, "open")],
      at: ["up", "state"],
      findings: [{ on: "site-policy", text: keptOut("refuses or ignores") }],
    },
    {
      name: "public policy in the properties of the bucket",
      resources: [{ ...bucket, inputs: { policy: policy(everybody).inputs.policy } }],
      at: ["preview"],
      findings: [
        {
          on: "site",
          text:
            "policy: S3 refuses a public policy in the properties of a bucket, since a new bucket blocks public policies.\n" +
            'Fix: move policy to an aws.s3.BucketPolicy for "site" that depends on an aws.s3.BucketPublicAccessBlock with blockPublicPolicy false.',
        },
      ],
    },
    {
      name: "public policy on conditions that anybody can meet",
      resources: [
        bucket,
        policy({
          ...everybody,
          Condition: {
            StringLike: { "aws:Referer": "https://site.example/*" },
            Bool: { "aws:SecureTransport": "true" },
          },
        }),
      ],
      at: ["preview"],
      findings: [{ on: "site-policy", text: BLOCKED }],
    },
    {
      name: "objects with public ACLs",
      resources: [
        bucket,
        open({}),
        object("index", { acl: "public-read" }),
        { ...object("logo", { acl: "public-read" }), type: "aws:s3/BucketObject:BucketObject" },
        { ...object("copy", { acl: "public-read", source: "other/logo" }), type: "aws:s3/objectCopy:ObjectCopy" },
      ],
      at: ["preview"],
      findings: [
        {
          on: "index",
          text:
            'acl: S3 refuses an object with ACL "public-read", since bucket "site" allows no ACLs, the default of new buckets (also in "logo" and "copy").\n' +
            'Fix: add an aws.s3.BucketOwnershipControls with objectOwnership "BucketOwnerPreferred" for "site", and name it in the dependsOn of the objects.',
        },
        {
          on: "index",
          text:
            'acl: an object with ACL "public-read" does not depend on "open", and may be created while bucket "site" still blocks public ACLs (also in "logo" and "copy").\n' +
            'Fix: add "open" to the dependsOn of the objects.',
        },
      ],
    },
    {
      name: "public policy that does not wait for what allows it",
      resources: [bucket, open(), policy(everybody)],
      at: ["preview"],
      findings: [
        {
          on: "site-policy",
          text:
            'policy: public policy "site-policy" does not depend on "open", and may be created while bucket "site" still blocks public policies.\n' +
            'Fix: add "open" to the dependsOn of "site-policy".',
        },
      ],
    },
  ],
});
