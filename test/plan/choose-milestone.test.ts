import { describe, expect, test } from 'vitest';
import { chooseMilestone } from '../../core/plan/choose-milestone.ts';
import { roadmapPaths } from '../../core/plan/milestones/roadmap-place.ts';
import { readPlan } from '../../core/plan/read.ts';

const planPath = 'specs/91-impl-plan.md';

/** A plan with phases 1, 2, …; each has one task, ticked where the title ends with a tick, none where it ends with a minus. */
function plan(...titles: readonly string[]) {
  const phases = titles.map((title, index) => {
    const item = title.endsWith('-') ? '' : `- ${title.endsWith('✓') ? '[x]' : '[ ]'} Do it\n`;
    return `## Phase ${index + 1} — ${title.replace(/[✓-]$/, '')}\n\n${item}\n**Exit criteria**: all gates pass.\n`;
  });
  return readPlan(planPath, phases.join('\n'));
}

function choose(
  from: ReturnType<typeof plan>,
  id: string,
  about: { handedOver?: readonly string[]; undivided?: readonly string[]; roadmap?: string } = {},
) {
  const handedOver = new Set(about.handedOver);
  const roadmaps = about.roadmap === undefined ? [] : [{ path: 'specs/90-roadmap.md', content: about.roadmap }];
  const undivided = new Map((about.undivided ?? []).map((one) => [one, 'work'] as const));
  return chooseMilestone(from, id, { handedOver, settled: handedOver, undivided, roadmaps });
}

describe('A milestone', () => {
  test('is a set of phases: the first with work left is chosen, and what the milestone needs is told.', () => {
    const parts = plan('A (starts M1)', 'B (advances M1)✓', 'C', 'D (advances M1)', 'E (closes M1)', 'F (closes M2)');
    expect(choose(parts, 'M1', { handedOver: ['1'] })).toMatchObject({
      ok: true,
      value: {
        phase: { id: '4' },
        milestone: {
          id: 'M1',
          phases: [
            { id: '1', verb: 'starts', state: 'handed-over' },
            { id: '2', verb: 'advances', state: 'ticked' },
            { id: '4', verb: 'advances', state: 'open' },
            { id: '5', verb: 'closes', state: 'open' },
          ],
        },
      },
    });
  });

  test('may be one phase that only names it, and its letter may be small.', () => {
    expect(choose(plan('A', 'B (M1)'), 'm1')).toMatchObject({ value: { phase: { id: '2' } } });
  });

  test('whose phases are all done needs nothing.', () => {
    expect(choose(plan('A (advances M1)', 'B (closes M1)✓'), 'M1', { handedOver: ['1'] })).toMatchObject({
      failure: {
        reason: 'nothing-to-do',
        message: 'Milestone M1 needs no more than its phases 1 (handed over), 2 (ticked).',
      },
    });
  });

  test('counts a phase of research that its memos have settled.', () => {
    const about = {
      handedOver: new Set<string>(),
      settled: new Set(['1']),
      undivided: new Map(),
      roadmaps: [],
    };
    expect(chooseMilestone(plan('A (advances M1)', 'B (closes M1)'), 'M1', about)).toMatchObject({
      value: { phase: { id: '2' }, milestone: { phases: [{ state: 'researched' }, { state: 'open' }] } },
    });
  });

  test('whose next phase has no tasks is refused at that phase, unless it says enough to be divided.', () => {
    const parts = plan('A (advances M1)✓', 'B (closes M1)-');
    expect(choose(parts, 'M1')).toMatchObject({
      failure: { reason: 'phase-empty', at: { path: planPath, line: 7 } },
    });
    expect(choose(parts, 'M1', { undivided: ['2'] })).toMatchObject({
      value: { phase: { id: '2' }, milestone: { phases: [{ state: 'ticked' }, { state: 'without-tasks' }] } },
    });
    const done = plan('A (advances M1)-', 'B (closes M1) — ✅ DONE-');
    expect(choose(done, 'M1', { handedOver: ['1'], undivided: ['2'] })).toMatchObject({
      failure: { message: 'Milestone M1 needs no more than its phases 1 (handed over), 2 (ticked).' },
    });
  });

  test('may be mapped by a table of the roadmap.', () => {
    const roadmap = '# Roadmap\n\n| Phase | Milestone |\n| --- | --- |\n| Phase 1 | M0 |\n| Phases 2–3 | M1 |\n';
    expect(choose(plan('A', 'B', 'C'), 'M1', { roadmap, handedOver: ['2'] })).toMatchObject({
      value: {
        phase: { id: '3' },
        milestone: {
          phases: [
            { id: '2', verb: 'advances', state: 'handed-over' },
            { id: '3', verb: 'closes', state: 'open' },
          ],
        },
      },
    });
  });
});

