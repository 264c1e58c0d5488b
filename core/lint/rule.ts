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
  /** What of its options can be set; checked before `check` is called. */
  readonly options: z.ZodType;
  readonly check: (context: LintContext, report: Report, options: unknown) => void;
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
