type Properties = Record<string, unknown>;
type Path = readonly (string | number)[];

/** A finding as its reader sees it. */
export interface Seen {
  readonly policy: string;
  /** The property that it names. */
  readonly path: Path;
  readonly problem: string;
  readonly fix: string;
}

/** Reads a message, whose first line is the description and whose last is a link. */
export function readMessage(policy: string, message: string): Seen {
  const [, problem = "", fix = ""] = message.split("\n");
  const [, place = "", text = problem] =
    /^((?:[\w$]+|\["(?:[^"\\]|\\.)*"\])(?:\.[\w$]+|\[(?:\d+|"(?:[^"\\]|\\.)*")\])*): (.*)$/.exec(problem) ?? [];
  return { policy, path: readPath(place), problem: text, fix: fix.replace(/^Fix: |\.$/g, "") };
}

function readPath(text: string): Path {
  return [...text.matchAll(/([\w$]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g)].map(([, name, index, quoted]) =>
    index !== undefined ? Number(index) : quoted !== undefined ? (JSON.parse(quoted) as string) : (name ?? ""),
  );
}

/** Does to inputs what a finding says; undefined where that takes more than the finding says, such as a decision. */
export function fixed(inputs: Properties, seen: Seen): Properties | undefined {
  for (const { policy, fix, apply } of FIXES) {
    const match = policy === seen.policy ? fix.exec(seen.fix) : null;
    if (match !== null) return apply(structuredClone(inputs), seen, match.slice(1));
  }
  return undefined;
}

interface Fix {
  readonly policy: string;
  readonly fix: RegExp;
  apply(inputs: Properties, seen: Seen, found: readonly string[]): Properties | undefined;
}

let made = 0;
const fresh = () => `made-up-${made++}`;

function at(inputs: Properties, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown> | undefined)?.[step], inputs);
}

function set(inputs: Properties, path: Path, value: unknown): Properties {
  const [last = "", owner] = [path.at(-1), at(inputs, path.slice(0, -1)) as Record<string | number, unknown>];
  if (value === undefined && Array.isArray(owner)) owner.splice(Number(last), 1);
  else if (value === undefined) delete owner[last];
  else owner[last] = value;
  return inputs;
}

function add(inputs: Properties, path: Path, ...values: readonly unknown[]): Properties {
  const list = at(inputs, path);
  return set(inputs, path, [...(Array.isArray(list) ? list : []), ...values]);
}

/** The quoted texts of a sentence, none of which may be cut. */
function quotedIn(text: string): readonly string[] | undefined {
  const all = [...text.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([literal]) => literal);
  if (all.some((literal) => literal.includes("…") || literal.includes("\\u{"))) return undefined;
  return all.map((literal) => JSON.parse(literal) as string);
}

const ARNS: Readonly<Record<string, string>> = {
  queue: "arn:aws:sqs:eu-west-1:123456789012:q",
  topic: "arn:aws:sns:eu-west-1:123456789012:t",
  function: "arn:aws:lambda:eu-west-1:123456789012:function:f",
};
const beside = ({ path }: Seen, name: string): Path => [...path.slice(0, -1), name];

const DYNAMODB = "dynamodb-attribute-definitions";
const CAPACITY = "dynamodb-on-demand-capacity";
const NOTIFICATION = "s3-notification-config";