describe('A milestone is refused', () => {
  test('where no phase serves it, with what roadmap and plan say.', () => {
    const roadmap = '# Roadmap\n\n### M0 — Reading\n\n### M1 — Writing\n';
    expect(choose(plan('A (closes M0)'), 'M1', { roadmap })).toMatchObject({
      failure: {
        reason: 'milestone',
        message:
          'Unexpected milestone M1, expected one that a phase of the plan starts, advances or closes. ' +
          'The plan says: phase 1 closes M0 (specs/91-impl-plan.md:1). The roadmap has M1 at specs/90-roadmap.md:5. ' +
          'Say in the plan which phase starts, advances or closes M1, such as "## Phase 1 — Title (closes M1)", or ask for a phase.',
        at: { path: 'specs/90-roadmap.md', line: 5, column: 1 },
      },
    });
  });

  test('where neither knows it.', () => {
    const roadmap = '# Roadmap\n\n### M0 — Reading\n';
    const refused = choose(plan('A'), 'M7', { roadmap });
    expect(refused).toMatchObject({ failure: { reason: 'milestone', at: { path: planPath, line: 1 } } });
    expect(!refused.ok && refused.failure.message).toContain(
      'No phase of specs/91-impl-plan.md names a milestone. The roadmap has M0 (specs/90-roadmap.md:3). Correct the name',
    );
    expect(choose(plan('A'), 'M7')).toMatchObject({
      failure: { message: expect.stringContaining('There is no roadmap with milestones beside the plan.') as string },
    });
  });

  test('where plan and roadmap say different things.', () => {
    const roadmap = '# Roadmap\n\n| Phase | Milestone |\n| --- | --- |\n| Phase 2 | M1 |\n';
    expect(choose(plan('A (closes M1)', 'B'), 'M1', { roadmap })).toMatchObject({
      failure: {
        reason: 'milestone',
        message:
          'Unexpected milestone M1 that is phase 1 in specs/91-impl-plan.md:1 and phase 2 in specs/90-roadmap.md:5, expected the same phases. ' +
          'Say in the plan which phase starts, advances or closes it, or ask for a phase: --phase=1.',
      },
    });
  });

  test('where of several phases none closes it, so that nobody could tell what it needs.', () => {
    expect(choose(plan('A', 'B (starts M1)', 'C (advances M1)'), 'M1')).toMatchObject({
      failure: {
        reason: 'milestone',
        message: expect.stringContaining(
          'phases 2, 3 (specs/91-impl-plan.md:7, specs/91-impl-plan.md:13), none of which closes it',
        ) as string,
        at: { path: planPath, line: 7 },
      },
    });
  });
});

describe('A milestone is not reached', () => {
  test('by one phase that only starts or advances it, whatever its title mentions.', () => {
    for (const title of ['A (starts M1)', 'A (closes part of M1)', 'A M1 (starts M1)']) {
      expect(choose(plan(title, 'B'), 'M1', { handedOver: ['1'] })).toMatchObject({
        failure: {
          reason: 'milestone',
          message: expect.stringContaining(
            'Unexpected milestone M1 of phase 1 (specs/91-impl-plan.md:1), which does not close it, expected one that does.',
          ) as string,
        },
      });
    }
  });

  test.each(['7', 'Phase 7', '1, 2 and 7', '1–7', '阶段 7', '第7阶段'])(
    'while the roadmap names a phase that the plan does not have: %s.',
    (cell) => {
      const roadmap = `# Roadmap\n\n| Phase | Milestone |\n| --- | --- |\n| 1, 2 | M0 |\n| ${cell} | M0 |\n`;
      expect(choose(plan('A (starts M0)', 'B (closes M0)'), 'M0', { roadmap })).toMatchObject({
        failure: {
          reason: 'milestone',
          message: expect.stringContaining(
            'Unexpected phase 7 of milestone M0 in specs/90-roadmap.md:6, expected one of specs/91-impl-plan.md, which has no such phase. ' +
              'Correct this cell, add the phase to the plan, or ask for a phase: --phase=1.',
          ) as string,
          at: { path: 'specs/90-roadmap.md', line: 6, column: 1 },
        },
      });
    },
  );

  test.each(['2 (was 7)', '2: the 7 parts', '2 before v7', '2 — weeks 7–9'])(
    'but other numbers behind a phase are none: %s.',
    (cell) => {
      const roadmap = `# Roadmap\n\n| Phase | Milestone |\n| --- | --- |\n| 1 | M0 |\n| ${cell} | M0 |\n`;
      expect(choose(plan('A', 'B'), 'M0', { roadmap })).toMatchObject({ value: { phase: { id: '1' } } });
    },
  );
});

