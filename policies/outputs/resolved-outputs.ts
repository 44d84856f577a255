import { assetTexts, isAsset } from "../../code/source/asset-texts";
import { isComponent } from "../../kit/components";
import type { GraphResource } from "../../kit/graph";
import type { Property } from "../../kit/known";
import { resourcePolicy } from "../../kit/policy";
import { quote } from "../../kit/text";
import { UNRESOLVED, type Unresolved, unresolvedIn } from "../../kit/unresolved";

/** The most places of one resource that are reported. */
const MOST = 20;

export const resolvedOutputs = resourcePolicy({
  name: "resolved-outputs",
  description: "A text that is made from an Output contains its value.",
  severity: "high",
  level: "mandatory",
  resources: () => true,
  options: {},
  remediationSteps: "Make the text with the SDK's own function, such as pulumi.interpolate or pulumi.Output.concat.",
  tags: ["outputs", "deployment"],
  page: {
    why: "While the program runs, an Output has no value yet. If a program puts one into a text, the SDK inserts a text that says so, or in Go and older SDKs the address of an object. The deployment goes on with that: AWS refuses the ARN in the policy, or accepts it, and nothing works.",
    limits:
      "It does not read texts of files, nor what a provider answers. It leaves alone a text that has the code of a Pulumi SDK in it, or quotes the first sentence of the message and goes on otherwise, and objects that Go or Node.js write out as {} or [object Object], since they need not be Outputs.",
    sources: [
      "https://www.pulumi.com/docs/iac/concepts/inputs-outputs/all/",
      "https://www.pulumi.com/docs/iac/concepts/inputs-outputs/apply/",
      "https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/output.ts",
      "https://github.com/pulumi/pulumi/blob/master/sdk/python/lib/pulumi/output.py",
    ],
    since: "0.1.0",
  },

  async check(resource, _options, report) {
    const inName = unresolvedIn(resource.name);
    if (inName !== undefined) report({ problem: problemOf("the name of the resource", inName), fix: NAME_FIX });
    if (!resource.mayMatch(UNRESOLVED)) return;
    for (const at of placesIn(resource.properties, isAsset)) {
      for (const { what, found } of await textsAt(at))
        report({ at, problem: problemOf(what, found), fix: fixOf(found) });
    }
  },

  checkStack(graph, _options, report) {
    for (const on of graph.resources.filter((resource) => resource === graph.root || isComponent(resource))) {
      if (!on.mayMatch(UNRESOLVED)) continue;
      for (const at of placesIn(on.properties)) {
        const found = at.unresolved();
        if (found && !isInput(on, at)) report({ on, at, problem: problemOf("the output", found), fix: fixOf(found) });
      }
    }
  },
});

const NAME_FIX =
  "name the resource by a text that the program has when it runs, such as one of its configuration: no name can be made from an Output";

const problemOf = (what: string, { says }: Unresolved) =>
  `${what} was made from an Output before its value was known, and contains ${quote(says)} instead of the value`;

function fixOf({ language, of, inJson }: Unresolved): string {
  switch (language) {
    case "nodejs": {
      const stringify = "pulumi.jsonStringify(…) in place of JSON.stringify(…)";
      if (of === "json") return `call ${stringify}`;
      const template = "write pulumi.interpolate`…` in place of `…`, or pulumi.concat(…) in place of +";
      return inJson ? `${template}, and ${stringify}` : template;
    }
    case "python":
      if (of === "object")
        return "pass the Output itself, or take its value in output.apply(lambda value: …), and name the property where a whole resource is meant";
      if (inJson)
        return "call pulumi.Output.json_dumps({…}) with the Output in it, in place of JSON as an f-string or by json.dumps";
      return 'call pulumi.Output.concat(…) or pulumi.Output.format("…{0}…", output) in place of f"…", % or +';
    case "go":
      return of === "pointer"
        ? "pass the value of the pointer to pulumi.Sprintf, with Elem(): output.Elem()"
        : "call pulumi.Sprintf(…) in place of fmt.Sprintf(…), and pulumi.JSONMarshal(…) for JSON";
    case "dotnet":
      return 'call Output.Format($"…") in place of $"…", and Output.JsonSerialize(…) for JSON';
    case "java":
      return 'call Output.format("…%s…", output) in place of String.format(…) or +, and Output.all(…).applyValue(…) for JSON';
  }
}

/** The texts of a resource that have an unresolved Output in them, and what else may have. */
function placesIn(properties: Property, orElse: (value: unknown) => boolean = () => false): readonly Property[] {
  const isPlace = (value: unknown) => (typeof value === "string" ? unresolvedIn(value) !== undefined : orElse(value));
  return properties.find(isPlace).slice(0, MOST);
}

interface Place {
  /** The part of the property. */
  readonly what: string;
  readonly found: Unresolved;
}

async function textsAt(at: Property): Promise<readonly Place[]> {
  const inText = at.unresolved();
  if (inText !== undefined) return [{ what: "the text", found: inText }];
  const asset = at.value();
  const texts = asset.state === "known" ? await assetTexts(asset.value) : [];
  return texts.flatMap(({ name, text }) => {
    const found = unresolvedIn(text);
    return found === undefined ? [] : [{ what: name === "" ? "the text" : `file ${quote(name)}`, found }];
  });
}

/** Whether an output of a component is one of its inputs, which is reported there. */
function isInput(component: GraphResource, { path: [name] }: Property): boolean {
  return typeof name === "string" && placesIn(component.input(name)).length > 0;
}
