import assert from "node:assert/strict";
import {
  httpEventCounterpart,
  httpEventDefault,
  httpEventInstead,
  httpEventKey,
  isHttpEventPath,
  isHttpEventText,
} from "../../aws/facts/http-events";
import { factsOfHandler } from "../../code/facts/walk";
import { fixOf, readText, subjectOf } from "../../code/fallback";
import { failingReads } from "../../code/http-reads";
import { pythonOf } from "../../code/python/language";
import { Program } from "../../code/python/modules";

type Format = Parameters<typeof httpEventKey>[0];

/** The reads of a handler's body that fail, as they are and as they should be. */
function fixes(format: Format, ...body: readonly string[]): readonly (readonly [string, string])[] {
  const code = ["def handler(event, context):", ...body.map((line) => `    ${line}`)].join("\n");
  const program = new Program((path) => (path === "handler.py" ? code : undefined));
  const facts = factsOfHandler(pythonOf(program), "handler.py", "handler");
  const texts = { isText: isHttpEventText, isOptional: () => false };
  const reads = failingReads(facts, (path) => httpEventKey(format, path), texts);
  const fallbacks = {
    counterpart: httpEventCounterpart,
    standard: httpEventDefault,
    instead: httpEventInstead,
    isPathText: isHttpEventPath,
  };
  return reads.map((read) => {
    const subject = subjectOf(read, code, "python");
    return [readText(subject, read.missing, "python"), fixOf(subject, fallbacks, "python")];
  });
}

describe("code/fallback", () => {
  it("writes what is documented", () => {
    assert.deepEqual(fixes("2.0", "path = event['path']", "method = event['httpMethod']"), [
      ['event["path"]', 'write path = event.get("path", event.get("rawPath", ""))'],
      [
        'event["httpMethod"]',
        'write method = event.get("httpMethod", event.get("requestContext", {}).get("http", {}).get("method", ""))',
      ],
    ]);
  });
  it("writes it for the other way round", () => {
    assert.deepEqual(fixes("1.0", "return event['rawPath'] + event['requestContext']['http']['method']"), [
      ['event["rawPath"]', 'write event.get("rawPath", event.get("path", ""))'],
      [
        'event["requestContext"]["http"]',
        'write event.get("requestContext", {}).get("http", {}).get("method", event.get("httpMethod", ""))',
      ],
    ]);
  });
  it("uses the names of the program", () => {
    assert.deepEqual(fixes("2.0", "e = event", "rc = e['requestContext']", "ip = rc['identity']['sourceIp']"), [
      [
        'rc["identity"]',
        'write ip = rc.get("identity", {}).get("sourceIp", event.get("requestContext", {}).get("http", {}).get("sourceIp", ""))',
      ],
    ]);
    assert.deepEqual(
      fixes("2.0", "def path(e): return e['path']", "request = event", "event = None", "return path(request)"),
      [['e["path"]', 'write e.get("path", e.get("rawPath", ""))']],
    );
    assert.deepEqual(fixes("2.0", "class A: pass", "a = A()", "a.event = event", "del event", "x = a.event['path']"), [
      ['a.event["path"]', 'write x = a.event.get("path", a.event.get("rawPath", ""))'],
    ]);
  });
  it("gives a default only where it is what other formats mean", () => {
    assert.deepEqual(fixes("REST", "v = event['version']"), [
      ['event["version"]', 'write v = event.get("version", "1.0")'],
    ]);
  });
  it("never hides that something is missing", () => {
    assert.deepEqual(fixes("2.0", "for h in event['multiValueHeaders']: pass", "a = event['multiValueHeaders']['a']"), [
      ['event["multiValueHeaders"]', `read ${httpEventInstead(["multiValueHeaders"])}`],
      ['event["multiValueHeaders"]', `read ${httpEventInstead(["multiValueHeaders"])}`],
    ]);
    assert.deepEqual(
      fixes("1.0", "c = event['cookies']", "r = event['routeKey']", "h = event['requestContext']['http']"),
      [
        ['event["cookies"]', "read the header Cookie in headers, which has all cookies in one text"],
        ['event["routeKey"]', "read httpMethod and resource, which are the two halves of it"],
        [
          'event["requestContext"]["http"]',
          "read httpMethod, path and requestContext.identity, which have what is in it",
        ],
      ],
    );
    assert.deepEqual(fixes("2.0", "c = event['requestContext']['identity']['cognitoIdentityId']"), [
      ['event["requestContext"]["identity"]', "do without it, there is nothing in its place"],
    ]);
    assert.deepEqual(
      fixes("1.0", "http = event['requestContext'].get('http', {})", "del event", "m = http['method']"),
      [["http", "read httpMethod of the event instead"]],
    );
  });
  it("takes parameters from where they are, and not from the text of the path", () => {
    assert.deepEqual(
      fixes(
        "2.0",
        "id = event['path']['todo_id']",
        "return event.get('path', {})['todo_id'] + event['resource']['a']['b']",
      ),
      [
        ['event["path"]', 'write id = event["pathParameters"]["todo_id"]'],
        ['event["resource"]', 'write event["pathParameters"]["a"]'],
      ],
    );
    assert.deepEqual(fixes("1.0", "x = event['rawPath']['id']"), [
      ['event["rawPath"]', 'write x = event["pathParameters"]["id"]'],
    ]);
  });
  it("finds the path pattern in the route's key", () => {
    assert.deepEqual(fixes("2.0", "r = event['resource']", "p = event['requestContext']['resourcePath']"), [
      [
        'event["resource"]',
        'write r = event.get("resource", event.get("routeKey", "").split(" ")[-1]), since routeKey has it after the blank',
      ],
      [
        'event["requestContext"]["resourcePath"]',
        'write p = event.get("requestContext", {}).get("resourcePath", event.get("requestContext", {}).get("routeKey", "").split(" ")[-1]), since requestContext.routeKey has it after the blank',
      ],
    ]);
  });
  it("takes the place of get, of parentheses and of what follows", () => {
    assert.deepEqual(fixes("1.0", "m = event.get('requestContext', {}).get('http', {})['method'].upper()"), [
      [
        'event["requestContext"]["http"]',
        'write event.get("requestContext", {}).get("http", {}).get("method", event.get("httpMethod", ""))',
      ],
    ]);
    assert.deepEqual(fixes("2.0", "a = b = (event)['path']", "(e := event)['resource'][0]"), [
      ['event["path"]', 'write event.get("path", event.get("rawPath", ""))'],
      [
        'event["resource"]',
        'write event.get("resource", event.get("routeKey", "").split(" ")[-1]), since routeKey has it after the blank',
      ],
    ]);
  });
  it("shows keys and names alone", () => {
    const [[text, fix] = ["", ""]] = fixes("2.0", 'x = {**event, **load("s3cret")}["path"], dict(event)["path"]');
    assert.equal(text, 'event["path"]');
    assert.equal(fix, 'write event.get("path", event.get("rawPath", ""))');
  });
});
