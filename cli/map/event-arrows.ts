import { bucketsThatSend, wantedBuckets } from "../../aws/model/bucket-events";
import { busOf, DEFAULT_BUS } from "../../aws/model/buses";
import { patternMembers } from "../../aws/model/event-patterns";
import * as kinds from "../../aws/model/kinds";
import type { Graph } from "../../kit/graph";
import { textOf } from "../../kit/known";
import { type Arrow, between, open, proven } from "./arrow";

/** Arrows of buckets to rules on the default bus. */
export function bucketEvents(graph: Graph): readonly Arrow[] {
  const sending = bucketsThatSend(graph);
  return graph.ofType(...kinds.RULE.types).flatMap((on) => {
    if (busOf(graph, on) !== DEFAULT_BUS) return [];
    const at = on.properties.at("eventPattern");
    const text = textOf(at);
    const pattern = text === undefined ? undefined : patternMembers(text);
    const rest = { on, at, label: "events", policies: ["eventbridge-rule"] };
    if (pattern === undefined) {
      const known = open("the pattern of the rule is known after the deployment");
      return graph
        .referenced(on, "eventPattern", kinds.BUCKET)
        .flatMap((from) => between([from], [on], { ...rest, known }));
    }
    return wantedBuckets(graph, pattern).flatMap((from) => {
      const known = sending?.get(from)
        ? proven("a notification of the bucket sends to EventBridge, and the pattern of the rule names the bucket")
        : open("whether something makes the bucket send to EventBridge is not known");
      return between([from], [on], { ...rest, known });
    });
  });
}

/** The rules on buses of the stack. */
export function rules(graph: Graph): readonly Arrow[] {
  return graph.ofType(...kinds.RULE.types).flatMap((on) => {
    const bus = busOf(graph, on);
    if (bus === undefined || typeof bus === "string") return [];
    const isKnown = on.properties.at("eventPattern").string().state === "known";
    const known = isKnown
      ? proven("the rule is on the bus, and its pattern is one that events may match")
      : open("the pattern of the rule is known after the deployment");
    return between([bus], [on], { on, label: "events", policies: ["eventbridge-rule"], known });
  });
}