describe('A table of the roadmap', () => {
  const parts = plan('A (closes M0)', 'B (closes M1)');

  test.each([
    ['Phase', '2026 Q1', '2026 Q2'],
    ['Phase count', '1', '3'],
    ['Number of phases', '1', '3'],
    ['# of phases', '1', '3'],
    ['阶段数', '1', '3'],
    ['Phase status', '1 of 3', '0 of 2'],
    ['Phases of 92-other-plan.md', '2', '7'],
    ['Phases of `92-other-plan.md`', '1, 7', '2'],
  ])('that is no list of phases of this plan says nothing: %s, %s, %s.', (header, first, second) => {
    const roadmap = `| ${header} | Milestone |\n| --- | --- |\n| ${first} | M0 |\n| ${second} | M1 |\n`;
    expect(choose(parts, 'M0', { roadmap })).toMatchObject({ value: { phase: { id: '1' } } });
    expect(choose(parts, 'M1', { roadmap })).toMatchObject({ value: { phase: { id: '2' } } });
  });

  test.each(['Phases of 91-impl-plan.md', 'Covered by phases', 'Phase #'])('may be one: %s.', (header) => {
    const roadmap = `| ${header} | Milestone |\n| --- | --- |\n| 1 | M0 |\n| 2, 3 | M1 |\n`;
    expect(choose(parts, 'M1', { roadmap })).toMatchObject({
      failure: { at: { path: 'specs/90-roadmap.md', line: 4 } },
    });
  });

  test('may write the id of a phase in another way.', () => {
    const lettered = readPlan(
      planPath,
      '## Phase 1a — A (closes M0)\n\n- [ ] Do it\n\n## Phase 2 — B\n\n- [ ] Do it\n',
    );
    const roadmap = '| Phase | Milestone |\n| --- | --- |\n| 1A | M0 |\n| 02 | M1 |\n';
    expect(choose(lettered, 'M0', { roadmap })).toMatchObject({ value: { phase: { id: '1a' } } });
    expect(choose(lettered, 'M1', { roadmap })).toMatchObject({ value: { phase: { id: '2' } } });
    const decimal = readPlan(planPath, '## Phase 1.1 — A (closes M0)\n\n- [ ] Do it\n');
    expect(choose(decimal, 'M0', { roadmap: roadmap.replace('1A', '1.1, 1.10') })).toMatchObject({
      failure: { message: expect.stringContaining('Unexpected phase 1.10 of milestone M0') as string },
    });
  });
});

test.each([
  ['specs/91-impl-plan.md', ['specs/90-roadmap.md', 'specs/delivery/roadmap.md', 'specs/路线图.md']],
  ['specs/delivery/impl-plan.md', ['specs/90-roadmap.md', 'specs/delivery/roadmap.md', 'specs/路线图.md']],
  ['docs/plan.md', ['docs/ROADMAP.md']],
])('The roadmaps of %s are those beside it.', (path, expected) => {
  const paths = [
    'docs/ROADMAP.md',
    'other/specs/90-roadmap.md',
    'specs/90-roadmap.md',
    'specs/91-impl-plan.md',
    'specs/delivery/roadmap.md',
    'specs/old/roadmap.md',
    'specs/roadmap.png',
    'specs/路线图.md',
  ];
  expect(roadmapPaths(paths, path)).toEqual(expected);
});
