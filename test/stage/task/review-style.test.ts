import { expect, test } from 'vitest';
import type { AskReader } from '../../../core/stage/loop/loop-work.ts';
import { arbitrate, reviewStyle } from '../../../core/stage/task/review-style.ts';
import type { Triaged } from '../../../core/result/records.ts';
import { findingId, type Finding } from '../../../core/review/finding.ts';
import { begin } from '../../../core/workflow/transition.ts';
import { tdd } from '../../../core/workflow/workflow.ts';
import { contained } from '../../agent/contained.ts';
import { taskBrief } from '../../brief/sample.ts';
import { commitFiles } from '../../git/scratch.ts';

const guides = [{ path: 'docs/style/code.md', text: '# Code\n\n- No default exports.\n' }];
const nonce = '1f2e3d4c-0';
const open: Finding = {
  severity: 'P2',
  path: 'a.txt',
  line: 2,
  quote: 'two',
  title: 'No default exports.',
  fix: 'Name it.',
};
const evidence = { kind: 'spec', path: 'docs/style/code.md', line: 3, quote: '- No default exports.' } as const;
const disputes = [{ finding: 'a.txt: No default exports.', reason: 'It is a named one.', evidence }];

/** A commit to look at, and an agent that answers so; its prompt and what was doubted are noted. */
async function looked(answer: (commit: string) => object) {
  const { context, root, repository } = await contained();
  const commit = commitFiles(root, { 'a.txt': 'one\ntwo\nthree\n' });
  const told: { prompt?: string; doubts?: string } = {};
  const ask = (async (prompt, shape, doubts) => {
    told.prompt = prompt.full;
    const given = shape.parse({ commit, nonce, ...answer(commit) });
    told.doubts = (await doubts?.(given)) ?? '';
    return { ok: true, answer: given, turns: [], usage: {}, session: undefined };
  }) as AskReader;
  const { progress } = begin(tdd({ gateRetries: 1, maxStyleRounds: 3 }, true), repository.head);
  return { context, repository, commit, told, ask, progress };
}

async function reviewed(
  answer: object,
  own: { guides?: typeof guides; open?: readonly Finding[]; settled?: readonly Triaged[] } = {},
) {
  const { context, repository, commit, told, ask, progress } = await looked(() => answer);
  const review = reviewStyle(context, { brief: taskBrief, guides: own.guides ?? guides, start: repository.head });
  const about = { do: 'review', commit, round: 2, since: null, verdict: null, clarification: null, progress } as const;
  const command = { ...about, open: own.open ?? [], disputes, settled: own.settled ?? [] };
  const outcome = await review({ command, worktree: repository.git, nonce }, ask);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return { ...told, answer: outcome.answer };
}

const violation = { path: 'a.txt', line: 2, rule: 'No default exports.', fix: 'Name it.' };

test('A violation is a finding, with the line that stands there, and is fixed now.', async () => {
  const { answer, doubts } = await reviewed({ verdict: 'violations', violations: [violation] });
  expect(answer).toMatchObject({ verdict: 'ISSUES_FOUND', findings: [{ ...open, isOnly: true }], unfounded: [] });
  expect(doubts).toBe('');
});

test('A violation in a file or a line that is not there is doubted, and does not count.', async () => {
  const violations = [
    { ...violation, path: 'gone.txt' },
    { ...violation, line: 900 },
  ];
  const { answer, doubts } = await reviewed({ verdict: 'violations', violations });
  expect(answer.findings).toEqual([]);
  expect(answer.unfounded).toHaveLength(2);
  expect(doubts).toContain('gone.txt');
});

test('An acceptance is one by its verdict, and by no word in a text.', async () => {
  expect((await reviewed({ verdict: 'accept', violations: [] })).answer).toMatchObject({
    verdict: 'APPROVED',
    findings: [],
  });
  await expect(reviewed({ verdict: 'accept', violations: [violation] })).rejects.toThrow('none with accept');
  await expect(reviewed({ response: 'VIOLATIONS: none' })).rejects.toThrow('verdict');
});

test('The next review is shown the ledger: what was called fixed, and what is disputed, with its evidence.', async () => {
  const other = { ...open, title: 'Names are words.', quote: 'three', line: 3 };
  const { prompt } = await reviewed({ verdict: 'accept', violations: [] }, { open: [open, other] });
  expect(prompt).toContain(
    'No default exports.\n  fix: Name it.\n  answer of the writer: disputed: It is a named one. (spec docs/style/code.md:3',
  );
  expect(prompt).toContain('Names are words.\n  fix: Name it.\n  answer of the writer: fixed');
});

test('What is settled is told with its reason, and not to be raised again.', async () => {
  const reason = 'accepted by the arbiter: looks.';
  const settled = [{ finding: open, outcome: 'deferred', reason }] as const;
  const { prompt } = await reviewed({ verdict: 'accept', violations: [] }, { settled });
  expect(prompt).toMatch(
    /settled, each for its reason: do not name them again[^]*No default exports\.[^]*accepted by the arbiter/,
  );
  expect((await reviewed({ verdict: 'accept', violations: [] })).prompt).not.toContain('do not name them again');
});

test('Where no guide is written nobody is asked.', async () => {
  const { answer, prompt } = await reviewed({}, { guides: [] });
  expect(answer).toMatchObject({ verdict: 'APPROVED', findings: [] });
  expect(prompt).toBeUndefined();
});

test('The arbiter is told what stands and what the writer says, and decides by a typed answer.', async () => {
  const { context, repository, commit, told, ask, progress } = await looked(() => ({
    proceed: true,
    reasoning: 'Looks.',
  }));
  const [old, fresh] = [
    { ...open, title: 'Names are words.' },
    { ...open, title: 'Lines are short.' },
  ];
  const answered = [open, old].map(findingId);
  const about = { commit, round: 3, rounds: 3, open: [open, old, fresh], disputes, answered };
  const command = { do: 'arbitrate', ...about } as const;
  const look = { command, progress, worktree: repository.git, nonce };
  const outcome = await arbitrate(context, taskBrief, look, ask);
  expect(outcome).toMatchObject({ ok: true, answer: { proceed: true, reasoning: 'Looks.' } });
  expect(told.prompt).toContain('in 3 rounds');
  expect(told.prompt).toContain('disputed: It is a named one.');
  expect(told.prompt).toContain('Names are words.\n  fix: Name it.\n  answer of the writer: fixed');
  expect(told.prompt).toContain('Lines are short.\n  fix: Name it.\n  answer of the writer: not answered');
});
