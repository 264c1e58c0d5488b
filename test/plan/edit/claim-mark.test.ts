import { expect, test } from 'vitest';
import { markClaim, markedBy, unmarkClaim, withoutMarks } from '../../../core/plan/edit/claim-mark.ts';
import { readPlan } from '../../../core/plan/read.ts';
import { tasksOf } from './edits.ts';

const impl = 'specs/91-impl-plan.md';
const list = 'todo.md';
const table = [
  '# Implementation plan\n',
  '## Phase 1 — Start\n',
  '| # | Task | Status |',
  '| --- | --- | --- |',
  '| 1.1 | Begin | open |',
  '| 1.2 | Go on |    ⏳ later   |\n',
  '**Exit criteria**:\n\n- `true` passes.\n',
].join('\n');
const boxes = '- [ ] Read\n  - about it\n- [ ] Write\n  - status: `open`\n';

function marked(path: string, text: string, index: number, run = 'abcd1234') {
  const plan = readPlan(path, text);
  const made = markClaim(text, plan, tasksOf(plan)[index]!, run);
  if (!made.ok) throw new Error(made.failure.message);
  return made.value;
}

const of = (path: string, text: string) => tasksOf(readPlan(path, text)).map(markedBy);

test.each([
  ['a table', impl, table, 0, '| 1.1 | Begin | open (claimed by phasewright abcd1234) |'],
  ['a table', impl, table, 1, '⏳ later (claimed by phasewright abcd1234)   |'],
  ['a checklist', list, boxes, 0, '- [ ] Read\n  - branch: `phasewright/abcd1234`\n  - status: `claimed`\n'],
  ['a checklist', list, boxes, 1, '  - status: `open`\n  - branch: `phasewright/abcd1234`\n'],
])(
  'A claim stands in %s and is seen there; taken off, the plan is to the byte what it was.',
  (_, path, text, index, line) => {
    const { content, change } = marked(path, text, index);
    expect(content).toContain(line);
    expect(of(path, content)[index]).toBe('ours');
    expect(unmarkClaim(content, change)).toBe(text);
    expect(withoutMarks(path, content)).toBe(text);
    // Others edit the plan meanwhile, above it and in other tasks.
    const other = marked(path, `Foreword.\n\n${content}`, 1 - index, 'ffff0000').content;
    expect(of(path, other)).toEqual(['ours', 'ours']);
    expect(unmarkClaim(other, change)).toBe(marked(path, `Foreword.\n\n${text}`, 1 - index, 'ffff0000').content);
  },
);

test('A mark that somebody has changed meanwhile is not taken for ours.', () => {
  const { content, change } = marked(impl, table, 0);
  expect(unmarkClaim(content.replace('claimed by', 'done by'), change)).toBeNull();
});

test('A mark that a dead run has left makes room, and is not brought back.', () => {
  const left = marked(impl, table, 0, 'dead0000').content;
  const { content, change } = marked(impl, left, 0);
  expect(content).not.toContain('dead0000');
  expect(of(impl, unmarkClaim(content, change) ?? '')).toEqual(['none', 'none']);
});

test.each([
  ['- [ ] Read\n  - branch: `impl/read`\n', 'theirs'],
  ['- [ ] Read\n  - status: `in-review`\n', 'theirs'],
  ['- [ ] Read\n  - status: `open`\n', 'none'],
  ['- [x] Read\n  - branch: `impl/read`\n  - status: `complete`\n', 'none'],
])('What others have written is told from ours: %j is %s.', (text, by) => {
  expect(of(list, text)).toEqual([by]);
  expect(withoutMarks(list, text)).toBe(text);
});

test('Without our marks a plan reads as if nobody had claimed anything; others’ words stay.', () => {
  const one = marked(list, `${boxes}- [ ] Look\n  - branch: \`impl/look\`\n`, 0).content;
  expect(withoutMarks(list, one)).toBe(`${boxes}- [ ] Look\n  - branch: \`impl/look\`\n`);
});

test('Where a plan has no place for a claim it is refused, with what would be one.', () => {
  const text = table.replaceAll(/ \| (?:Status|---|open| {3}⏳ later {2}) \|$/gm, ' |');
  const plan = readPlan(impl, text);
  expect(markClaim(text, plan, tasksOf(plan)[0]!, 'abcd1234')).toMatchObject({
    failure: {
      reason: 'bad-option',
      message: expect.stringContaining('a table with a column Status'),
      at: { line: 7 },
    },
  });
});
