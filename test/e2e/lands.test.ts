import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../core/report/report.ts';
import { diligent, taskFile } from '../rig/agent.ts';
import { diamond, plan } from '../rig/plan.ts';
import { Rig } from '../rig/rig.ts';
import { useRig } from '../rig/use-rig.ts';

describe('a phase of four tasks, two of them side by side', () => {
  let rig: Rig;
  let run: Awaited<ReturnType<Rig['implementPhase']>>;
  let report: Report;

  beforeAll(async () => {
    rig = await Rig.create({
      plan: plan({ ...diamond, criteria: ['All gates pass.', '`demo/src/1.4.txt` exists.', '`node -e 0` passes.'] }),
    });
    rig.agent.always(diligent);
    run = await rig.implementPhase();
    report = run.report;
    return async () => await rig.close();
  });

  test('lands on a branch of its own, and the run says so', () => {
    expect(run.code).toBe(0);
    expect(report).toMatchObject({
      outcome: 'landed',
      agentCalls: 9,
      landed: { branch: 'phase/1', merge: 'git merge --ff-only phase/1' },
    });
    expect(run.output).toContain('4 of 4 tasks done, reviewed, judged and proven; landed on phase/1.');
  });

  test('calls each agent once, a task only after what it depends on', () => {
    expect(run.calls.toSorted()).toEqual([
      ...['1.1', '1.2', '1.3', '1.4'].flatMap((task) => [`${task} implementer`, `${task} reviewer`]),
      'phase reviewer',
    ]);
    const at = (name: string): number => run.calls.indexOf(name);
    expect(at('1.1 reviewer')).toBeLessThan(Math.min(at('1.2 implementer'), at('1.3 implementer')));
    expect(Math.max(at('1.2 reviewer'), at('1.3 reviewer'))).toBeLessThan(at('1.4 implementer'));
  });

  test('is one commit per task in plan order, then the hand-off', async () => {
    const commits = await log(rig, 'main..phase/1');

    expect(commits).toEqual([
      ...['1.1', '1.2', '1.3', '1.4'].map((task) => ({
        subject: `Part ${task}`,
        files: [taskFile(task)],
        trailers: {
          Plan: 'demo',
          Phase: '1',
          Task: task,
          Spec: '10',
          'Reviewed-by': 'command rig-agent',
          Iterations: '1',
        },
      })),
      {
        subject: 'phase 1: The first part',
        files: ['demo/specs/91-impl-plan.md'],
        trailers: expect.objectContaining({
          Plan: 'demo',
          Phase: '1',
          'Phase-Step': 'hand-off',
          'Reviewed-by': 'command rig-agent',
          Iterations: '1',
        }),
      },
    ]);
  });

  test('has its tasks ticked in the plan, and nothing else of it changed', async () => {
    const planned = rig.read('demo/specs/91-impl-plan.md');

    expect(`${await rig.git('show', 'phase/1:demo/specs/91-impl-plan.md')}\n`).toBe(
      planned.replaceAll('| open |', '| done |'),
    );
  });

  test('is to the tree what was reviewed, judged and proven', async () => {
    const tree = await rig.git('rev-parse', 'phase/1^{tree}');
    const reviewed = rig.agent.all.findLast((call) => call.task === 'phase' && call.role === 'reviewer');

    expect(report.final).toEqual({ commit: await rig.git('rev-parse', 'phase/1'), tree });
    expect(await rig.git('rev-parse', 'phase/1~1')).toBe(reviewed?.commit);
    expect(rig.gate.all.at(-1)?.tree).toBe(tree);
    expect(report.criteria.map((one) => [one.text, one.outcome])).toEqual([
      ['All gates pass.', 'met'],
      ['`demo/src/1.4.txt` exists.', 'met'],
      ['`node -e 0` passes.', 'met'],
    ]);
  });

  test('has a report that fits the published schema', () => {
    const schema = JSON.parse(
      readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'),
    ) as object;
    const validate = new Ajv2020({ strict: false }).compile(schema);

    expect({ valid: validate(report), errors: validate.errors }).toEqual({ valid: true, errors: null });
    expect(report).toMatchObject({
      base: expect.stringMatching(/^[0-9a-f]{40}$/),
      review: { rounds: 1 },
      questions: [],
      nextPhase: null,
    });
    expect(report.filesChanged.map((file) => file.path)).toEqual(
      [...['1.1', '1.2', '1.3', '1.4'].map(taskFile), 'demo/specs/91-impl-plan.md'].toSorted(),
    );
  });

  test('leaves nothing behind but the report and its refs', async () => {
    const worktrees = (await rig.git('worktree', 'list', '--porcelain'))
      .split('\n')
      .filter((line) => line.startsWith('worktree '));

    expect(worktrees.map((line) => line.replace(rig.checkout, '.'))).toEqual([
      'worktree .',
      'worktree ./.worktrees/demo-phase-1',
    ]);
    expect(await rig.git('status', '--porcelain')).toBe('');
    const refs = (await rig.git('for-each-ref', '--format=%(refname)', 'refs/phasewright/')).split('\n');
    expect(
      refs.map((ref) => ref.split('/')[4]).filter((kind) => !['base', 'landed', 'result', 'work'].includes(kind ?? '')),
    ).toEqual([]);
    expect(rig.survivors()).toEqual([]);
  });

  test('is done once it is merged', async () => {
    await rig.git('merge', '--ff-only', 'phase/1');
    const again = rig.run('implement-phase');

    expect(await again.ended).toMatchObject({ code: 0, calls: [] });
    expect(again.output).toContain(
      'Nothing to do. demo/specs/91-impl-plan.md:1:1: Every phase of demo/specs/91-impl-plan.md is handed over or ticked.',
    );
  });
});

