import { describe, expect, test } from 'vitest';
import { applied, revert, type Change } from '../../../core/plan/edit/change.ts';

const path = 'todo.md';

/** The text after the change, which must be what reverting it starts from. */
function there(content: string, change: Change): string {
  const after = applied(path, content, change);
  if (!after.ok) throw new Error(after.failure.message);
  expect(revert(path, after.value, change)).toEqual({ ok: true, value: content });
  return after.value;
}

describe('a change', () => {
  test.each<[string, string, Change, string]>([
    ['one line', 'a\nb\nc\n', [{ line: 2, before: 'b\n', after: 'B\n' }], 'a\nB\nc\n'],
    ['the last line without a newline', 'a\r\nb', [{ line: 2, before: 'b', after: 'c\r\nd' }], 'a\r\nc\r\nd'],
    ['the first line behind a byte order mark', '\uFEFFa\n', [{ line: 1, before: 'a\n', after: 'b\n' }], '\uFEFFb\n'],
    ['a file that is empty', '', [{ line: 1, before: '', after: 'a\n' }], 'a\n'],
    [
      'lines that become more and fewer',
      'a\nb\nc\nd\n',
      [
        { line: 1, before: 'a\n', after: 'a\n1\n2\n' },
        { line: 2, before: 'b\nc\n', after: 'b\n' },
        { line: 4, before: 'd\n', after: 'D\n' },
      ],
      'a\n1\n2\nb\nD\n',
    ],
  ])('of %s is made, and taken back to the byte.', (_what, content, change, expected) => {
    expect(there(content, change)).toBe(expected);
  });

  test.each<[string, string]>([
    ['the line is another one', 'a\nx\nc\n'],
    ['the line is longer', 'a\nbb\nc\n'],
    ['the line has another ending', 'a\nb\r\nc\n'],
    ['the line has lost its ending', 'a\nb'],
    ['the file is too short', 'a\n'],
    ['the file is empty', ''],
  ])('is refused where %s.', (_what, content) => {
    const change = [
      { line: 1, before: 'a\n', after: 'A\n' },
      { line: 2, before: 'b\n', after: 'B\n' },
    ];
    expect(applied(path, content, content === '' ? change.slice(0, 1) : change)).toMatchObject({
      ok: false,
      failure: { reason: 'plan-changed', at: { path } },
    });
  });

  test('without an ending is refused where the file goes on.', () => {
    expect(applied(path, 'ab', [{ line: 1, before: 'a', after: 'x' }])).toMatchObject({ ok: false });
    expect(applied(path, 'a', [{ line: 1, before: '', after: 'x' }])).toMatchObject({ ok: false });
  });

  test('of one line twice is refused.', () => {
    const once = { line: 1, before: 'a\n', after: 'b\n' };
    expect(applied(path, 'a\n', [once, once])).toMatchObject({ ok: false, failure: { reason: 'plan-changed' } });
  });

  test('is not taken back from a file that somebody has gone on with there.', () => {
    const change = [{ line: 1, before: 'a\n', after: 'b\n' }];
    const [refused] = [revert(path, 'c\n', change)];
    expect(refused).toMatchObject({
      failure: {
        message: 'Unexpected line "c", expected "b" as it was read; the file has changed since, so read it again',
      },
    });
  });
});

test('A message shows the start of a long line.', () => {
  const refused = applied(path, 'x'.repeat(1_000), [{ line: 1, before: 'a', after: 'b' }]);
  expect(refused).toMatchObject({ failure: { message: expect.stringContaining(`"${'x'.repeat(100)}…"`) } });
});
