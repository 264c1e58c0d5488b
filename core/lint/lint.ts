import { lintContext, type LintInput } from './context.ts';
import { sortDiagnostics, type Diagnostic } from './diagnostic.ts';
import { rules } from './rules.ts';

/** All complaints about a phase and the specs it cites, in reading order. Pure: the files are handed in. */
export function lintPhaseSpecs(input: LintInput): Diagnostic[] {
  const context = lintContext(input);
  const found = [...planProblems(input), ...rules.flatMap((rule) => rule(context))];
  return sortDiagnostics(unique(found));
}

/** The plan's problems in this phase or outside of every phase; another phase's troubles do not hold this one up. */
function planProblems({ plan, phase }: LintInput): Diagnostic[] {
  const starts = plan.phases.map(({ line }) => line);
  const first = Math.min(...starts);
  const next = Math.min(...starts.filter((line) => line > phase.line));
  const concerns = (line: number): boolean => line < first || (line >= phase.line && line < next);
  return plan.problems.filter(({ at, other }) => concerns(at.line) || (other !== undefined && concerns(other.line)));
}

/** Cited sections may overlap, so that two of them show the same place. */
function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const byPlace = new Map(diagnostics.map((each) => [JSON.stringify([each.rule, each.at, each.message]), each]));
  return [...byPlace.values()];
}
