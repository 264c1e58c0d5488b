import { parse as parseWords } from 'shell-quote';
import type { CriterionText } from '../plan.ts';
import { isTestName } from './test-name.ts';

/** How an exit criterion is found out, as far as its own words say so for certain. */
export type Probe =
  | { readonly kind: 'command'; readonly command: readonly string[]; readonly text: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'gates' }
  | { readonly kind: 'person' };

/** A code span at the start; its closing backticks are the first ones that follow. */
const codeSpan = /^(`+)([^`]+)\1/;
const passes =
  /^\s*(?:pass|passes|is passing|succeeds|exits 0|exits with 0|exits with code 0|is green|are green|green|runs without errors|通过|成功|(?:が|は)?(?:成功する|通過する|通る))\s*[.。]?$/i;
const clean = /^\s*(?:is clean|are clean|clean|runs clean)\s*[.。]?$/i;
const exists = /^\s*(?:exists|is present|存在)\s*[.。]?$/i;
const aboutGates =
  /^(?:all |the |all the )?(?:project(?:['’]?s)? )?(?:standard )?gates? (?:pass|passes|are green|is green)[.。]?$/i;

/**
 * The probe that a criterion's words name: "`npm test` passes", "`README.md` exists", "all gates pass". The words have to
 * say that and nothing else: what a probe leaves out ("passes and covers 90 %", "no longer exists") it cannot decide, so
 * anything less plain is for a person, and so is a test by its name, which no program is called. A criterion that code cannot decide is never passed by a model.
 */
export function probeOf(text: string): Probe {
  const sentence = text.trim();
  if (aboutGates.test(sentence)) return { kind: 'gates' };
  const span = codeSpan.exec(sentence);
  const code = span?.[2]?.trim();
  if (!span || !code) return { kind: 'person' };
  const rest = sentence.slice(span[0].length);
  if (exists.test(rest) && !/\s/.test(code)) return { kind: 'file', path: code };
  const command = succeeds(rest, code) && !isTestName(code) ? commandOf(code) : undefined;
  return command ? { kind: 'command', command, text: code } : { kind: 'person' };
}

/** `git status` and `git diff` exit with 0 also where they have found something. */
function succeeds(words: string, code: string): boolean {
  return passes.test(words) || (clean.test(words) && !/^git\s/.test(code));
}

/** Undefined for what would need a shell, pipes, redirections, globs, variables: no text of a plan reaches one. */
function commandOf(code: string): readonly string[] | undefined {
  const words = wordsOf(code);
  const command = words.filter((word) => typeof word === 'string');
  return command.length > 0 && command.length === words.length ? command : undefined;
}

function wordsOf(code: string): readonly unknown[] {
  try {
    // A variable becomes an object, as an operator does; left alone it would silently be empty.
    return parseWords(code, (variable) => ({ variable }));
  } catch {
    // Such as `${a b}`.
    return [];
  }
}

/** The criteria of a phase. A plan format that has none of its own is held to the gates: an empty set proves nothing. */
export function criteriaOf(phase: {
  readonly criteria: readonly CriterionText[];
  readonly line: number;
}): readonly CriterionText[] {
  return phase.criteria.length > 0 ? phase.criteria : [{ text: 'All gates pass.', line: phase.line }];
}
