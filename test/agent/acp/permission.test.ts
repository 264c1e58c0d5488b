import { expect, test } from 'vitest';
import { answerOf, decide, type Rules } from '../../../core/agent/acp/permission.ts';

const rules: Rules = { access: 'write', allow: [], isInside: (path) => !path.startsWith('/') };
const tool = (kind: string | undefined, ...paths: string[]) => ({
  toolCallId: 't',
  kind,
  locations: paths.map((path) => ({ path })),
});

test.each(['edit', 'delete', 'move', 'read', 'search'])('A writer may %s in its worktree.', (kind) => {
  expect(decide(tool(kind, 'a', 'b'), rules)).toEqual({ isAllowed: true });
});

test.each(['read', 'search', 'think'])('A reader may %s in its worktree.', (kind) => {
  expect(decide(tool(kind, 'a'), { ...rules, access: 'read' })).toEqual({ isAllowed: true });
});

test.each<[string | undefined, string[], string]>([
  ['edit', ['a', '/etc/passwd'], '/etc/passwd is not in its worktree'],
  ['read', ['/etc/passwd'], '/etc/passwd is not in its worktree'],
  ['edit', [], 'it names no place'],
  ['read', [], 'it names no place'],
  ['execute', ['a'], 'option allow does not name it'],
  ['fetch', [], 'option allow does not name it'],
  ['conjure', ['a'], 'option allow does not name it'],
  [undefined, ['a'], 'option allow does not name it'],
])('A writer may not %s %j.', (kind, paths, why) => {
  expect(decide(tool(kind, ...paths), rules)).toEqual({ isAllowed: false, why });
});

test.each(['edit', 'delete', 'move', 'execute', 'other', 'conjure'])(
  'A reader may not %s, whatever the option allows.',
  (kind) => {
    const decision = decide(tool(kind, 'a'), { ...rules, access: 'read', allow: ['execute', 'fetch', 'other'] });
    expect(decision).toEqual({ isAllowed: false, why: 'its role only reads' });
  },
);

test.each(['execute', 'fetch', 'other'] as const)(
  'A writer may %s where the option allows it, and not elsewhere.',
  (kind) => {
    expect(decide(tool(kind), { ...rules, allow: [kind] })).toEqual({ isAllowed: true });
    expect(decide(tool(kind, '/outside'), { ...rules, allow: [kind] })).toMatchObject({ isAllowed: false });
  },
);

test('A reader may fetch where the option allows it.', () => {
  expect(decide(tool('fetch'), { ...rules, access: 'read', allow: ['fetch'] })).toEqual({ isAllowed: true });
});

test('The file of a difference counts like one that is named as the place.', () => {
  const content = [{ type: 'diff', path: '/etc/passwd' }];
  expect(decide({ ...tool('edit', 'a'), content }, rules)).toMatchObject({ isAllowed: false });
});

test.each<[boolean, string[], object]>([
  [true, ['allow_always', 'allow_once', 'reject_once'], { outcome: 'selected', optionId: 'allow_once' }],
  [true, ['allow_always', 'reject_once'], { outcome: 'cancelled' }],
  [false, ['reject_always', 'allow_once', 'reject_once'], { outcome: 'selected', optionId: 'reject_once' }],
  [false, ['allow_once', 'reject_always'], { outcome: 'selected', optionId: 'reject_always' }],
  [false, ['allow_once'], { outcome: 'cancelled' }],
])('Allowed: %s, of %j, is answered with %j.', (isAllowed, kinds, outcome) => {
  const options = kinds.map((kind) => ({ optionId: kind, kind }));
  const decision = isAllowed ? { isAllowed } : { isAllowed, why: '' };
  expect(answerOf({ toolCall: { toolCallId: 't' }, options }, decision)).toEqual({ outcome });
});
