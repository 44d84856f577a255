// Has Stryker make the mutants of one line in MUTATION_SAMPLE, always the same ones, where those of all lines would take hours.
const every = Number(process.env.MUTATION_SAMPLE ?? 1);

/** What is ignored is ignored with all that is in it, so that only nodes of a single line are left out. */
function shouldIgnore({ node: { loc } }) {
  if (!loc || loc.start.line !== loc.end.line) return undefined;
  return loc.start.line % every === 0 ? undefined : "not in the sample";
}

export const strykerPlugins = [{ kind: "Ignore", name: "sample", value: { shouldIgnore } }];
