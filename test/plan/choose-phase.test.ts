import { describe, expect, test } from 'vitest';
import { choosePhase, namedPhase, phaseAfter } from '../../core/plan/choose-phase.ts';
import { readPlan } from '../../core/plan/read.ts';

/** A plan whose phases have one task each; an id with a tick has its task ticked, one with a minus has none. */
function plan(...ids: readonly string[]) {
  const phases = ids.map((id) => {
    const box = id.endsWith('✓') ? '[x]' : '[ ]';
    const item = id.endsWith('-') ? '' : `- ${box} Do it\n`;
    return `## Phase ${id.replace(/[✓-]$/, '')}: words\n\n${item}\n`;
  });
  return readPlan('specs/91-impl-plan.md', phases.join(''));
}

const none = new Set<string>();

function chosen(from: ReturnType<typeof plan>, wanted?: string, handedOver: ReadonlySet<string> = none): string {
  const result = choosePhase(from, wanted, handedOver);
  return result.ok ? result.value.id : result.failure.reason;
}

describe('the next phase', () => {
  test.each<[string, readonly string[], readonly string[], string]>([
    ['is the first with work to do', ['1', '2'], [], '1'],
    ['is not one that is handed over', ['1', '2', '3'], ['1'], '2'],
    ['is not one whose tasks are all ticked', ['1✓', '2'], [], '2'],
    ['is not one without tasks', ['1-', '2'], [], '2'],
    ['may be an earlier one that was left out', ['1', '2'], ['2'], '1'],
    ['is none when all are done', ['1', '2✓'], ['1'], 'nothing-to-do'],
    ['is none in a plan without phases', [], [], 'no-phases'],
    ['is to be written where no phase has a task', ['1-', '2-'], [], 'phase-empty'],
    ['is nobody’s where one has its tasks done and the other none', ['1-', '2✓'], [], 'nothing-to-do'],
  ])('%s.', (_title, ids, handedOver, expected) => {
    expect(chosen(plan(...ids), undefined, new Set(handedOver))).toBe(expected);
  });

  test.each(['next', 'the next phase', '下一阶段'])('is also what %j asks for.', (asked) => {
    expect(chosen(plan('1✓', '2', '3'), asked)).toBe('2');
  });

  test('may be one without tasks that says enough to be divided, unless it says that it is done.', () => {
    const parts = readPlan(
      'specs/91-impl-plan.md',
      '## Phase 1: a — ✅ DONE\n\n## Phase 2: b\n\n## Phase 3: c\n\n- [ ] Do it\n',
    );
    const next = (undivided: readonly string[], asked?: string): unknown => {
      const found = choosePhase(parts, asked, none, work(undivided));
      return found.ok ? found.value.id : found.failure.reason;
    };
    expect([next([]), next(['1', '2']), next(['1', '2'], 'next'), next(['1'])]).toEqual(['3', '2', '2', '3']);
    expect([next(['1', '2'], '2'), next(['1', '2'], '1'), next(['1'], '2')]).toEqual(['2', '1', 'phase-empty']);
    expect(choosePhase(parts, '2', new Set(['2']), work(['2']))).toMatchObject({
      failure: { message: 'Phase 2 is handed over already.' },
    });
    expect(phaseAfter(parts, parts.phases[0]!, none, work(['2']))?.id).toBe('2');
  });

  test('is none of prose alone while another has tasks; it is divided where it is asked for.', () => {
    const text = '## Phase 0: Background\n\n## Phase 1: a\n\n- [ ] Do it\n\n## Phase 2: b\n\n## Phase 3: c — ✅ DONE\n';
    const open = readPlan('specs/91-impl-plan.md', text);
    const prose = new Map(['0', '2', '3'].map((id) => [id, 'prose'] as const));
    expect(choosePhase(open, undefined, none, prose)).toMatchObject({ value: { id: '1' } });
    expect(choosePhase(open, '0', none, prose)).toMatchObject({ value: { id: '0' } });
    expect(phaseAfter(open, open.phases[1]!, none, prose)?.id).toBe('2');
    expect(phaseAfter(open, open.phases[2]!, none, prose)).toBeUndefined();
    expect(choosePhase(open, undefined, new Set(['0', '1']), prose)).toMatchObject({
      failure: {
        reason: 'nothing-to-do',
        message: expect.stringContaining('Phase 2 has none: ask for it (--phase=2)'),
      },
    });
    const only = { ...open, phases: open.phases.filter(({ tasks }) => tasks.length === 0) };
    expect(choosePhase(only, undefined, none, prose)).toMatchObject({ value: { id: '0' } });
  });

  test('is none where all with tasks are done, and those without are named, whatever they say.', () => {
    const found = choosePhase(plan('1-', '2✓', '3-', '4-'), undefined, new Set(['4']));
    expect(found).toMatchObject({
      failure: {
        reason: 'nothing-to-do',
        message: expect.stringContaining('Phases 1, 3 have none: ask for one (--phase=1)'),
        at: { line: 1 },
      },
    });
    const later = plan('1', '2-', '3✓');
    expect(phaseAfter(later, later.phases[0]!, none)?.id).toBe('2');
    expect(phaseAfter(later, later.phases[0]!, new Set(['2']))).toBeUndefined();
  });

  test('after one is the next that has work to do.', () => {
    const all = plan('1', '2', '3✓', '4');
    expect(phaseAfter(all, all.phases[0]!, new Set(['2']))?.id).toBe('4');
    expect(phaseAfter(all, all.phases[3]!, none)).toBeUndefined();
  });
});