/** What the findings of each policy say that is to be done. */
const FIXES: readonly Fix[] = [
  {
    policy: "lambda-python-runtime",
    fix: /^set runtime to "([^"]+)"/,
    apply: (inputs, { path }, [runtime]) => set(inputs, path, runtime),
  },
  {
    policy: "lambda-layer-runtime-coverage",
    fix: /^add (.+) to compatibleRuntimes$/,
    apply: (inputs, { path }, [names = ""]) => add(inputs, path, ...(quotedIn(names) ?? [])),
  },
  {
    policy: "lambda-layer-runtime-coverage",
    fix: /^remove (\d+) of them/,
    apply: (inputs, { path }, [count]) => set(inputs, path, (at(inputs, path) as unknown[]).slice(Number(count))),
  },
  {
    policy: CAPACITY,
    fix: /^remove ((?:readCapacity|writeCapacity)(?: and writeCapacity)?) from /,
    apply: (inputs, seen, [names = ""]) =>
      names.split(" and ").reduce((all, name) => set(all, beside(seen, name), undefined), inputs),
  },
  {
    policy: CAPACITY,
    fix: /^set ((?:readCapacity|writeCapacity)(?: and writeCapacity)?) of .* to at least 1/,
    apply: (inputs, seen, [names = ""]) =>
      names.split(" and ").reduce((all, name) => set(all, beside(seen, name), 1), inputs),
  },
  {
    policy: "required-tags",
    fix: /^add (".*") to tags, or to defaultTags of the provider$/,
    apply: (inputs, { path }, [names = ""]) =>
      withTags(inputs, path, quotedIn(names)?.map((name) => [name, "dev"]) ?? []),
  },
  {
    policy: "required-tags",
    fix: /^set tag (".*?") to (?:"(.*?)"|text that matches (.*))/,
    apply: (inputs, { path }, [name = "", value = "17"]) =>
      withTags(inputs, path, [[JSON.parse(name) as string, value]]),
  },
  {
    policy: NOTIFICATION,
    fix: /^rename it to (\w+)$/,
    apply: (inputs, seen, [name = ""]) => {
      const value = at(inputs, seen.path);
      const own = at(inputs, beside(seen, name));
      const both = Array.isArray(own) && Array.isArray(value) ? [...own, ...value] : (own ?? value);
      return set(set(inputs, seen.path, undefined), beside(seen, name), both);
    },
  },
  {
    policy: NOTIFICATION,
    fix: /^(?:set \w+ to the ARN of the|name a) (?:\w+ )?(queue|topic|function)/,
    apply: (inputs, { path }, [noun = ""]) => set(inputs, path, ARNS[noun]),
  },
  {
    policy: NOTIFICATION,
    fix: /^move the entry to (\w+), with (\w+)$/,
    apply: (inputs, { path }, [list = "", property = ""]) => {
      const [entry, name] = [path.slice(0, -1), String(path.at(-1))];
      const { [name]: arn, ...rest } = at(inputs, entry) as Properties;
      return add(set(inputs, entry, undefined), [list], { ...rest, [property]: arn });
    },
  },
  {
    policy: NOTIFICATION,
    fix: /^list the events, such as "(.+)"$/,
    apply: (inputs, { path }, [event]) => set(inputs, path, [event]),
  },
  {
    policy: NOTIFICATION,
    fix: /^use (?:one of AWS's, such as )?"(.+)"$/,
    apply: (inputs, { path }, [event]) => set(inputs, path, event),
  },
  {
    policy: NOTIFICATION,
    fix: /^give the two a filterPrefix or filterSuffix/,
    apply: (inputs, { path, problem }) => {
      const other = readPath(/^(\w+\[\d+\])/.exec(problem)?.[1] ?? "");
      return [path, other].reduce((all, entry) => set(all, [...entry, "filterPrefix"], `${fresh()}/`), inputs);
    },
  },
  { policy: NOTIFICATION, fix: /^add a destination to/, apply: (inputs) => set(inputs, ["eventbridge"], true) },
  {
    policy: DYNAMODB,
    fix: /^(?:rename|remove) ".*(?<!from attributes; items can have (?:it|them) anyway)$/,
    apply: (inputs, { path, fix }) => {
      for (const [, verb, name = '""', target = ""] of fix.matchAll(/(rename )?("(?:[^"\\]|\\.)*")(?: to (\w+))?/g)) {
        if (name.includes("…") || name.includes("\\u{")) return undefined;
        const own = [...path, JSON.parse(name) as string];
        const value = at(inputs, own);
        set(inputs, own, undefined);
        if (verb !== undefined || target !== "") set(inputs, [...path, target], value);
      }
      return / more/.test(fix) ? undefined : inputs;
    },
  },
  { policy: DYNAMODB, fix: /^set name to the key/, apply: (inputs, { path }) => set(inputs, path, fresh()) },
  { policy: DYNAMODB, fix: /^(?:set type to|use) "(.)"/, apply: (inputs, { path }, [type]) => set(inputs, path, type) },
  {
    policy: DYNAMODB,
    fix: /^remove one of the two entries$/,
    apply: (inputs, { path }) => set(inputs, path.slice(0, 2), undefined),
  },
  {
    policy: DYNAMODB,
    fix: /^give one of the two another name$/,
    apply: (inputs, { path }) => set(inputs, path, fresh()),
  },
  {
    policy: DYNAMODB,
    fix: /^add (.+) to attributes, with type/,
    apply: (inputs, _seen, [names = ""]) => {
      const all = quotedIn(names);
      return all && add(inputs, ["attributes"], ...all.map((name) => ({ name, type: "S" })));
    },
  },
  {
    policy: DYNAMODB,
    fix: /^remove (.+) from attributes; items can have (?:it|them) anyway$/,
    apply: (inputs, _seen, [names = ""]) => {
      const all = quotedIn(names);
      const attributes = at(inputs, ["attributes"]) as readonly Properties[];
      return (
        all &&
        set(
          inputs,
          ["attributes"],
          attributes.filter((entry) => !all.includes(String(entry?.name))),
        )
      );
    },
  },
  { policy: DYNAMODB, fix: /^name one in hashKey/, apply: (inputs, { path }) => set(inputs, path, fresh()) },
  { policy: DYNAMODB, fix: /^name another attribute here/, apply: (inputs, { path }) => set(inputs, path, fresh()) },
  {
    policy: DYNAMODB,
    fix: /^remove (?:hashKey|keySchemas), or move/,
    apply: (inputs, { path }) => set(inputs, path, undefined),
  },
  { policy: DYNAMODB, fix: /^set rangeKey of the table/, apply: (inputs) => set(inputs, ["rangeKey"], fresh()) },
  {
    policy: DYNAMODB,
    fix: /^use \d+ to \d+ of the characters/,
    apply: (inputs, { path }) => set(inputs, path, fresh()),
  },
  { policy: DYNAMODB, fix: /^list the attributes to project/, apply: (inputs, { path }) => set(inputs, path, ["x"]) },
  { policy: DYNAMODB, fix: /, or remove nonKeyAttributes$/, apply: (inputs, { path }) => set(inputs, path, undefined) },
  {
    policy: DYNAMODB,
    fix: /^remove (\d+) of them$/,
    apply: (inputs, { path, problem }, [count]) => {
      const value = at(inputs, path);
      if (typeof value === "string") return set(inputs, path, fresh());
      const [, role] = / (hash|range) keys, and AWS/.exec(problem) ?? [];
      let left = Number(count);
      // What hashKey or rangeKey names as well is no key less.
      const owner = at(inputs, path.slice(0, -1)) as Properties;
      const isLeft = (item: unknown) => {
        const { keyType, attributeName } = (item ?? {}) as Properties;
        const isMeant = role === undefined || (keyType === role.toUpperCase() && typeof attributeName === "string");
        if (isKeyOf(owner, attributeName)) return true;
        return !(isMeant && left-- > 0);
      };
      return set(inputs, path, (value as readonly unknown[]).filter(isLeft));
    },
  },
];

function isKeyOf({ hashKey, rangeKey }: Properties, name: unknown): boolean {
  return name !== undefined && (name === hashKey || name === rangeKey);
}

function withTags(
  inputs: Properties,
  path: Path,
  tags: readonly (readonly [name: string, value: string])[],
): Properties {
  const list = at(inputs, path);
  if (Array.isArray(list)) {
    const others = list.filter((item) => !tags.some(([key]) => key === (item as Properties)?.key));
    return set(inputs, path, [...others, ...tags.map(([key, value]) => ({ key, value }))]);
  }
  return set(inputs, path, { ...(list as object), ...Object.fromEntries(tags) });
}
