import { fail, ok, type Result } from '../../failure.ts';
import { formatDiagnostic, type Diagnostic } from '../../lint/diagnostic.ts';
import { markdownLines } from '../../markdown/lines.ts';
import { linesBeside } from '../../plan/phases/lines-beside.ts';
import { phaseLines } from '../../plan/phases/phase-lines.ts';
import { isMemo } from '../../spec/memo.ts';
import type { PhaseTexts } from './phase-texts.ts';
import { isMarkdown } from '../../plan/plan.ts';

/**
 * Refuses what no polish could bring to an end: the lint holds something against lines that it must leave as they are, those
 * outside of the phase, and research memos. Nobody should pay agents to find that out.
 */
export function withinReach(texts: PhaseTexts, blocking: readonly Diagnostic[]): Result<void> {
  const { plan, phase } = texts;
  const own = ownLines(texts);
  const beyond = blocking.filter(({ at }) => (at.path === plan.path ? own?.has(at.line) === false : isMemo(at.path)));
  const [first] = beyond;
  if (!first) return ok(undefined);
  const message = [
    `Unexpected complaints of the lint outside of phase ${phase.id}, where a polish of it leaves every line as it is; mend these by hand, commit them, and run again:`,
    ...beyond.map(formatDiagnostic),
  ].join('\n');
  return fail('spec-lint', message, first.at);
}

/** Numbers of the lines of the plan that are about the phase alone; undefined where its form does not tell. */
function ownLines({ plan, phase, files }: PhaseTexts): ReadonlySet<number> | undefined {
  if (!isMarkdown(plan)) return undefined;
  const lines = markdownLines(files.find(({ path }) => path === plan.path)?.content ?? '');
  const beside = new Set(linesBeside(plan, phase, lines).map(({ number }) => number));
  const isImplicit = phase.written.label === '' && phase.written.title === '';
  const all = isImplicit ? lines : phaseLines(plan, phase, lines);
  return new Set(all.flatMap(({ number }) => (beside.has(number) ? [] : number)));
}
