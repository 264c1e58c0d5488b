import { lintContext, type LintInput } from './context.ts';
import { sortDiagnostics, type Diagnostic, type Severity } from './diagnostic.ts';
import type { Rule } from './rule.ts';
import { rules } from './rules.ts';

/** How bad a rule's complaints are, and its options, for one file. */
export interface RuleSetting {
  readonly severity: Severity | 'off';
  readonly options: unknown;
}

/** What the configuration says about a rule where the file at `path` is complained about. */
export type Settings = (rule: Rule, path: string) => RuleSetting;

export const recommended: Settings = (rule) => ({ severity: rule.recommended, options: rule.options.parse({}) });

/** All complaints about some phases and the specs they cite, in reading order. Pure: the files are handed in. */
export function lint(input: LintInput, settings: Settings = recommended, among: readonly Rule[] = rules): Diagnostic[] {
  const context = lintContext(input);
  const path = input.plan?.path ?? input.whole[0] ?? '';
  const found = among.flatMap((rule) => {
    const complaints: Diagnostic[] = [];
    const { options } = settings(rule, path);
    rule.check(
      context,
      (complaint) => {
        const { severity } = settings(rule, complaint.at.path);
        if (severity !== 'off') complaints.push({ rule: rule.id, severity, ...complaint });
      },
      options,
    );
    return complaints;
  });
  return sortDiagnostics(unique(found));
}

/** Two phases may cite one section, so that both of them show the same place. */
function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const byPlace = new Map(diagnostics.map((each) => [JSON.stringify([each.rule, each.at, each.message]), each]));
  return [...byPlace.values()];
}