test('the next phase builds on the one that was merged', async () => {
  const rig = await useRig({
    plan: plan({ tasks: [{ id: '1.1' }] }, { id: '2', title: 'The second part', tasks: [{ id: '2.1' }] }),
  });
  rig.agent.always(diligent);
  const first = rig.run('implement-phase');
  await first.ended;
  await rig.git('merge', '--ff-only', 'phase/1');

  const second = rig.run('implement-phase');

  expect(await second.ended).toMatchObject({ code: 0, calls: ['2.1 implementer', '2.1 reviewer', 'phase reviewer'] });
  expect(first.report('1').nextPhase).toEqual({ id: '2', title: 'The second part', firstTask: '2.1 Part 2.1' });
  expect(await rig.git('ls-tree', '-r', '--name-only', 'phase/2', '--', 'demo/src')).toBe(
    ['demo/src/1.1.txt', 'demo/src/2.1.txt', 'demo/src/index.ts'].join('\n'),
  );
});

test(
  'a task that the plan has ticked is left alone, and nothing lands until somebody says that it is done',
  { timeout: 240_000 },
  async () => {
    const rig = await useRig({
      plan: plan({
        tasks: [
          { id: '1.1', status: 'done' },
          { id: '1.2', after: ['1.1'] },
        ],
      }),
    });
    rig.agent.always(diligent);

    const { calls, report } = await rig.implementPhase();

    expect({ calls, outcome: report.outcome }).toEqual({
      calls: ['1.2 implementer', '1.2 reviewer', 'phase reviewer'],
      outcome: 'waiting',
    });
    expect(report.tasks.map((task) => task.outcome)).toEqual(['ticked-unproven', 'done']);
    expect(report.questions.map((one) => one.text)).toEqual([
      'Does this exit criterion hold? Task 1.1 is done: Part 1.1',
    ]);

    await rig.answer(report.questions[0], 'met', 'I did it by hand');
    const second = await rig.implementPhase();

    expect({ code: second.code, calls: second.calls }).toEqual({ code: 0, calls: [] });
    expect(second.report.criteria).toMatchObject([
      { outcome: 'met' },
      { outcome: 'met', proof: { person: { by: expect.any(String), words: 'I did it by hand' } } },
    ]);
  },
);

interface Landed {
  readonly subject: string;
  readonly files: readonly string[];
  readonly trailers: Readonly<Record<string, string>>;
}

async function log(rig: Rig, range: string): Promise<Landed[]> {
  const commits = (await rig.git('rev-list', '--reverse', range)).split('\n');
  return await Promise.all(
    commits.map(async (commit) => {
      const [subject = '', ...trailers] = (
        await rig.git('show', '--no-patch', '--format=%s%n%(trailers:only,unfold)', commit)
      ).split('\n');
      const files = (await rig.git('show', '--format=', '--name-only', commit)).split('\n');
      return {
        subject,
        files,
        trailers: Object.fromEntries(
          trailers.filter(Boolean).map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]),
        ),
      };
    }),
  );
}
