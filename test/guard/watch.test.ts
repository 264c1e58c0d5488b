import { expect, test } from 'vitest';
import { nothing, together, type Found } from '../../core/guard/watch.ts';

const blind = (): Promise<Found> => Promise.reject(new Error('Internal error: git ended with 128'));
const stuck = (): Promise<Found> =>
  Promise.resolve({ ...nothing, undo: () => Promise.reject(new Error('Internal error: no way back')) });

test('A look that fails is a violation, and keeps no other from looking or from putting back.', async () => {
  const undone: string[] = [];
  const seen = (name: string) => () =>
    Promise.resolve({ ...nothing, violations: [name], undo: () => Promise.resolve(void undone.push(name)) });

  const found = await together([seen('a'), blind, stuck, seen('b')])();

  expect(found.violations).toEqual([
    'a',
    'something cannot be looked at any more: Internal error: git ended with 128',
    'b',
  ]);
  await expect(found.undo()).rejects.toThrow('no way back');
  expect(undone).toEqual(['a', 'b']);
});
