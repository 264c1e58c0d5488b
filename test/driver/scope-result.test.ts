import { expect, test } from 'vitest';
import { scopeResultSchema } from '../../core/driver/scope-result.ts';

test.each([
  { status: 'accept', violations: [] },
  { status: 'accept' },
  { response: 'ACCEPT' },
  { response: '**ACCEPT**\n' },
  { status: 'ok', files_created: [], files_modified: [], notes: null },
  { status: 'ok', notes: ' ' },
  { status: 'ok', notes: '**ACCEPT**' },
  { status: 'ok', response: 'Accept.', notes: null },
  { status: 'accept', notes: 'All of it belongs to the task; nothing is outside.' },
])('%j approves.', (answer) => {
  expect(scopeResultSchema.parse(answer)).toEqual({ violations: [] });
});

test.each([
  [{ status: 'violations', violations: ['a:1 x'] }, ['a:1 x']],
  [{ status: 'ok', violations: ['a:1 x'] }, ['a:1 x']],
  [{ violations: ['a:1 x'] }, ['a:1 x']],
  [{ response: 'VIOLATIONS: a:1 x' }, ['VIOLATIONS: a:1 x']],
  [{ status: 'ok', notes: 'VIOLATIONS: a:1 x' }, ['VIOLATIONS: a:1 x']],
  [{ status: 'ok', notes: 'Looked at all.\n**VIOLATIONS:**\n- a:1 x' }, ['Looked at all.\n**VIOLATIONS:**\n- a:1 x']],
  [{ status: 'problems', notes: 'REJECT: a:1 x' }, ['REJECT: a:1 x']],
  [{ status: 'problems', notes: 'a:1 x' }, ['a:1 x']],
  [{ status: 'problems' }, ['The reviewer reports problems and does not say which.']],
] as const)('%j is a no.', (answer, violations) => {
  expect(scopeResultSchema.parse(answer)).toEqual({ violations });
});

test.each([
  { status: 'accept', violations: ['a:1 x'] },
  { status: 'accept', notes: 'VIOLATIONS: a:1 x' },
  { response: 'ACCEPT', status: 'problems', notes: 'no' },
  { response: 'ACCEPT', status: 'violations', violations: [] },
  { response: 'ACCEPT', violations: ['a:1 x'] },
  { response: 'Looks good to me', status: 'ok' },
  { status: 'ok', notes: 'I have to reject this.' },
  { status: 'ok', notes: 'No violations in a, two violations in b.' },
  { status: 'ok', notes: 'NOT OK: package.json has nothing to do with this commit.' },
  { status: 'ok', notes: 'I do not approve: a:1 x' },
  { status: 'ok', notes: 'Disagree: a:1 x' },
  { status: 'ok', notes: 'REJECT: a:1 x' },
  { status: 'ok', notes: 'No files outside the declared list were changed.' },
  { status: 'ok', notes: 'Done.' },
  { response: 'Not accepted: a:1 x' },
  { response: '' },
  { violations: [] },
  { notes: 'fine' },
  {},
  'ACCEPT',
  null,
])('%j is no answer.', (answer) => {
  expect(scopeResultSchema.safeParse(answer).success).toBe(false);
});

test('Who says it in a sentence is told of the two forms.', () => {
  const { error } = scopeResultSchema.safeParse({ status: 'ok', notes: 'Did not find any violations.' });
  expect(error?.message).toContain('\\"status\\": \\"accept\\"');
  expect(error?.message).toContain('\\"status\\": \\"violations\\"');
});
