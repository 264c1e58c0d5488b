import { expect, test } from 'vitest';
import { addBreakdown } from '../../../core/plan/edit/breakdown.ts';
import { revert } from '../../../core/plan/edit/change.ts';
import { readPlan } from '../../../core/plan/read.ts';
import { edit, tasksOf } from './edits.ts';

const path = 'docs/spec.md';
const titles = ['Read', 'Write'];
const section = '## Tasks\n\n- [ ] Read\n- [ ] Write\n';

test.each<[string, string, string]>([
  ['a spec', '# Spec\n\nWords.\n', `# Spec\n\nWords.\n\n${section}`],
  ['a spec without a newline at its end', '# Spec', `# Spec\n\n${section}`],
  ['a spec with blank lines at its end', '# Spec\n\n', `# Spec\n\n${section}`],
  ['a spec with other endings', '# Spec\r\n', `# Spec\r\n\r\n${section.replaceAll('\n', '\r\n')}`],
  ['nothing', '', section],
  ['a byte order mark', '\uFEFF', `\uFEFF${section}`],
  ['a spec with boxes of another kind', '- [ ] is it good?', `- [ ] is it good?\n\n${section}`],
])('The tasks come at the end of %s, are read from there, and can be taken back.', (_what, text, expected) => {
  const { content, change, changed } = edit(addBreakdown(path, text, titles));
  expect(content).toBe(expected);
  expect(changed).toBe(true);
  expect(tasksOf(readPlan(path, content)).map((task) => task.title)).toEqual(titles);
  expect(revert(path, content, change)).toEqual({ ok: true, value: text });
});

test('A title stays on its line, whatever is in it.', () => {
  const { content } = edit(addBreakdown(path, '', ['Read\n- [x] Steal\r\n\t# all ']));
  expect(content).toBe('## Tasks\n\n- [ ] Read - [x] Steal # all\n');
});

test.each<[string, string, number]>([
  ['a fence', 'a\n```\nb\n', 3],
  ['a fence on its last line', 'a\n```', 2],
  ['a comment', 'a\n\n<!-- b\n', 3],
])('A spec that ends in %s which nothing closes gets no tasks, because nobody could see them.', (_what, text, line) => {
  expect(addBreakdown(path, text, titles)).toMatchObject({
    ok: false,
    failure: { reason: 'broken-plan', at: { path, line, column: 1 } },
  });
});
