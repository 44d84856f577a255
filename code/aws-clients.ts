import { type AwsCall, type ExternalCall, keysOf, type Value } from "./facts";

/** Options of clients that keep the function's own credentials. */
const HARMLESS =
  /^(?:service_name|service|region(?:_name)?|config|api_?version|use_ssl|verify|max_?(?:attempts|retries)|retry_?\w*|request_?handler|http_?options|logger|marshall_?options|unmarshall_?options|use\w*endpoint)$/i;

const BOTO =
  /^boto(?:3|core)\.(?:client|resource|(?:session\.)?Session|(?:session\.)?get_session|(?:(?:session\.)?Session|(?:session\.)?get_session)\(\)\.(?:client|resource|create_client))$/;

/** Services whose clients need the endpoint of an API or account, which is still AWS's. */
const ADDRESSED = /^(?:apigatewaymanagementapi|api-gateway-management-api|iot-?data(?:-?plane)?)$/;

const ADDRESS = /^endpoint(?:_url)?$/;

type IsHarmless = (key: string) => boolean;

/** Whether a call is certainly made with the credentials of the function's role, by a client that its code makes. */
export function hasOwnCredentials({ sdk, client, service }: AwsCall): boolean {
  if (client === undefined) return false;
  const isAddressed = ADDRESSED.test(service);
  const isHarmless = (key: string) => HARMLESS.test(key) || (isAddressed && ADDRESS.test(key));
  return sdk === "boto3" ? isPlainBoto(client, isHarmless) : isPlain(client, isHarmless);
}

function isPlainBoto(client: ExternalCall, isHarmless: IsHarmless): boolean {
  let made = false;
  for (let call: ExternalCall | undefined = client, depth = 0; call !== undefined; call = call.from, depth++) {
    if (depth > MAX_DEPTH) return false;
    const isMade = BOTO.test(call.name);
    // Table(…), get_paginator(…) and the like take no client options.
    if (isMade ? !isPlainlyMade(call, isHarmless) : made) return false;
    made ||= isMade;
  }
  return made;
}

const MAX_DEPTH = 8;

function isPlainlyMade({ args }: ExternalCall, isHarmless: IsHarmless): boolean {
  return !args.isOpen && args.positional.length <= 2 && [...args.keywords.keys()].every(isHarmless);
}

function isPlain(client: ExternalCall, isHarmless: IsHarmless): boolean {
  const [given, options] = client.args.positional;
  if (/^@aws-sdk\/lib-dynamodb\.\w+\.from$/.test(client.name)) {
    const inner = given?.kind === "external" ? given.from : undefined;
    return (
      inner !== undefined &&
      given?.kind === "external" &&
      given.name === `${inner.name}()` &&
      isPlain(inner, isHarmless) &&
      areHarmless(options, isHarmless)
    );
  }
  const isMade = /^(?:@aws-sdk\/client-[\w-]+\.\w+|aws-sdk(?:\/clients\/\w+)?(?:\.\w+){0,2})$/.test(client.name);
  return isMade && areHarmless(given, isHarmless);
}

function areHarmless(options: Value | undefined, isHarmless: IsHarmless): boolean {
  if (options === undefined) return true;
  const { keys, isComplete } = keysOf(options);
  return isComplete && keys.every(isHarmless);
}
