import { mkdirSync, realpathSync, lstatSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isInside, type Links } from '../../../core/agent/acp/inside.ts';
import { temporaryFolder } from '../../host/temporary.ts';

const links: Links = {
  realPath: (path) => {
    try {
      return realpathSync(path);
    } catch {
      return undefined;
    }
  },
  isLink: (path) => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false,
};

/** A folder `work` with links of all kinds, and its neighbour `work-2`. */
function folder(): string {
  const base = temporaryFolder();
  const work = join(base, 'work');
  mkdirSync(join(work, 'sub'), { recursive: true });
  mkdirSync(join(base, 'work-2'));
  writeFileSync(join(work, '.git'), 'gitdir: elsewhere\n');
  symlinkSync('../work-2', join(work, 'out'));
  symlinkSync('sub', join(work, 'in'));
  symlinkSync('../work-2/not-there', join(work, 'dangling'));
  symlinkSync('.git', join(work, 'disguise'));
  symlinkSync(work, join(base, 'way'));
  return base;
}

test.each(['a.txt', 'sub', 'sub/new/deep.txt', 'in/a.txt', './sub/../a.txt', '..a', '.github/x', '', '../way/a.txt'])(
  '%j is inside.',
  (path) => {
    const base = folder();
    expect(isInside(path, join(base, 'work'), links)).toBe(true);
    expect(isInside(join(base, 'work', path), join(base, 'way'), links)).toBe(true);
  },
);

test.each([
  '..',
  '../work-2',
  '../work-2/new.txt',
  '/',
  '/etc/passwd',
  'out',
  'out/new.txt',
  'in/../../work-2',
  'dangling',
  'dangling/more',
  '.git',
  '.GIT/config',
  'sub/.git/hooks/x',
  'disguise',
])('%j is not inside.', (path) => {
  expect(isInside(path, join(folder(), 'work'), links)).toBe(false);
});
