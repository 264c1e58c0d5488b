import { lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lintRoot } from '../../cli/lint-root.ts';
import { placeIn } from '../../core/lint/context.ts';
import { defineRule } from '../../core/lint/rule.ts';
import { writeFiles } from '../git/scratch.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';

/** One dot is enough; it takes one of several away at a time. */
const oneDot = defineRule({
  id: 'one-dot',
  recommended: 'warning',
  check({ passages }, report) {
    for (const { file, lines } of passages) {
      for (const line of lines) {
        const at = line.text.indexOf('..');
        if (at < 0) continue;
        const start = line.start + at;
        const fix = { path: file.path, start, end: start + 2, text: '.' };
        report({ message: 'Unexpected dots', ...placeIn(file.path, line, at, at + 2), fix });
      }
    }
  },
});

async function lintAndFix(root: string, files: readonly string[]) {
  const asked = { fix: true, phase: undefined, preset: undefined };
  const linted = await lintRoot(hostWith(), { root, files }, asked, [oneDot]);
  if (!linted.ok) throw new Error(linted.failure.message);
  return linted.value;
}

test('Fixes are written until none is left, and nothing else in the file changes.', async () => {
  const root = temporaryFolder();
  writeFiles(root, { 'a.md': '\uFEFF是....\r\n  b..  \n\n\tc', 'b.md': 'fine' });
  const before = lstatSync(join(root, 'b.md')).mtimeMs;
  const { fixed, report, contents } = await lintAndFix(root, ['a.md', 'b.md']);
  expect(fixed).toBe(4);
  expect(report.diagnostics).toEqual([]);
  expect(readFileSync(join(root, 'a.md'), 'utf8')).toBe('\uFEFF是.\r\n  b.  \n\n\tc');
  expect(contents.get('a.md')).toBe('\uFEFF是.\r\n  b.  \n\n\tc');
  expect(lstatSync(join(root, 'b.md')).mtimeMs).toBe(before);
});

test('What is suppressed is not fixed.', async () => {
  const root = temporaryFolder();
  const text = '<!-- phasewright-disable-next-line one-dot: a quotation -->\na..\n';
  writeFiles(root, { 'a.md': text });
  expect((await lintAndFix(root, ['a.md'])).fixed).toBe(0);
  expect(readFileSync(join(root, 'a.md'), 'utf8')).toBe(text);
});

test('A link stays a link, and bytes that are no text stay as they are.', async () => {
  const root = temporaryFolder();
  writeFiles(root, { 'a.md': 'a..\n' });
  symlinkSync('a.md', join(root, 'link.md'));
  const bytes = Buffer.from([0x61, 0xff, 0x2e, 0x2e, 0x0a]);
  writeFileSync(join(root, 'b.md'), bytes);
  const { fixed, report } = await lintAndFix(root, ['link.md', 'b.md']);
  expect(fixed).toBe(2);
  expect(report.diagnostics).toEqual([]);
  expect(lstatSync(join(root, 'link.md')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(root, 'a.md'), 'utf8')).toBe('a.\n');
  expect(readFileSync(join(root, 'b.md'))).toEqual(Buffer.from([0x61, 0xff, 0x2e, 0x0a]));
});
