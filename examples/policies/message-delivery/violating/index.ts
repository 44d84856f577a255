import * as aws from "@pulumi/aws";

const orders = new aws.sns.Topic("orders", { tags: { Owner: "shop" } });
const queue = new aws.sqs.Queue("shipping", { tags: { Owner: "shop" } });
new aws.sns.TopicSubscription("orders-to-shipping", { topic: orders.arn, protocol: "sqs", endpoint: queue.arn });
