import { madeFrom, output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";

const role = "arn:aws:iam::123456789012:role/desk";
const desk = { type: "aws:lambda/function:Function", name: "desk", inputs: { name: "desk-1a2b3c4", role } };
const permission = (principal: string, inputs: object = {}, name = "allow") => ({
  type: "aws:lambda/permission:Permission",
  name,
  inputs: { function: output("desk", "name"), principal, action: "lambda:InvokeFunction", ...inputs },
});
const topic = (name: string) => ({ type: "aws:sns/topic:Topic", name, inputs: {} });
const subscription = (endpoint: unknown = output("desk", "arn"), inputs: object = {}) => ({
  type: "aws:sns/topicSubscription:TopicSubscription",
  name: "orders-to-desk",
  inputs: { topic: output("orders", "arn"), protocol: "lambda", endpoint, ...inputs },
});
const rule = {
  type: "aws:cloudwatch/eventRule:EventRule",
  name: "hourly",
  inputs: { scheduleExpression: "rate(1 hour)" },
};
const target = (inputs: object = {}) => ({
  type: "aws:cloudwatch/eventTarget:EventTarget",
  name: "hourly-desk",
  inputs: { rule: output("hourly", "name"), arn: output("desk", "arn"), ...inputs },
});
const api = { type: "aws:apigatewayv2/api:Api", name: "books", inputs: { protocolType: "HTTP" } };
const integration = (name: string, inputs: object = {}) => ({
  type: "aws:apigatewayv2/integration:Integration",
  name,
  inputs: {
    apiId: output("books"),
    integrationType: "AWS_PROXY",
    integrationUri: output("desk", "invokeArn"),
    ...inputs,
  },
});
const route = (routeKey: string, to: string) => ({
  type: "aws:apigatewayv2/route:Route",
  name: `${to}-route`,
  inputs: { apiId: output("books"), routeKey, target: madeFrom([output(to)], (id) => `integrations/${id}`) },
});
const ofApi = (behind: string, made = output("books", "executionArn")) => ({
  sourceArn: madeFrom([made], (arn) => `${arn}${behind}`),
});
const alias = {
  type: "aws:lambda/alias:Alias",
  name: "live",
  inputs: { name: "live", functionName: output("desk", "name"), functionVersion: "1" },
};
const restApi = { type: "aws:apigateway/restApi:RestApi", name: "users", inputs: {} };
const invoked = (name: string) =>
  `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:${name}/invocations`;
const document = (path: string, integration: object) =>
  JSON.stringify({
    paths: { [path]: { post: { "x-amazon-apigateway-integration": { type: "aws_proxy", ...integration } } } },
  });
const documented = (integration: object) => ({ ...restApi, inputs: { body: document("/users/{id}", integration) } });
const method = (inputs: object = {}) => ({
  type: "aws:apigateway/integration:Integration",
  name: "get-users",
  inputs: {
    restApi: output("users"),
    resourceId: output("users", "rootResourceId"),
    httpMethod: "GET",
    integrationHttpMethod: "POST",
    type: "AWS_PROXY",
    uri: output("desk", "invokeArn"),
    ...inputs,
  },
});
const logGroup = { type: "aws:cloudwatch/logGroup:LogGroup", name: "access", inputs: { name: "/access" } };
const logFilter = (...dependsOn: readonly string[]) => ({
  type: "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
  name: "errors",
  inputs: { logGroup: output("access", "name"), filterPattern: "ERROR", destinationArn: output("desk", "arn") },
  dependsOn,
});

stackTable({
  policy: "lambda-invoke-permission",
  passes: [
    {
      name: "topic with a permission",
      resources: [
        desk,
        topic("orders"),
        subscription(),
        permission("sns.amazonaws.com", { sourceArn: output("orders", "arn") }),
      ],
    },
    {
      name: "rule with a permission for rules of that name, for everything of the service, of the region",
      resources: [
        desk,
        rule,
        target(),
        permission("events.eu-west-1.amazonaws.com", {
          sourceArn: "arn:aws:events:*:*:rule/hour*",
          action: "lambda:*",
        }),
      ],
    },
    { name: "target with a role", resources: [desk, rule, target({ roleArn: role })] },
    { name: "integration with a role", resources: [desk, restApi, method({ credentials: role })] },
    { name: "integration that no route leads to", resources: [desk, api, integration("call")] },
    {
      name: "subscription of a queue, and one for a function elsewhere",
      resources: [
        topic("orders"),
        subscription("arn:aws:lambda:eu-west-1:123456789012:function:shop"),
        { ...subscription("arn:aws:sqs:eu-west-1:123456789012:shop", { protocol: "sqs" }), name: "to-queue" },
      ],
    },
    {
      name: "permission for a stage and any method of the API",
      resources: [
        desk,
        api,
        integration("call"),
        route("GET /books/{id}", "call"),
        { type: "aws:apigatewayv2/stage:Stage", name: "v1", inputs: { apiId: output("books"), name: "v1" } },
        permission("apigateway.amazonaws.com", ofApi("/*/books/*", output("v1", "executionArn"))),
      ],
    },
    {
      name: "permission for the path of a route as it is written",
      resources: [
        desk,
        api,
        integration("call"),
        route("GET /books/{id}", "call"),
        permission("apigateway.amazonaws.com", ofApi("/*/GET/books/{id}")),
      ],
      at: ["state"],
    },
    {
      name: "OpenAPI document with a permission, with a role, and of a function elsewhere",
      resources: [
        desk,
        documented({ uri: invoked("desk-1a2b3c4") }),
        { ...documented({ uri: invoked("desk-1a2b3c4"), credentials: role }), name: "by-role" },
        { ...documented({ uri: invoked("till") }), name: "of-till" },
        permission("apigateway.amazonaws.com", ofApi("/*/POST/users/*", output("users", "executionArn"))),
        { ...api, inputs: { protocolType: "HTTP", body: document("/$default", { uri: invoked("desk-1a2b3c4") }) } },
        permission("apigateway.amazonaws.com", ofApi("/$default/$default"), "allow-books"),
      ],
      at: ["state"],
    },
    {
      name: "permission for the alias that is called",
      resources: [
        desk,
        alias,
        topic("orders"),
        subscription(output("live", "arn")),
        permission("sns.amazonaws.com", { qualifier: output("live", "name") }),
      ],
    },
    {
      name: "permission of the native provider, and one that a command may add",
      resources: [
        desk,
        { ...desk, name: "till", inputs: { role, name: "till" } },
        topic("orders"),
        subscription(),
        { ...subscription(output("till", "arn")), name: "orders-to-till" },
        { type: "aws-native:lambda:Permission", name: "native", inputs: { functionName: output("desk", "name") } },
        { type: "command:local:Command", name: "cli", inputs: { create: output("till", "name") } },
      ],
    },
    {
      name: "function that is looked up",
      resources: [{ ...desk, onlyRead: true }, topic("orders"), subscription()],
    },
    {
      name: "log subscription that waits for its permission",
      resources: [
        desk,
        logGroup,
        permission("logs.amazonaws.com", { sourceArn: madeFrom([output("access", "arn")], (arn) => `${arn}:*`) }),
        logFilter("allow"),
      ],
    },
    {
      name: "permissions for CloudWatch Logs of the function's region and of none, for all log groups",
      resources: [
        { ...desk, inputs: { ...desk.inputs, region: "eu-west-1" } },
        permission("logs.eu-west-1.amazonaws.com", { sourceArn: "arn:aws:logs:*:*:log-group:/acc*" }),
        permission("logs.amazonaws.com", {}, "other"),
        logGroup,
        logFilter("allow", "other"),
      ],
    },
    {
      name: "CloudFront that may call the function and its URL",
      resources: [
        desk,
        permission("cloudfront.amazonaws.com"),
        permission("cloudfront.amazonaws.com", { action: "lambda:InvokeFunctionUrl" }, "url"),
      ],
    },
    {
      name: "permissions of a public function URL",
      resources: [
        desk,
        {
          type: "aws:lambda/functionUrl:FunctionUrl",
          name: "url",
          inputs: { functionName: output("desk", "name"), authorizationType: "NONE" },
        },
        permission("*", { action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "NONE" }),
        permission("*", { invokedViaFunctionUrl: true }, "invoke"),
        permission("cloudfront.amazonaws.com", { action: "lambda:InvokeFunctionUrl" }, "cdn"),
        permission("123456789012", { action: "lambda:InvokeFunctionUrl" }, "account"),
      ],
    },
  ],
  violates: [
    {
      name: "topic without a permission",
      resources: [desk, topic("orders"), subscription()],
      findings: [
        {
          on: "orders-to-desk",
          text:
            'endpoint: nothing lets topic "orders" call function "desk".\n' +
            'Fix: add an aws.lambda.Permission for "desk" that allows lambda:InvokeFunction to sns.amazonaws.com, with the ARN of topic "orders" as sourceArn.',
        },
      ],
    },
    {
      name: "topic with the permissions of another one and of function URLs",
      resources: [
        desk,
        topic("orders"),
        topic("returns"),
        subscription(),
        permission("sns.amazonaws.com", { sourceArn: output("returns", "arn") }),
        permission("*", { invokedViaFunctionUrl: true }, "invoke"),
      ],
      findings: [
        {
          on: "orders-to-desk",
          text:
            'endpoint: nothing lets topic "orders" call function "desk": "allow" is for topic "returns".\n' +
            'Fix: add a permission with the ARN of topic "orders" as sourceArn, or correct the sourceArn of "allow".',
        },
      ],
    },
    {
      name: "HTTP API whose integrations have no permission",
      resources: [desk, api, integration("a"), integration("b"), route("GET /a", "a"), route("GET /b", "b")],
      findings: [
        {
          on: "a",
          text:
            'integrationUri: nothing lets API "books" call function "desk" (also in "b").\n' +
            'Fix: add an aws.lambda.Permission for "desk" that allows lambda:InvokeFunction to apigateway.amazonaws.com, with the executionArn of API "books" and "/*/*" as sourceArn.',
        },
      ],
    },
    {
      name: "path pattern that no call of the route has",
      resources: [
        desk,
        api,
        integration("call"),
        route("$default", "call"),
        permission("apigateway.amazonaws.com", ofApi("/*/*/*")),
      ],
      at: ["state"],
      findings: [
        {
          on: "call",
          text:
            'integrationUri: nothing lets route "$default" of API "books" call function "desk": "allow" is for "arn:aws:execute-api:eu-west-1:123456789012:ae294db47f/*/*/*".\n' +
            'Fix: add a permission with the executionArn of API "books" and "/*/*" as sourceArn, or correct the sourceArn of "allow".',
        },
      ],
    },
    {
      name: "permission whose path ends before the parameter of the route",
      resources: [
        desk,
        api,
        integration("call"),
        route("PUT /books/{id}", "call"),
        permission("apigateway.amazonaws.com", ofApi("/*/*/books")),
      ],
      at: ["state"],
      findings: [
        {
          on: "call",
          level: "advisory",
          text:
            'integrationUri: nothing lets route "PUT /books/{id}" of API "books" call function "desk": "allow" is for "arn:aws:execute-api:eu-west-1:123456789012:2f0db74f58/*/*/books", which matches hardly any call of a path with parameters.\n' +
            'Fix: add a permission with the executionArn of API "books" and "/*/*" as sourceArn, or correct the sourceArn of "allow".',
        },
      ],
    },
    {
      name: "REST API with an OpenAPI document and without a permission",
      resources: [desk, documented({ uri: invoked("desk-1a2b3c4") })],
      findings: [
        {
          on: "users",
          text:
            'body: nothing lets REST API "users" call function "desk".\n' +
            'Fix: add an aws.lambda.Permission for "desk" that allows lambda:InvokeFunction to apigateway.amazonaws.com, with the executionArn of REST API "users" and "/*/*" as sourceArn.',
        },
      ],
    },
    {
      name: "permission for a stage that the API does not have",
      resources: [
        desk,
        api,
        integration("call"),
        route("GET /books", "call"),
        { type: "aws:apigatewayv2/stage:Stage", name: "v1", inputs: { apiId: output("books"), name: "v1" } },
        permission("apigateway.amazonaws.com", ofApi("/prod/*")),
      ],
      at: ["state"],
      findings: [
        {
          on: "call",
          text:
            'integrationUri: nothing lets route "GET /books" of API "books" call function "desk": "allow" is for "arn:aws:execute-api:eu-west-1:123456789012:eae738066d/prod/*".\n' +
            'Fix: add a permission with the executionArn of API "books" and "/*/*" as sourceArn, or correct the sourceArn of "allow".',
        },
      ],
    },
    {
      name: "permission for the function, and its alias is called",
      resources: [desk, alias, topic("orders"), subscription(output("live", "arn")), permission("sns.amazonaws.com")],
      findings: [
        {
          on: "orders-to-desk",
          text:
            'endpoint: nothing lets topic "orders" call "live" of function "desk": "allow" is for the function itself.\n' +
            'Fix: add a permission with qualifier "live", or set it in "allow".',
        },
      ],
    },
    {
      name: "permission for an alias, and the function is called",
      resources: [desk, alias, rule, target(), permission("events.amazonaws.com", { qualifier: "live" })],
      at: ["up"],
      findings: [
        {
          on: "hourly-desk",
          text:
            'arn: nothing lets rule "hourly" call function "desk": "allow" is for "live".\n' +
            'Fix: add a permission without qualifier, or call "live".',
        },
      ],
    },
    {
      name: "REST API with the permission of another service",
      resources: [desk, restApi, method(), permission("events.amazonaws.com")],
      findings: [
        {
          on: "get-users",
          text:
            'uri: nothing lets REST API "users" call function "desk".\n' +
            'Fix: add an aws.lambda.Permission for "desk" that allows lambda:InvokeFunction to apigateway.amazonaws.com, with the executionArn of REST API "users" and "/*/*" as sourceArn.',
        },
      ],
    },
    {
      name: "user pool without a permission",
      resources: [
        desk,
        {
          type: "aws:cognito/userPool:UserPool",
          name: "readers",
          inputs: { lambdaConfig: { preSignUp: output("desk", "arn"), kmsKeyId: "alias/readers" } },
        },
      ],
      findings: [
        {
          on: "readers",
          text:
            'lambdaConfig.preSignUp: nothing lets user pool "readers" call function "desk".\n' +
            'Fix: add an aws.lambda.Permission for "desk" that allows lambda:InvokeFunction to cognito-idp.amazonaws.com, with the ARN of user pool "readers" as sourceArn.',
        },
      ],
    },
    {
      name: "rotation of a secret, target of a load balancer, rules of SES and IoT, and authorizer without a permission",
      resources: [
        desk,
        { type: "aws:secretsmanager/secret:Secret", name: "password", inputs: {} },
        {
          type: "aws:secretsmanager/secretRotation:SecretRotation",
          name: "monthly",
          inputs: {
            secretId: output("password"),
            rotationLambdaArn: output("desk", "arn"),
            rotationRules: { automaticallyAfterDays: 30 },
          },
        },
        { type: "aws:lb/targetGroup:TargetGroup", name: "readers", inputs: { targetType: "lambda" } },
        {
          type: "aws:elasticloadbalancingv2/targetGroupAttachment:TargetGroupAttachment",
          name: "readers-desk",
          inputs: { targetGroupArn: output("readers", "arn"), targetId: output("desk", "arn") },
        },
        {
          type: "aws:ses/receiptRule:ReceiptRule",
          name: "mail",
          inputs: { ruleSetName: "inbox", lambdaActions: [{ functionArn: output("desk", "arn"), position: 1 }] },
        },
        {
          type: "aws:iot/topicRule:TopicRule",
          name: "shelves",
          inputs: {
            enabled: true,
            sql: "SELECT * FROM 'shelves'",
            sqlVersion: "2016-03-23",
            lambdas: [{ functionArn: output("desk", "arn") }],
          },
        },
        restApi,
        {
          type: "aws:apigateway/authorizer:Authorizer",
          name: "cards",
          inputs: { restApi: output("users"), authorizerUri: output("desk", "invokeArn") },
        },
      ],
      findings: [
        {
          on: "monthly",
          text:
            'rotationLambdaArn: nothing lets secret "password" call function "desk".\n' +
            'Fix: add an aws.lambda.Permission for "desk" that allows lambda:InvokeFunction to secretsmanager.amazonaws.com, with the ARN of secret "password" as sourceArn.',
        },
        {
          on: "readers-desk",
          text:
            'targetId: nothing lets target group "readers" call function "desk".\n' +
            'Fix: add an aws.lambda.Permission for "desk" that allows lambda:InvokeFunction to elasticloadbalancing.amazonaws.com, with the ARN of target group "readers" as sourceArn.',
        },
        {
          on: "mail",
          text:
            'lambdaActions[0].functionArn: nothing lets "mail" call function "desk".\n' +
            'Fix: add an aws.lambda.Permission for "desk" that allows lambda:InvokeFunction to ses.amazonaws.com.',
        },
        {
          on: "shelves",
          text:
            'lambdas[0].functionArn: nothing lets IoT rule "shelves" call function "desk".\n' +
            'Fix: add an aws.lambda.Permission for "desk" that allows lambda:InvokeFunction to iot.amazonaws.com, with the ARN of IoT rule "shelves" as sourceArn.',
        },
        {
          on: "cards",
          text:
            'authorizerUri: nothing lets an authorizer of REST API "users" call function "desk".\n' +
            'Fix: add an aws.lambda.Permission for "desk" that allows lambda:InvokeFunction to apigateway.amazonaws.com, with the executionArn of REST API "users" and "/authorizers/*" as sourceArn.',
        },
      ],
    },
    {
      name: "log subscription that may be made before its permission",
      resources: [desk, logGroup, permission("logs.amazonaws.com"), logFilter()],
      findings: [
        {
          on: "errors",
          text:
            'destinationArn: "errors" does not depend on "allow", which lets log group "access" call the function, and AWS refuses it if it is created first.\n' +
            'Fix: add "allow" to the dependsOn of "errors".',
        },
      ],
    },
    {
      name: "log subscription with a permission for a group whose name only begins alike",
      resources: [
        desk,
        logGroup,
        permission("logs.amazonaws.com", { sourceArn: "arn:aws:logs:eu-west-1:123456789012:log-group:/accessory:*" }),
        logFilter("allow"),
      ],
      findings: [
        {
          on: "errors",
          text:
            'destinationArn: nothing lets log group "access" call function "desk": "allow" is for "arn:aws:logs:eu-west-1:123456789012:log-group:/accessory:*".\n' +
            'Fix: add a permission with the ARN of log group "access" and ":*" as sourceArn, or correct the sourceArn of "allow".',
        },
      ],
    },
    {
      name: "log subscription with a permission whose ARN ends before the streams",
      resources: [
        desk,
        logGroup,
        permission("logs.amazonaws.com", { sourceArn: "arn:aws:logs:eu-west-1:123456789012:log-group:/access" }),
        logFilter("allow"),
      ],
      findings: [
        {
          on: "errors",
          text:
            'destinationArn: nothing lets log group "access" call function "desk": "allow" is for "arn:aws:logs:eu-west-1:123456789012:log-group:/access".\n' +
            'Fix: add a permission with the ARN of log group "access" and ":*" as sourceArn, or correct the sourceArn of "allow".',
        },
      ],
    },
    {
      name: "log subscription with a permission for the ARN of the group, which ends before the streams",
      resources: [
        desk,
        logGroup,
        permission("logs.amazonaws.com", { sourceArn: output("access", "arn") }),
        logFilter("allow"),
      ],
      at: ["up", "state"],
      findings: [
        {
          on: "errors",
          text:
            'destinationArn: nothing lets log group "access" call function "desk": "allow" is for "arn:aws:logs:eu-west-1:123456789012:log-group:/access".\n' +
            'Fix: add a permission with the ARN of log group "access" and ":*" as sourceArn, or correct the sourceArn of "allow".',
        },
      ],
    },
    {
      name: "CloudWatch Logs of another region than the function's",
      resources: [
        { ...desk, inputs: { ...desk.inputs, region: "eu-west-1" } },
        permission("logs.us-east-1.amazonaws.com"),
      ],
      findings: [
        {
          on: "allow",
          text:
            'principal: the principal is CloudWatch Logs in "us-east-1", and the function is in "eu-west-1": log groups call only functions in their region.\n' +
            'Fix: set principal to "logs.amazonaws.com".',
        },
      ],
    },
    {
      name: "CloudFront that may call the function, and not its URL",
      resources: [desk, permission("cloudfront.amazonaws.com")],
      findings: [
        {
          on: "allow",
          text:
            "action: CloudFront calls a function only by its URL, which also needs lambda:InvokeFunctionUrl, and nothing allows that.\n" +
            'Fix: add an aws.lambda.Permission like "allow" with action lambda:InvokeFunctionUrl.',
        },
      ],
    },
    {
      name: "CloudFront that may call the URL of a function, and not the function",
      resources: [
        desk,
        permission("cloudfront.amazonaws.com", { action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "AWS_IAM" }),
      ],
      findings: [
        {
          on: "allow",
          text:
            'action: "allow" lets "cloudfront.amazonaws.com" call the function URL, which since October 2025 also needs lambda:InvokeFunction, and nothing allows that.\n' +
            'Fix: add an aws.lambda.Permission like "allow" with action lambda:InvokeFunction and invokedViaFunctionUrl.',
        },
      ],
    },
    {
      name: "one statementId for two permissions of a function, and for one of its alias",
      resources: [
        desk,
        permission("sns.amazonaws.com", { statementId: "in" }, "a"),
        permission("events.amazonaws.com", { statementId: "in", function: output("desk", "arn") }, "b"),
        permission("events.amazonaws.com", { statementId: "in", qualifier: "live" }, "c"),
      ],
      findings: [
        {
          on: "b",
          text:
            'statementId: permission "a" of the same function has this statementId already, and AWS refuses a second one.\n' +
            'Fix: remove statementId from "b", or use another.',
        },
      ],
    },
    {
      name: "permissions that AWS refuses",
      resources: [
        desk,
        permission("events.amazonaws.com", { qualifier: "$LATEST" }, "latest"),
        permission("events.amazonaws.com", { function: "desk-1a2b3c4:$LATEST" }, "named"),
        permission("*", { action: "lambda:InvokeFunctionUrl" }, "public"),
        permission("*", { functionUrlAuthType: "NONE" }, "typed"),
      ],
      findings: [
        {
          on: "named",
          text:
            "function: AWS accepts no permission for $LATEST.\n" +
            "Fix: set function to the arn or the name of the function: the permission then covers calls without a version.",
        },
        {
          on: "latest",
          text:
            "qualifier: AWS accepts no permission for $LATEST.\n" +
            "Fix: remove the qualifier: the permission then covers calls without a version.",
        },
        {
          on: "public",
          text:
            "action: AWS refuses lambda:InvokeFunctionUrl for everybody without functionUrlAuthType.\n" +
            'Fix: set functionUrlAuthType to "NONE", as the authorizationType of the function URL is.',
        },
        {
          on: "typed",
          text:
            'functionUrlAuthType: AWS accepts functionUrlAuthType only for lambda:InvokeFunctionUrl, and the action is "lambda:InvokeFunction".\n' +
            "Fix: remove functionUrlAuthType, or set action to lambda:InvokeFunctionUrl.",
        },
      ],
    },
  ],
});
