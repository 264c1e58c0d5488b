import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rulesAt } from '../../../core/stage/specs/rules-at.ts';
import { commitFiles, scratch, writeFiles } from '../../git/scratch.ts';

test('Files of rules are read as they are at the commit; one that is not there or empty is left out.', async () => {
  const { root, git, repository } = await scratch({ 'AGENTS.md': 'Be kind.\n', 'docs/style.md': ' \n' });
  writeFiles(root, { 'AGENTS.md': 'Be quick.\n', 'CLAUDE.md': 'Be loud.\n' });
  const rules = await rulesAt(git, repository.head, ['AGENTS.md', 'CLAUDE.md', './docs/style.md', 'docs']);
  expect(rules).toEqual([{ path: 'AGENTS.md', text: 'Be kind.\n' }]);
});

test('A link has the text of its file in the repository, and the same text is told once.', async () => {
  const { root, git } = await scratch({ 'docs/rules.md': 'Be kind.\n' });
  symlinkSync('docs/rules.md', join(root, 'AGENTS.md'));
  symlinkSync('AGENTS.md', join(root, 'CLAUDE.md'));
  symlinkSync('../../../../../etc/hostname', join(root, 'docs', 'outside.md'));
  const commit = commitFiles(root, { 'docs/copy.md': 'Be kind.\n' });
  const rules = await rulesAt(git, commit, [
    'AGENTS.md',
    'CLAUDE.md',
    'docs/copy.md',
    'docs/outside.md',
    '../x',
    '/etc/hostname',
  ]);
  expect(rules).toEqual([{ path: 'AGENTS.md', text: 'Be kind.\n' }]);
});
