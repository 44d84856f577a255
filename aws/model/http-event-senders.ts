import { enumerate } from "../../kit/text";
import type { HttpEventFormat } from "../facts/http-events";
import type { HttpEventSource } from "./http-event-sources";

/** The start of a sentence about senders and their format: `route "a" sends payload format 2.0, which has`. */
export function sentBy(senders: readonly HttpEventSource[]): string {
  const formats = [...new Set(senders.map(({ format }) => format))];
  const clauses = formats.map((format) => {
    const names = senders.filter((sender) => sender.format === format).map(({ name }) => name);
    return `${enumerate(names)} ${names.length > 1 ? "send" : "sends"} ${FORMATS[format]}`;
  });
  return `${enumerate(clauses)}, which ${clauses.length > 1 ? "have" : "has"}`;
}

const FORMATS: Readonly<Record<HttpEventFormat, string>> = {
  REST: "the payload of REST APIs",
  "1.0": "payload format 1.0",
  "2.0": "payload format 2.0",
};
