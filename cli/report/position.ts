import path from "node:path";
import type { Outcome } from "./outcome";
import { isFromProject, type Position, positionInCode, programDirectory, repositoryPath } from "./sources";
import type { Violation } from "./violation";

/** The sources of resources, and the program's Pulumi.yaml from the root of the repository. */
export interface Places {
  readonly sources: Outcome["sources"];
  readonly projectFile: string;
}

/**
 * The place of a violation, from the root of the repository: in the code of a function, or where the program creates the
 * resource. All others get Pulumi.yaml, since GitHub refuses results without a place.
 */
export function positionOf({ urn, place }: Violation, { sources, projectFile }: Places): Position {
  const source = sources.get(urn ?? "");
  const isOwn = place !== undefined && isFromProject(source, place, projectFile);
  const inCode = place && !isOwn ? positionInCode(source, place) : undefined;
  const candidates = [
    isOwn && { position: place, directory: path.dirname(projectFile) },
    inCode && { position: inCode, directory: programDirectory(projectFile) },
    source?.position && { position: source.position, directory: path.dirname(projectFile) },
  ];
  for (const candidate of candidates) {
    if (!candidate) continue;
    const { position, directory } = candidate;
    const file = repositoryPath(position.file, directory);
    if (file !== undefined) return { ...position, file };
  }
  return { file: repositoryPath(projectFile, "") ?? "Pulumi.yaml", line: 1, column: 1 };
}
