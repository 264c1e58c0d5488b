import { expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';

function criteriaOf(lines: readonly string[]) {
  return readPlan('impl-plan.md', ['## Phase 1: a', ...lines].join('\n')).phases[0]?.criteria;
}

test.each([
  '**Exit criteria**: green',
  '**Exit criteria (= M0)**: green',
  '**Exit criteria** (M1): green',
  '**Exit gate:** green',
  'Exit criterion: green',
  '**Exit (M2)**: green',
  'Done when: green',
  '**Acceptance**：green',
  '__Success Criteria__: green',
  '**Checkpoint**: green',
  '**退出标准（M1）**：green',
])('"%s" is one criterion.', (line) => {
  expect(criteriaOf([line])).toMatchObject([{ text: 'green', line: 2 }]);
});

test('A wrapped paragraph is split at semicolons, and each criterion keeps its own line.', () => {
  expect(
    criteriaOf(['**Exit criteria**: first one', 'goes on; second', 'too；third (a; b) and `c; d`', '', 'Prose.']),
  ).toMatchObject([
    { text: 'first one goes on', line: 2 },
    { text: 'second too', line: 3 },
    { text: 'third (a; b) and `c; d`', line: 4 },
  ]);
});

test('A paragraph ends where another label starts.', () => {
  expect(criteriaOf(['**Exit gate**: all met', '**Verification**: `make`'])).toMatchObject([
    { text: 'all met', line: 2 },
  ]);
});

test('A list gives one criterion per item, with its wrapped lines.', () => {
  expect(
    criteriaOf(['**Exit criteria**:', '', '- [ ] one; still one', '  wrapped', '- two', '', 'Prose.']),
  ).toMatchObject([
    { text: 'one; still one wrapped', line: 4 },
    { text: 'two', line: 6 },
  ]);
});

test('A sentence that introduces a list is not a criterion.', () => {
  expect(
    criteriaOf(['**Exit criteria**: all of these hold:', '1. one', '2. two'])?.map(({ text }) => text),
  ).toMatchObject(['one', 'two']);
});

test('A heading works as a label does, up to the next heading.', () => {
  expect(
    criteriaOf(['### Exit criteria', '', 'One; two.', '', '- three', '', '### Notes', '', '- four']),
  ).toMatchObject([
    { text: 'One', line: 4 },
    { text: 'two.', line: 4 },
    { text: 'three', line: 6 },
  ]);
});

test('Boxes under the label are criteria and not tasks.', () => {
  const [phase] = readPlan('impl-plan.md', '## Phase 1: a\n- [ ] work\n\n**Exit criteria**:\n- [ ] proof\n').phases;
  expect(phase?.tasks.map((task) => task.title)).toMatchObject(['work']);
  expect(phase?.criteria.map(({ text }) => text)).toMatchObject(['proof']);
});
