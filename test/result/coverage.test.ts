import { describe, expect, test } from 'vitest';
import { covers, unreadFolders, type Project } from '../../core/result/coverage.ts';

const projects: readonly Project[] = [
  { name: 'root', root: '', dependsOn: [] },
  { name: 'app', root: 'apps/app', dependsOn: ['lib'] },
  { name: 'lib', root: 'libs/lib', dependsOn: ['base', 'app'] },
  { name: 'base', root: 'libs/base', dependsOn: [] },
  { name: 'other', root: 'libs/other', dependsOn: ['base'] },
  { name: 'more', root: 'libs/other-more', dependsOn: [] },
];

function unread(command: string, project = 'base'): string[] {
  return unreadFolders(projects, { project, command: command.split(' ') });
}

test.each([
  ['node apps/app/check.js', ['libs/other', 'libs/other-more']],
  ['node ./apps/app/check.js', ['libs/other', 'libs/other-more']],
  ['npm --prefix=apps/app test', ['libs/other', 'libs/other-more']],
  ['npx nx run app:test', ['libs/other', 'libs/other-more']],
  ['nx test app', ['libs/other', 'libs/other-more']],
  ['node libs/other/a.js', ['apps/app', 'libs/lib', 'libs/other-more']],
  ['node libs/other/a.js apps/app/b.js', ['libs/other-more']],
])('`%s` names its projects, and reads what they depend on.', (command, folders) => {
  expect(unread(command)).toEqual(folders);
});

test.each(['npm test', 'make check', 'node tool.js', 'nx run-many -t test -p app', 'nx affected -t test', 'echo app', 'node apps'])(
  '`%s` may read everything.',
  (command) => {
    expect(unread(command)).toEqual([]);
  },
); // prettier-ignore

test('The project of the plan is read as well, whatever the command names.', () => {
  expect(unread('node libs/base/a.js', 'other')).toEqual(['apps/app', 'libs/lib', 'libs/other-more']);
});

test('A folder with a project in it that is read is not left out.', () => {
  const nested: readonly Project[] = [
    { name: 'outer', root: 'a', dependsOn: [] },
    { name: 'inner', root: 'a/b', dependsOn: [] },
    { name: 'far', root: 'c', dependsOn: [] },
    { name: 'named', root: 'd', dependsOn: [] },
  ];
  expect(unreadFolders(nested, { project: 'inner', command: ['node', 'd/x.js'] })).toEqual(['c']);
});

describe('a proof covers', () => {
  test('all that is not left out, by whole names of folders.', () => {
    const coverage = { leftOut: ['libs/other', 'backlog.md'] };
    const paths = ['libs/other/a', 'libs/other', 'backlog.md', 'libs/other-more/a', 'backlog.md.old', 'a'];
    expect(paths.filter((path) => covers(coverage, path))).toEqual(['libs/other-more/a', 'backlog.md.old', 'a']);
  });

  test('nothing but a path, where that is all that it is about.', () => {
    const coverage = { only: ['docs'], leftOut: [] };
    expect(['docs/a', 'docs', 'docs2', 'a'].filter((path) => covers(coverage, path))).toEqual(['docs/a', 'docs']);
  });
});
