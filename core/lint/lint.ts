import { lintContext, type LintContext, type LintInput } from './context.ts';
import { sortDiagnostics, type Diagnostic, type Severity } from './diagnostic.ts';
import type { Rule } from './rule.ts';
import { rules } from './rules.ts';
import { suppress, type LintReport } from './suppress.ts';

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
  return complaints(lintContext(input), settings, among);
}

/** The complaints that stand after the files' own comments have suppressed some of them. */
export function lintReport(
  input: LintInput,
  settings: Settings = recommended,
  among: readonly Rule[] = rules,
): LintReport {
  const context = lintContext(input);
  return suppress(complaints(context, settings, among), context, { settings, among });
}

function complaints(context: LintContext, settings: Settings, among: readonly Rule[]): Diagnostic[] {
  return sortDiagnostics(unique(among.flatMap((rule) => complaintsOf(rule, context, settings))));
}

/** Files may have different options, so a rule is asked once for each set of options; its complaints count where it holds. */
function complaintsOf(rule: Rule, context: LintContext, settings: Settings): Diagnostic[] {
  const known = new Map<string, RuleSetting & { readonly key: string }>();
  const settingAt = (path: string) => {
    const setting = known.get(path) ?? keyed(settings(rule, path));
    known.set(path, setting);
    return setting;
  };
  const paths = [context.plan?.path ?? '', ...context.files.map((file) => file.path)];
  const asked = new Map(
    paths
      .map(settingAt)
      .filter(({ severity }) => severity !== 'off')
      .map(({ key, options }) => [key, options]),
  );
  const found: Diagnostic[] = [];
  for (const [key, options] of asked) {
    rule.check(
      context,
      (complaint) => {
        const { severity, key: own } = settingAt(complaint.at.path);
        if (severity !== 'off' && own === key) found.push({ rule: rule.id, severity, ...complaint });
      },
      options,
    );
  }
  return found;
}

function keyed(setting: RuleSetting): RuleSetting & { readonly key: string } {
  return { ...setting, key: JSON.stringify(setting.options) };
}

/** Two phases may cite one section, so that both of them show the same place. */
function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const byPlace = new Map(diagnostics.map((each) => [JSON.stringify([each.rule, each.at, each.message]), each]));
  return [...byPlace.values()];
}
