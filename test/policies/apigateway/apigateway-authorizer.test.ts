import { resourceTable } from "../../support/resource-table";
import { output } from "../../support/row-program";
import { type StackResource, stackTable } from "../../support/stack-table";
import { unknown } from "../../support/wire";

const inputs = (others: object) => ({ restApi: "a1b2c3", resourceId: "r1", httpMethod: "GET", ...others });

resourceTable({
  policy: "apigateway-authorizer",
  type: "aws:apigateway/method:Method",
  passes: [
    { name: "no authorization", inputs: inputs({ authorization: "NONE" }) },
    { name: "authorization by IAM", inputs: inputs({ authorization: "AWS_IAM" }) },
    { name: "an authorizer that is asked for", inputs: inputs({ authorization: "CUSTOM", authorizerId: unknown }) },
    { name: "an unknown authorization", inputs: inputs({ authorization: unknown, authorizerId: "a1" }) },
  ],
  violates: [
    {
      name: "no authorizer",
      inputs: inputs({ authorization: "CUSTOM" }),
      findings: [
        'authorizerId: AWS refuses authorization "CUSTOM" without an authorizer.\n' +
          'Fix: set authorizerId to the id of an aws.apigateway.Authorizer of type "TOKEN" or "REQUEST".',
      ],
    },
    {
      name: "no authorizer for a user pool",
      inputs: inputs({ authorization: "COGNITO_USER_POOLS" }),
      findings: [
        'authorizerId: AWS refuses authorization "COGNITO_USER_POOLS" without an authorizer.\n' +
          'Fix: set authorizerId to the id of an aws.apigateway.Authorizer of type "COGNITO_USER_POOLS".',
      ],
    },
  ],
  advises: [
    {
      name: "an authorizer that is not asked for",
      inputs: inputs({ authorization: "NONE", authorizerId: "a1" }),
      findings: [
        'authorizerId: the method names an authorizer, but its authorization is "NONE", so anyone can call it.\n' +
          'Fix: set authorization to "CUSTOM", or to "COGNITO_USER_POOLS" for an authorizer of that type.',
      ],
    },
  ],
});

const api = (protocolType = "HTTP"): StackResource => ({
  type: "aws:apigatewayv2/api:Api",
  name: "notes",
  inputs: { protocolType },
});
const authorizer = (inputs: object): StackResource => ({
  type: "aws:apigatewayv2/authorizer:Authorizer",
  name: "door",
  inputs: { apiId: output("notes"), authorizerType: "REQUEST", ...inputs },
});

stackTable({
  policy: "apigateway-authorizer",
  passes: [
    { name: "with its format", resources: [api(), authorizer({ authorizerPayloadFormatVersion: "2.0" })] },
    { name: "of a WebSocket API", resources: [api("WEBSOCKET"), authorizer({})] },
    { name: "of another kind", resources: [api(), authorizer({ authorizerType: "JWT" })] },
  ],
  violates: [
    {
      name: "without its format",
      resources: [api(), authorizer({})],
      findings: [
        {
          on: "door",
          text:
            "authorizerPayloadFormatVersion: AWS refuses an authorizer of an HTTP API that calls a function and has no payload format.\n" +
            'Fix: set authorizerPayloadFormatVersion to "2.0", and enableSimpleResponses to true if the function returns { isAuthorized: … }.',
        },
      ],
    },
  ],
});
