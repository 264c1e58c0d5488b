import { expect, test } from 'vitest';
import type { ReviewerAnswer } from '../../../core/agent/answer.ts';
import type { Finding } from '../../../core/review/finding.ts';
import { loopEffects } from '../../../core/stage/loop/loop-effects.ts';
import type { AskReader, LoopWork } from '../../../core/stage/loop/loop-work.ts';
import { reviewChange } from '../../../core/stage/review/review-change.ts';
import { isNormOf } from '../../../core/stage/specs/protected-paths.ts';
import { begin } from '../../../core/workflow/transition.ts';
import { iterative } from '../../../core/workflow/workflow.ts';
import { contained } from '../../agent/contained.ts';
import { taskBrief } from '../../brief/sample.ts';
import { commitFiles } from '../../git/scratch.ts';

const workflow = iterative({ gateRetries: 1, maxReviewRounds: 2 });

function neverAsked(): Promise<never> {
  return Promise.reject(new Error('asked for more than the scope'));
}

function finding(own: Partial<Finding>): Finding {
  return { severity: 'P1', path: 'a.txt', line: 1, quote: 'three', title: 'It is wrong', fix: 'so', ...own };
}

const postage = `## 1 Postage\n\n${'Up to 2 kg a parcel costs 549 cents. '.repeat(20)}\n`;
const brief = { ...taskBrief, sections: [{ path: 'specs/10.md', heading: '1 Postage', text: postage }] };

/** Has a change reviewed by an agent that answers with the one after it was doubted, where it was. */
async function reviewedChange(first: readonly Finding[], repaired: readonly Finding[] = first, isFollowUp = false) {
  const { context, root, repository } = await contained();
  const commit = commitFiles(
    root,
    { 'a.txt': 'one\ntwo\nthree\nfour\n', 'b.txt': undefined, 'specs/10.md': `# Parcels\n\n${postage}` },
    'work',
  );
  const told: { prompt?: string; doubts?: string } = {};
  const answer = (findings: readonly Finding[]): ReviewerAnswer => ({
    verdict: 'ISSUES_FOUND',
    commit,
    nonce: 'n',
    summary: '',
    findings: [...findings],
  });
  const ask = (async (prompt, _shape, doubts) => {
    told.prompt = prompt.full;
    told.doubts = (await (doubts as (given: unknown) => Promise<string>)(answer(first))) ?? '';
    return {
      ok: true,
      answer: answer(told.doubts === '' ? first : repaired),
      turns: [],
      usage: {},
      session: undefined,
    };
  }) as AskReader;
  const review = reviewChange(context, {
    brief,
    start: repository.head,
    settled: [{ finding: finding({ title: 'Known since task 1' }), outcome: 'deferred' }],
  });
  const { progress } = begin(workflow, repository.head);
  const command = {
    do: 'review',
    commit,
    round: 1,
    since: isFollowUp ? repository.head : null,
    verdict: null,
    open: [],
    disputes: [],
    clarification: null,
    progress,
  } as const;
  const outcome = await review({ command, worktree: repository.git, nonce: '1f2e3d4c-0' }, ask);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return { ...told, answer: outcome.answer };
}

test('What stands there is taken at the line where it stands, also of a file that the change removes.', async () => {
  const there = [finding({ line: 900 }), finding({ path: 'b.txt', quote: 'two', title: 'It is gone' })];
  const { doubts, answer } = await reviewedChange(there);
  expect(doubts).toBe('');
  expect(answer).toMatchObject({ findings: [{ line: 3 }, { path: 'b.txt', line: 1 }], unfounded: [] });
});

test('What does not stand there goes back once; what is right then counts, and what is not is set aside.', async () => {
  const wild = [finding({ quote: 'five' }), finding({ path: 'c.txt', title: 'No such file' })];
  const { doubts, answer } = await reviewedChange(wild, [finding({ line: 2 }), wild[1]!]);
  expect(doubts).toContain('a.txt has no line "five"');
  expect(doubts).toContain('there is no file c.txt in the commit');
  expect(answer).toMatchObject({
    findings: [{ title: 'It is wrong', line: 3 }],
    unfounded: [{ finding: { title: 'No such file' }, problem: 'there is no file c.txt in the commit' }],
  });
});

test('A path that leads out of the repository leads nowhere.', async () => {
  const { answer } = await reviewedChange([finding({ path: '../../../../../etc/passwd', quote: 'root' })]);
  expect(answer).toMatchObject({ findings: [], unfounded: [{ problem: expect.stringContaining('there is no file') }] });
});

test('ISSUES_FOUND without a finding goes back as well.', async () => {
  expect((await reviewedChange([])).doubts).toContain('ISSUES_FOUND comes without a finding');
});

test('The reviewer is told what reviews before this loop are done with.', async () => {
  expect((await reviewedChange([])).prompt).toContain('Known since task 1');
});

test('Specs that stand in the worktree are told in the first round, and named afterwards.', async () => {
  const named = '- specs/10.md, 1 Postage (';
  const first = (await reviewedChange([])).prompt;
  expect(first).toContain(postage.trim());
  expect(first).not.toContain(named);
  const second = (await reviewedChange([], [], true)).prompt?.split('change since the last review')[0];
  expect(second).not.toContain(postage.trim());
  expect(second).toContain(named);
});

test('A spec that a person wants corrected may be changed; the plan, and what agents obey, may not.', async () => {
  const { context, root, repository } = await contained();
  const spec = 'specs/10-data.md';
  const paths = [spec, 'specs/20-other.md', context.phase.plan.path, 'specs/AGENTS.md', '.github/ci.yml'];
  const commit = commitFiles(root, Object.fromEntries(paths.map((path) => [path, 'x\n'])), 'work');
  const { plan } = context.phase;
  const isSpec = isNormOf({ ...taskBrief, plan: plan.path });
  const work: LoopWork = {
    stage: 'task-1.1',
    key: 'k',
    worktree: '1.1',
    workflow,
    taskName: '1.1',
    start: repository.head,
    scope: { files: ['src/**'], isProtected: isSpec },
    isSpec,
    message: () => '',
    prompt: () => ({ full: '', resumed: '' }),
    judge: neverAsked,
    review: neverAsked,
  };
  const { progress } = begin(workflow, repository.head);
  const decided = paths
    .filter((path) => path !== 'specs/20-other.md')
    .map((path) => ({ finding: path, path, choice: 'fix-spec' as const, text: '' }));
  const event = await loopEffects(context, work).carryOut({ do: 'scope', commit }, { ...progress, decided });
  expect(event).toEqual({ type: 'scoped', outside: paths.filter((path) => path !== spec).toSorted() });
});

test('What says what is asked for: the plan, specs beside it, what is cited, rules; code does not.', () => {
  const isSpec = isNormOf({ ...taskBrief, plan: 'specs/91-impl-plan.md' });
  const paths = ['specs/91-impl-plan.md', 'specs/10.md', 'docs/parcels/design.md', 'AGENTS.md', 'src/a.ts'];
  expect(paths.filter(isSpec)).toEqual(paths.slice(0, 4));
});
