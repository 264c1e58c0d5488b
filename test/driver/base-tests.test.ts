import { expect, test, vi } from 'vitest';
import type { Texts } from '../git/scratch.ts';
import { bench, errorIn, good } from './desk.ts';
import { planPath, planText, shapeOf, writtenBy } from './shapes.ts';

// Git and node for real, on a machine that others use as well.
vi.setConfig({ testTimeout: 120_000 });

const unit = 'export const unit = 1;\n';
const old = `import assert from 'node:assert';
import { test } from 'node:test';
import { unit } from '../src/unit.mjs';
test('a unit is one', () => assert.equal(unit, 1));
`;
const broken = "import { test } from 'node:test';\ntest('was broken', () => { throw new Error('old'); });\n";

test.for<[string, Texts]>([
  ['whose exit code is 0', {}],
  ['whose exit code is that of a test that failed before', { 'test/broken.test.mjs': broken }],
])('A source that ends tests that ran before is not green in a run %s.', async ([, more]) => {
  const one = await bench({ ...planWithUnit(), 'src/unit.mjs': unit, 'test/unit.test.mjs': old, ...more });
  await one.begin();
  const prompts: string[] = [];
  const { turns, end } = await one.walk({
    implementor: (action, turn) => {
      prompts.push(action.prompt);
      const ends = `const now = process;\nnow.exit(0);\n${unit}`;
      one.write({ ...writtenBy('implementor', shapeOf(1)), 'src/unit.mjs': turn === 1 ? ends : unit });
      return good;
    },
  });
  expect(errorIn(end)).toBe('an action: done');
  expect(turns.filter((kind) => kind === 'implementor')).toHaveLength(2);
  expect(prompts[1]).toContain('test/unit.test.mjs > a unit is one');
});

/** The plan lets the first commit change the unit as well. */
function planWithUnit(): Texts {
  const own = '"src/area.mjs", "test/area.test.mjs"';
  return { [planPath]: planText().replace(own, `${own}, "src/unit.mjs"`) };
}
