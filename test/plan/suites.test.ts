import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { decodeBytes } from '../../core/host/bytes.ts';
import { parseToml } from '../../core/plan/formats/toml-tree.ts';
import { readPlan } from '../../core/plan/read.ts';

/*
 * The files that parsers of TOML and JSON are tested with, where a folder has clones of them:
 * github.com/toml-lang/toml-test and github.com/nst/JSONTestSuite.
 */
const suites = process.env['PHASEWRIGHT_SUITES'];

const known = Object.getOwnPropertyNames(Object.prototype);

test.runIf(suites)('TOML is read where it is valid, and refused with its place where it is not.', () => {
  const folder = join(suites ?? '', 'toml-test/tests');
  const files = readFileSync(join(folder, 'files-toml-1.1.0'), 'utf8').split('\n');
  const wrong = files
    .filter((path) => path.endsWith('.toml'))
    .filter((path) => {
      const content = decodeBytes(readFileSync(join(folder, path)));
      const parsed = parseToml(content);
      const { problems } = readPlan('implementation-plan.toml', content);
      if (path.startsWith('valid/')) return 'error' in parsed;
      return !problems.some(({ rule, at }) => rule === 'plan-syntax' && at.line >= 1 && at.column >= 1);
    });
  expect(files.length).toBeGreaterThan(500);
  expect(wrong).toEqual([]);
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(known);
});

test.runIf(suites)('JSON is read where it is valid, and refused with its place where it is not.', () => {
  const files = globSync(join(suites ?? '', 'JSONTestSuite/test_parsing/*.json'));
  const wrong = files.filter((path) => {
    const content = decodeBytes(readFileSync(path));
    const refused = readPlan('.taskmaster/tasks/tasks.json', content).problems.some(
      ({ rule, at }) => rule === 'plan-syntax' && at.line >= 1 && at.column >= 1,
    );
    const [kind] = basename(path);
    return (kind === 'y' && refused) || (kind === 'n' && !refused);
  });
  expect(files.length).toBeGreaterThan(300);
  expect(wrong.map((path) => basename(path))).toEqual([]);
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(known);
});
