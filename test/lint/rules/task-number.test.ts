import { expect, test } from 'vitest';
import { complain } from '../complain.ts';

const said = (text: string): number => complain('task-number', { 'openspec/changes/a/tasks.md': text }).length;

test('Numbers are those of a group only where groups have one.', () => {
  expect(said('## 2. A\n\n- [ ] 1.1 x\n')).toBe(1);
  expect(said('## Phase 2: A\n\n- [ ] 1.1 x\n')).toBe(0);
});
