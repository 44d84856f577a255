import assert from "node:assert/strict";
import { httpEventCounterpart, httpEventDefault, httpEventKey } from "../../../aws/facts/http-events";
import { failingReads, Program } from "../../../code/python/event-access";
import { readText, readWithFallback } from "../../../code/python/event-fallback";

type Format = Parameters<typeof httpEventKey>[0];

/** The reads of a handler's body that fail, as they are and as they should be. */
function fixes(format: Format, ...body: readonly string[]): readonly (readonly [string, string])[] {
  const code = ["def handler(event, context):", ...body.map((line) => `    ${line}`)].join("\n");
  const program = new Program((path) => (path === "handler.py" ? code : undefined));
  const reads = failingReads(program, ["handler", "handler"], (path) => httpEventKey(format, path));
  const fallbacks = { counterpart: httpEventCounterpart, standard: httpEventDefault };
  return reads.map((read) => [readText(read), readWithFallback(read, fallbacks)]);
}

describe("code/python/event-fallback", () => {
  it("writes what is documented", () => {
    assert.deepEqual(fixes("2.0", "path = event['path']", "method = event['httpMethod']"), [
      ['event["path"]', 'path = event.get("path", event.get("rawPath", ""))'],
      [
        'event["httpMethod"]',
        'method = event.get("httpMethod", event.get("requestContext", {}).get("http", {}).get("method", ""))',
      ],
    ]);
  });
  it("writes it for the other way round", () => {
    assert.deepEqual(fixes("1.0", "return event['rawPath'] + event['requestContext']['http']['method']"), [
      ['event["rawPath"]', 'event.get("rawPath", event.get("path", ""))'],
      [
        'event["requestContext"]["http"]',
        'event.get("requestContext", {}).get("http", {}).get("method", event.get("httpMethod", ""))',
      ],
    ]);
  });
  it("uses the names of the program", () => {
    assert.deepEqual(fixes("2.0", "e = event", "rc = e['requestContext']", "ip = rc['identity']['sourceIp']"), [
      [
        'rc["identity"]',
        'ip = rc.get("identity", {}).get("sourceIp", event.get("requestContext", {}).get("http", {}).get("sourceIp", ""))',
      ],
    ]);
    assert.deepEqual(
      fixes("2.0", "def path(e): return e['path']", "request = event", "event = None", "return path(request)"),
      [['e["path"]', 'e.get("path", e.get("rawPath", ""))']],
    );
    assert.deepEqual(fixes("2.0", "class A: pass", "a = A()", "a.event = event", "del event", "x = a.event['path']"), [
      ['a.event["path"]', 'x = a.event.get("path", a.event.get("rawPath", ""))'],
    ]);
  });
  it("gives a default where nothing else has it, and where the event has no name", () => {
    assert.deepEqual(fixes("2.0", "for h in event['multiValueHeaders']: pass"), [
      ['event["multiValueHeaders"]', 'event.get("multiValueHeaders", {})'],
    ]);
    assert.deepEqual(fixes("1.0", "c = event['cookies']"), [['event["cookies"]', 'c = event.get("cookies", [])']]);
    assert.deepEqual(fixes("REST", "v = event['version']"), [['event["version"]', 'v = event.get("version", "1.0")']]);
    assert.deepEqual(
      fixes("1.0", "http = event['requestContext'].get('http', {})", "del event", "m = http['method']"),
      [['http["method"]', 'm = http.get("method", "")']],
    );
  });
  it("takes the place of get, of parentheses and of what follows", () => {
    assert.deepEqual(fixes("1.0", "m = event.get('requestContext', {}).get('http', {})['method'].upper()"), [
      [
        'event["requestContext"]["http"]["method"]',
        'event.get("requestContext", {}).get("http", {}).get("method", event.get("httpMethod", ""))',
      ],
    ]);
    assert.deepEqual(fixes("2.0", "a = b = (event)['path']", "(e := event)['resource'][0]"), [
      ['event["path"]', 'event.get("path", event.get("rawPath", ""))'],
      ['event["resource"]', 'event.get("resource", "")'],
    ]);
  });
  it("shows keys and names alone", () => {
    const [[text, fix] = ["", ""]] = fixes("2.0", 'x = {**event, **load("s3cret")}["path"], dict(event)["path"]');
    assert.equal(text, 'event["path"]');
    assert.equal(fix, 'event.get("path", event.get("rawPath", ""))');
  });
});
