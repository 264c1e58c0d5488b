import { z } from 'zod';
import type { LintContext } from './context.ts';
import type { Diagnostic, Severity } from './diagnostic.ts';

/** One thing that is looked for. One rule is one file; its doc comment is its page, and the examples in it its tests. */
export interface Rule {
  /** Kebab-case, the same as the name of its file. */
  readonly id: string;
  /** How bad it is in each preset, unless the configuration says otherwise. */
  readonly recommended: Severity | 'off';
  readonly strict: Severity | 'off';
  /** In the preset of a format, where that is not as in `recommended`. */
  readonly formats?: Readonly<Partial<Record<FormatPreset, Severity | 'off'>>>;
  /** What of its options can be set; checked before `check` is called. */
  readonly options: z.ZodType;
  readonly check: (context: LintContext, report: Report, options: unknown) => void;
}

/** Formats whose own tools, or the prompts that write such plans, ask for more than the lint does of all. */
export const formatPresets = ['speckit', 'openspec', 'kiro', 'gsd'] as const;
export type FormatPreset = (typeof formatPresets)[number];

export const presets = ['recommended', 'strict', ...formatPresets] as const;
export type Preset = (typeof presets)[number];

/** How bad the complaints of a rule are in a preset. */
export function severityIn(rule: Pick<Rule, 'recommended' | 'strict' | 'formats'>, preset: Preset): Severity | 'off' {
  if (preset === 'recommended' || preset === 'strict') return rule[preset];
  return rule.formats?.[preset] ?? rule.recommended;
}

export type Report = (complaint: Complaint) => void;

/** A diagnostic before it has the id and the severity of its rule. */
export type Complaint = Omit<Diagnostic, 'rule' | 'severity'>;

interface RuleOf<Options> extends Omit<Rule, 'options' | 'check' | 'strict'> {
  /** Absent: as in the preset `recommended`. */
  readonly strict?: Severity | 'off';
  readonly options: z.ZodType<Options>;
  readonly check: (context: LintContext, report: Report, options: Options) => void;
}

type RuleWithoutOptions = Omit<RuleOf<never>, 'options' | 'check'> & {
  readonly check: (context: LintContext, report: Report) => void;
};

/** Forgets the type of a rule's options, which its schema has checked when the rule is called. */
export function defineRule<Options>(rule: RuleOf<Options>): Rule;
export function defineRule(rule: RuleWithoutOptions): Rule;
export function defineRule<Options>(rule: RuleWithoutOptions | RuleOf<Options>): Rule {
  const options = 'options' in rule ? rule.options : z.strictObject({});
  return { strict: rule.recommended, ...rule, options, check: rule.check as Rule['check'] };
}
