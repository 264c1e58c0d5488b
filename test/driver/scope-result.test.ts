import { expect, test } from 'vitest';
import { scopeResultSchema } from '../../core/driver/scope-result.ts';

test.each([
  { status: 'accept', violations: [] },
  { status: 'accept' },
  { response: 'ACCEPT' },
  { response: '**ACCEPT**\n' },
  { status: 'ok', files_created: [], files_modified: [], notes: 'All of it belongs to the task; no violations.' },
  { status: 'ok', response: 'Accept.', notes: null },
  { status: 'ok', notes: 'Nothing is outside of the task, no scope violations.' },
  { status: 'ok', notes: 'Done.' },
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
  [{ status: 'ok', notes: 'REJECT: a:1 x' }, ['REJECT: a:1 x']],
  [{ status: 'ok', notes: '**Rejected**, a:1 x' }, ['**Rejected**, a:1 x']],
  [{ response: 'Not accepted: a:1 x' }, ['Not accepted: a:1 x']],
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
  { response: '' },
  { violations: [] },
  { notes: 'fine' },
  {},
  'ACCEPT',
  null,
])('%j is no answer.', (answer) => {
  expect(scopeResultSchema.safeParse(answer).success).toBe(false);
});