describe('a phase that is asked for', () => {
  test.each([
    ['2', '2'],
    ['phase 2', '2'],
    ['Phase-2', '2'],
    ['4a', '4A'],
    ['4A', '4A'],
    ['2.60', '2.6'],
    ['5', 'unknown-phase'],
    ['', 'unknown-phase'],
    ['constructor', 'unknown-phase'],
    ['第2阶段', '2'],
    ['阶段 4A', '4A'],
  ])('as %j is %s.', (wanted, expected) => {
    expect(chosen(plan('1', '2', '4A', '2.6'), wanted)).toBe(expected);
  });

  test('is not taken when it is handed over or ticked, though it is found by its name.', () => {
    expect(choosePhase(plan('1', '2✓'), '1', new Set(['1']))).toMatchObject({
      failure: { reason: 'nothing-to-do', message: 'Phase 1 is handed over already.' },
    });
    expect(choosePhase(plan('1', '2✓'), '2', none)).toMatchObject({
      failure: { reason: 'nothing-to-do', message: 'Every task of phase 2 is ticked in the plan.' },
    });
    expect(namedPhase(plan('1', '2✓'), '2')).toMatchObject({ value: { id: '2' } });
  });

  test('without tasks is refused, at its heading.', () => {
    const result = choosePhase(plan('1', '2-'), '2', none);
    expect(result).toMatchObject({
      failure: { reason: 'phase-empty', at: { path: 'specs/91-impl-plan.md', line: 5 } },
    });
  });

  test('that may be two is refused, with what to write; spelled out it is taken.', () => {
    const result = choosePhase(plan('1.1', '1.10'), '1.1', none);
    expect(result).toMatchObject({
      failure: {
        reason: 'unknown-phase',
        message: 'Unexpected phase 1.1, which may be 1.1 or 1.10. Write "phase 1.1".',
      },
    });
    expect(chosen(plan('1.1', '1.10'), 'phase 1.1')).toBe('1.1');
    expect(chosen(plan('1.1', '1.10'), 'phase 1.10')).toBe('1.10');
  });

  test('that is unknown is refused with those that are there.', () => {
    const result = choosePhase(plan('1', '4A'), '9', none);
    expect(result).toMatchObject({ failure: { message: 'Unexpected phase "9", expected one of 1, 4A.' } });
  });
});

describe('a phase that is asked for by its title', () => {
  const titles = ['Input (closes M0)', 'Output of text', 'Output of numbers', 'Output', '资源提取与写入', '10 things'];
  const text = titles.map((title, index) => `## Phase ${index + 1} — ${title}\n\n- [ ] Do it\n`).join('\n');
  const titled = readPlan('specs/91-impl-plan.md', text);

  test.each([
    ['input', '1'],
    ['Phase Input', '1'],
    ['output of numbers', '3'],
    ['numbers', '3'],
    ['of  TEXT', '2'],
    ['资源提取', '5'],
    ['put', 'unknown-phase'],
    ['7', 'unknown-phase'],
    ['10', 'unknown-phase'],
    ['5', '5'],
    ['things', '6'],
  ])('%j is %s.', (asked, expected) => {
    expect(chosen(titled, asked)).toBe(expected);
  });

  test('is the one whose title these words are, and no more; words of several tell none.', () => {
    expect(chosen(titled, 'output')).toBe('4');
    expect(choosePhase(titled, 'output of', none)).toMatchObject({
      failure: { message: 'Unexpected phase output of, which may be 2 or 3. Write "phase 2".' },
    });
  });
});

/** Phases of these ids have no tasks, and lists that could be divided. */
function work(ids: readonly string[]): ReadonlyMap<string, 'work'> {
  return new Map(ids.map((id) => [id, 'work']));
}
