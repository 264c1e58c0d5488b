import { expect, test } from 'vitest';
import { openEntries } from '../../../core/review/open-entries.ts';
import { recordVersion, type ReviewRecord, type Triaged } from '../../../core/result/records.ts';
import type { Finding, Severity } from '../../../core/review/finding.ts';
import { handOffBacklog } from '../../../core/stage/review/backlog.ts';
import { json, keep } from '../../../core/stage/context.ts';
import { phaseReview } from '../../../core/workflow/workflow.ts';
import { committed, green, inScope, play, reviewed, worked } from '../../workflow/sample.ts';
import { finishedAlone } from '../land/landable.ts';

const path = 'src/a.ts';
const code = ['readFile(q.path);', '} catch {', 'write(a);', '} catch {', 'unlink(q.path);', ''].join('\n');

function found(severity: Severity, title: string, line: number, own: Partial<Finding> = {}): Finding {
  return { severity, path, line, quote: code.split('\n')[line - 1]!, title, fix: 'Mend it.', ...own };
}

const read = found('P1', 'Path from the query is not checked before readFile', 1);
const unlink = found('P0', 'Path from the query is not checked before unlink', 5, { kind: 'out-of-phase' });
const deferred = (finding: Finding): Triaged => ({ finding, outcome: 'deferred' });
const fixed = (finding: Finding): Triaged => ({ finding, outcome: 'fixed' });

/** Severities and titles of the open entries after the hand-off; before it there are those of the `known` findings. */
async function left(
  ofTask: readonly Triaged[],
  ofReview: readonly Triaged[],
  known: readonly Finding[] = [],
): Promise<string[]> {
  const backlog = known.length > 0 && { deferred: { path: 'specs/93-improvements-review.md', findings: known } };
  const { context, handOff } = await finishedAlone({ land: 'branch', work: { [path]: code }, ...backlog });
  const common = { version: recordVersion, key: 'k'.repeat(64), outcome: 'done', rounds: 1, agentCalls: 1, usage: {} };
  const { id, slug, title } = context.phase.tasks[0]!;
  const task = { id, slug, title, spec: '', gates: [], reviewer: 'true', implementer: 'true', findings: ofTask };
  const artifacts = new Map([['record.json', json({ ...common, stage: 'task', ...task })]]);
  await keep(context, { stage: `task-${slug}`, key: common.key, work: handOff, artifacts });
  const record = { findings: ofReview } as ReviewRecord;
  const after = await handOffBacklog(context, { commit: handOff, record });
  if (!after.ok) throw new Error(after.failure.message);
  return openEntries(after.value.text ?? '').map(({ finding }) => `${finding.severity} ${finding.title}`);
}

const inWords = ({ severity, title }: Finding): string => `${severity} ${title}`;

test('What a review left for later is in the backlog, whatever like it, elsewhere in the file, it has had fixed.', async () => {
  const asked = reviewed('ISSUES_FOUND', { ...read, kind: 'in-phase' }, unlink);
  const round = [worked, committed('c1'), inScope, green('c1'), reviewed('APPROVED')];
  const loop = play(phaseReview({ gateRetries: 2, maxReviewRounds: 3 }), green('c0'), asked, ...round);
  expect(await left([], loop.progress.settled)).toEqual([inWords(unlink)]);
});

test.each<[string, Triaged[], Triaged[], string[]]>([
  ['one like it that the review has had fixed', [deferred(unlink)], [fixed(read)], [inWords(unlink)]],
  ['one like it that the review left', [deferred(read)], [deferred(unlink)], [inWords(read), inWords(unlink)]],
  [
    'the same words about a line that is there twice',
    [deferred(found('P3', 'The error is swallowed', 2))],
    [deferred(found('P0', 'The error is swallowed', 4))],
    ['P3 The error is swallowed', 'P0 The error is swallowed'],
  ],
])('What a task left for later is not taken for %s.', async (_, ofTask, ofReview, all) => {
  expect(await left(ofTask, ofReview)).toEqual(all);
});

test('An entry stands for the only such line of a file, wherever it has gone, and for no other line that reads the same.', async () => {
  const swallowed = found('P3', 'The error is swallowed', 2);
  const later = [deferred(read), deferred({ ...swallowed, line: 4 })];
  expect(await left([], later, [{ ...read, line: 90 }, swallowed])).toEqual([
    inWords(read),
    inWords(swallowed),
    inWords(swallowed),
  ]);
});

test('What a review has itself told apart stays so, though it has had one of them fixed on the same line.', async () => {
  const other = { ...read, title: 'Before readFile the path is not checked', severity: 'P3' } as const;
  expect(await left([], [fixed(read), deferred(other)])).toEqual([inWords(other)]);
});

test('What a task left for later and the review has had fixed is done with.', async () => {
  expect(await left([deferred(read)], [fixed({ ...read, title: 'Before readFile the path is not checked' })])).toEqual(
    [],
  );
});

test.each([1, 2])('What task and review left is one entry, as bad as the worse has it: line %d.', async (line) => {
  const small = found('P3', 'The error is swallowed', line);
  expect(await left([deferred(small)], [deferred({ ...small, severity: 'P0' })])).toEqual([
    'P0 The error is swallowed',
  ]);
});
