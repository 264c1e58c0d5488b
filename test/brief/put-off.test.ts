import { expect, test } from 'vitest';
import type { Brief } from '../../core/brief/brief.ts';
import { isPutOff } from '../../core/brief/put-off.ts';
import { taskBrief } from './sample.ts';

const path = 'test/sum.test.ts';
const brief = { ...taskBrief, id: '9', text: 'Sums are lazy now. test/sum.test.ts is disabled until 9a.' };
const later: Brief = { ...taskBrief, id: '9a', text: 'Sums in full', files: [path], tests: [] };
const other = { ...later, id: '9b' };

test.each([
  ["it.skip('adds', add); // until 9a"],
  ['# re-enabled in commit 9a\n@pytest.mark.skip'],
  ['t.Skip("re-enabled by task 9a")'],
  ['#[ignore = "until `9a`"]'],
])('A test may be disabled until a later task that lists it: %s.', (around) => {
  expect(isPutOff({ path, around }, { brief, later: [other, later] })).toBe(true);
});

test('A later task lists a test by its file, by its words, or by the name of the test.', () => {
  const around = "it.skip('adds', add); // until 9a";
  const isFine = (own: Partial<typeof later>): boolean =>
    isPutOff({ path, around }, { brief, later: [{ ...later, files: [], ...own }] });
  expect([isFine({}), isFine({ files: ['test/**'] })]).toEqual([false, false]);
  expect([isFine({ text: 'Enable sum.test.ts again.' }), isFine({ tests: ['adds'] })]).toEqual([true, true]);
});

test.each([
  ['names no task', "it.skip('adds', add)", brief, [later]],
  ['names a task that is not later', "it.skip('adds', add); // until 9a", brief, [other]],
  ['names a task that this one does not', "it.skip('adds', add); // until 9b", brief, [other, later]],
  ['is not asked for', "it.skip('adds', add); // until 9a", { ...brief, text: 'Sums are lazy now.' }, [later]],
])('A test may not be disabled where it %s.', (_, around, own, all) => {
  expect(isPutOff({ path, around }, { brief: own, later: all })).toBe(false);
});
