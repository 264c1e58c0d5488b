import { expect, test } from 'vitest';
import { phaseGraph } from '../../../actions/lib/phase-graph.ts';
import type { Stage } from '../../../core/report/story.ts';
import { sampleReport } from '../../report/sample.ts';

function stage(about: Partial<Stage>): Stage {
  const [first] = sampleReport().stages;
  return { ...first!, ...about };
}

test('Each stage is a node with its outcome, and what comes before it.', () => {
  const stages = [
    stage({ name: 'spec-lint', kind: 'spec-lint', task: null, title: 'Spec lint', dependsOn: [], outcome: 'done' }),
    stage({ name: 'task-1', kind: 'task', task: '1', title: 'Begin', dependsOn: ['spec-lint'], outcome: 'failed' }),
    stage({ name: 'end', kind: 'task', task: '2', title: 'Go on', dependsOn: ['task-1', 'gone'], outcome: 'skipped' }),
  ];
  expect(phaseGraph({ stages })?.split('\n').slice(0, 6)).toEqual([
    'flowchart LR',
    '  t1["✓ Spec lint"]:::done',
    '  t2["✗ 1 Begin"]:::failed',
    '  t3["– 2 Go on"]:::open',
    '  t1 --> t2',
    '  t2 --> t3',
  ]);
});

test('Titles are text: no quote, bracket, fence or entity of theirs is read.', () => {
  const title = 'a"]; click t1 "javascript:x" `b` <i> #quot; %%\n```';
  const graph = phaseGraph({ stages: [stage({ task: '9', title })] }) ?? '';
  const [, label = ''] = /\["(.*)"\]:::/.exec(graph.split('\n')[1] ?? '') ?? [];
  expect(label).toMatch(/^(?:[\p{L}\p{N} ✓✗?…–]|#\d+;)+$/u);
  expect(label).toContain('a#34;#93;#59; click t1 #34;javascript#58;x#34;');
  expect(graph).not.toContain('`');
});

test('A graph that nobody would read is none.', () => {
  expect(phaseGraph({ stages: [] })).toBeUndefined();
  expect(phaseGraph({ stages: many(60) })).toContain('t60[');
  expect(phaseGraph({ stages: many(61) })).toBeUndefined();
});

function many(count: number): Stage[] {
  return Array.from({ length: count }, (_, index) => stage({ name: `task-${index}`, dependsOn: [] }));
}
