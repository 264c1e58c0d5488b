import { expect, test } from 'vitest';
import type { Diagnostic } from '../../core/lint/diagnostic.ts';
import { applyFixes, fixFiles } from '../../core/lint/fix.ts';

function fix(start: number, end: number, text: string, path = 'a.md') {
  return { path, start, end, text };
}

function complaint(own: ReturnType<typeof fix>): Diagnostic {
  return { rule: 'r', severity: 'warning', message: 'm', at: { path: own.path, line: 1, column: 1 }, fix: own };
}

/** Makes one `a` of two. */
const shorten = (files: readonly { path: string; content: string }[]) =>
  files.flatMap(({ path, content }) => {
    const at = content.indexOf('aa');
    return at < 0 ? [] : [complaint(fix(at, at + 2, 'a', path))];
  });

/** Has never enough. */
const flip = ([file]: readonly { path: string; content: string }[]) => [
  complaint(fix(0, 1, file?.content === 'a' ? 'b' : 'a')),
];

test('Fixes are applied in order; one that overlaps or touches the one before waits.', () => {
  expect(applyFixes('abcdef', [fix(4, 5, 'E!'), fix(0, 1, 'A')])).toEqual({ content: 'AbcdE!f', applied: 2 });
  expect(applyFixes('abcdef', [fix(0, 3, 'X'), fix(2, 4, 'Y')])).toEqual({ content: 'Xdef', applied: 1 });
  expect(applyFixes('abcdef', [fix(0, 1, 'X'), fix(1, 2, 'Y')])).toEqual({ content: 'Xbcdef', applied: 1 });
  expect(applyFixes('ab', [fix(1, 1, '-'), fix(1, 1, '-')])).toEqual({ content: 'a-b', applied: 1 });
  expect(applyFixes('ab', [fix(1, 9, '-')])).toEqual({ content: 'ab', applied: 0 });
});

test('All other characters stay: byte order mark, line endings, blanks at the end.', () => {
  const content = '\uFEFFone  \r\ntwo\t\n\n\n';
  expect(applyFixes(content, [fix(8, 11, '2')]).content).toBe('\uFEFFone  \r\n2\t\n\n\n');
});

test('Files are linted again until nothing is left to fix.', () => {
  const files = [
    { path: 'a.md', content: 'aaaa' },
    { path: 'b.md', content: 'b' },
  ];
  expect(fixFiles(files, shorten)).toEqual({
    files: [
      { path: 'a.md', content: 'a' },
      { path: 'b.md', content: 'b' },
    ],
    count: 3,
  });
});

test('Fixes that take each other back come to an end.', () => {
  expect(fixFiles([{ path: 'a.md', content: 'a' }], flip).count).toBe(10);
});
