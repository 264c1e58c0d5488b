import { describe, expect, test } from 'vitest';
import { phaseOrder } from '../../../core/lint/rules/phase-order.ts';
import { lintPlan } from './lint-plan.ts';

/** Three phases; the second one has these lines. */
const withLines = (...lines: readonly string[]): string =>
  ['## Phase 1: a', '', '## Phase 2: b', '', ...lines, '', '## Phase 3: c', ''].join('\n');

const columns = (content: string): string[] =>
  lintPlan(phaseOrder, content).map(
    (line) => /:(\d+:\d+) .* on (?:the later phase |phase )?(\S+),/.exec(line)?.slice(1).join(' ') ?? line,
  );

describe('What a line lists is', () => {
  test.each([
    ['**Depends on**: Phase 3', ['5:17 3']],
    ['**Depends on:** Phase 3', ['5:17 3']],
    ['Depends on: phase 3', ['5:13 3']],
    ['- **Depends on**: Phase 3', ['5:19 3']],
    ['**Depends on**: [Phase 3](#phase-3-c)', ['5:18 3']],
    ['**Depends on**: Phases 1–3', ['5:26 3']],
    ['**Depends on**: Phases 1, 2 and 3', ['5:27 itself', '5:33 3']],
    ['**Depends on**: Phase 1 (not Phase 2), and Phase 3.', ['5:44 3']],
    ['**依赖**：阶段 1、阶段 3', ['5:13 3']],
    ['**Depends on**: Phase 1, Phase 9', ['5:26 9']],
  ])('"%s".', (line, expected) => {
    expect(columns(withLines(line))).toEqual(expected);
  });

  test.each([
    '**Depends on**: Phase 1',
    '**Depends on**: nothing (Phase 3 waits for this)',
    '**Depends on**: Phase 1 (can run beside Phase 3)',
    '**Depends on**: Phase 1. Can run beside Phase 3.',
    '**Depends on**: Phase 1, can run beside Phase 3',
    '**Depends on**: Phase 1, 3 people',
    '**Depends on**: `Phase 3`',
    '**Depends on**: Stage 3',
    '**Depends on**: 30 § 3',
    '- Depends on: Phase 3',
    '- [ ] 2.1 a\n  - Depends on: Phase 3',
    '```\n**Depends on**: Phase 3\n```',
    'It depends on: Phase 3',
    '**Next**: Phase 3',
  ])('nothing that is wrong in "%s".', (line) => {
    expect(columns(withLines(line))).toEqual([]);
  });
});

test('A phase is called what its headings call it.', () => {
  const plan = '## Stage 1: a\n\n- [ ] b\n\n**Depends on**: Stage 2\n\n## Stage 2: c\n\n- [ ] d\n';
  expect(lintPlan(phaseOrder, plan)).toEqual([
    expect.stringContaining(':5:17 Unexpected dependency of phase 1 on the later phase 2'),
  ]);
});

test('Only the phases that are looked at are complained about.', () => {
  const plan = withLines('**Depends on**: Phase 3');
  expect(lintPlan(phaseOrder, plan, { phase: '2' })).toHaveLength(1);
  expect(lintPlan(phaseOrder, plan, { phase: '1' })).toEqual([]);
});

test('A phase that the plan names elsewhere is known.', () => {
  expect(columns(`- Phase 9 is done\n\n${withLines('**Depends on**: Phase 9')}`)).toEqual([]);
});

test('Ten thousand phases take no time to speak of.', () => {
  const plan = Array.from({ length: 10_000 }, (_, at) => `## Phase ${at + 1}: a\n**Depends on**: Phase ${at + 2}\n`);
  const before = process.cpuUsage();
  expect(lintPlan(phaseOrder, plan.join('\n')).length).toBeGreaterThan(100);
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(4_000);
});
