import { expect, test } from 'vitest';
import { provenanceOf } from '../../core/verdict/why.ts';
import { entryOf, gateOf } from './sample.ts';

const older = { ...entryOf('1'), at: '2026-01-01T00:00:00.000Z', stage: 'older' };
const newer = { ...entryOf('1'), at: '2026-01-02T00:00:00.000Z', stage: 'newer' };
const other = { ...entryOf('2', [gateOf({ target: 'lint' })]), at: '2026-01-03T00:00:00.000Z', stage: 'other' };
const later = { ...entryOf('3'), at: '2026-01-04T00:00:00.000Z', phase: '2' };

test('Of a tree, what was asked for twice is told once, as it was said last.', () => {
  const found = provenanceOf([newer, older, other], { tree: '1'.repeat(40) });
  expect(found.map(({ entry }) => entry.stage)).toEqual(['newer']);
});

test('Of a phase, it is the tree that was judged last as a whole.', () => {
  const only = { targets: ['test'] };
  const partial = { ...entryOf('4'), at: '2026-01-05T00:00:00.000Z', input: { ...entryOf('4').input, only } };
  const found = provenanceOf([older, newer, other, later, partial], { phase: '1' });
  expect(found.map(({ entry }) => entry.stage)).toEqual(['other']);
});

test('A gate is called by its target, or with its project.', () => {
  const tree = '2'.repeat(40);
  expect(provenanceOf([other], { tree, gate: 'lint' })).toMatchObject([{ gates: [{ target: 'lint' }] }]);
  expect(provenanceOf([other], { tree, gate: 'demo:lint' })).toMatchObject([{ gates: [{ target: 'lint' }] }]);
  expect(provenanceOf([other], { tree, gate: 'test' })).toEqual([]);
});
