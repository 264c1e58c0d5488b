import { parse as parseWords } from 'shell-quote';
import type { CriterionText } from './plan.ts';

/** How an exit criterion is found out, as far as its own words say so for certain. */
export type Probe =
  | { readonly kind: 'command'; readonly command: readonly string[]; readonly text: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'gates' }
  | { readonly kind: 'person' };

const passes =
  /\b(?:pass|passes|exits? (?:with )?0|exits? with code 0|succeeds?|is green|runs? clean|runs? without errors?)\b|通过|成功/i;
const exists = /\b(?:exists?|is present)\b|存在/i;
const aboutGates = /^(?:all |the )?(?:project'?s? )?(?:standard )?gates? (?:pass|passes|are green|is green)/i;

/**
 * The probe that a criterion's words name: "`npm test` passes", "`README.md` exists", "all gates pass". Anything less
 * plain is for a person: a criterion that code cannot decide is never passed by a model.
 */
export function probeOf(text: string): Probe {
  if (aboutGates.test(text)) return { kind: 'gates' };
  const spans = [...text.matchAll(/(`+)(.+?)\1/g)];
  const [span] = spans;
  if (spans.length !== 1 || !span?.[2] || span.index > 0) return { kind: 'person' };
  const rest = text.slice(span[0].length);
  const code = span[2].trim();
  if (exists.test(rest) && !/\s/.test(code) && !passes.test(rest)) return { kind: 'file', path: code };
  if (!passes.test(rest)) return { kind: 'person' };
  const words = parseWords(code);
  // Pipes, redirections and globs would need a shell, and no text of a plan reaches a shell.
  const command = words.filter((word) => typeof word === 'string');
  return command.length > 0 && command.length === words.length
    ? { kind: 'command', command, text: code }
    : { kind: 'person' };
}

/** The criteria of a phase. A plan format that has none of its own is held to the gates: an empty set proves nothing. */
export function criteriaOf(phase: {
  readonly criteria: readonly CriterionText[];
  readonly line: number;
}): readonly CriterionText[] {
  return phase.criteria.length > 0 ? phase.criteria : [{ text: 'All gates pass.', line: phase.line }];
}
