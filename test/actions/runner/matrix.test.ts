import { expect, test } from 'vitest';
import { matrixLegs } from './matrix.ts';

test('include joins the legs whose own values it leaves, and else is a leg', () => {
  expect(
    matrixLegs({
      os: ['a', 'b'],
      node: [1, 2],
      exclude: [{ os: 'b', node: 2 }],
      include: [{ more: 1 }, { os: 'a', more: 2 }, { os: 'c' }, { os: 'b', node: 1, more: 3, last: true }],
    }),
  ).toEqual([
    { os: 'a', node: 1, more: 2 },
    { os: 'a', node: 2, more: 2 },
    { os: 'b', node: 1, more: 3, last: true },
    { os: 'c' },
  ]);
});

test('include alone is a list of legs', () => {
  expect(matrixLegs({ include: [{ task: 1 }, { task: 2 }] })).toEqual([{ task: 1 }, { task: 2 }]);
});

test.each([
  [{ include: [] }, 'Matrix vector does not contain any values'],
  [{ task: [] }, "Matrix vector 'task' does not contain any values"],
  [{ task: 'one' }, "Matrix vector 'task' does not contain any values"],
  [{ task: [1], exclude: [{ task: 1 }] }, 'Matrix vector does not contain any values'],
  [{ include: 'one' }, "Matrix 'include' is no list of mappings"],
  ['one', 'The matrix is no mapping'],
  [{ a: Array.from({ length: 257 }, (_, index) => index) }, 'The matrix makes 257 jobs, GitHub allows 256'],
])('%j fails', (matrix, message) => {
  expect(() => matrixLegs(matrix)).toThrow(message);
});
