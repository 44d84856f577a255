// What the parts of a pipeline are declared with.
import type { Properties } from "../../../testing/aws/values";
import { type Declared, output } from "../declared";

const given = { Environment: "production", Owner: "imaging-team", CostCenter: "4711" };
/** The tags of every resource: the component's own, and before them those that it is given. */
export const TAGS = {
  ofComponent: given,
  ofResources: { Project: "image-pipeline", ManagedBy: "pulumi", ...given },
};

/** The names in one pipeline, all of which begin with its own. */
export class Scope {
  constructor(readonly pipeline: string) {}

  name(key: string): string {
    return `${this.pipeline}-${key}`;
  }

  output(key: string, property: string): string {
    return output(this.name(key), property);
  }

  resource(type: string, key: string, inputs: Properties, more: Partial<Declared> = {}): Declared {
    return { type, name: this.name(key), parent: this.pipeline, inputs, ...more };
  }

  after(...keys: readonly string[]): Pick<Declared, "dependsOn"> {
    return { dependsOn: keys.map((key) => this.name(key)) };
  }
}

/** A statement of a policy document. */
export function allow(actions: string[], resource: string): Properties {
  return { Effect: "Allow", Action: actions, Resource: resource };
}

export function document(...statements: readonly Properties[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
