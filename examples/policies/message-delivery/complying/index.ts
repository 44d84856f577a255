import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const orders = new aws.sns.Topic("orders", { tags: { Owner: "shop" } });
const queue = new aws.sqs.Queue("shipping", { tags: { Owner: "shop" } });
new aws.sns.TopicSubscription("orders-to-shipping", { topic: orders.arn, protocol: "sqs", endpoint: queue.arn });
new aws.sqs.QueuePolicy("shipping-policy", {
  queueUrl: queue.id,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queue.arn,
        Condition: { ArnEquals: { "aws:SourceArn": orders.arn } },
      },
    ],
  }),
});
