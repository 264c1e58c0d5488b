import { expect, test } from 'vitest';
import { isGrave, runsPrograms } from '../../core/git/runs-programs.ts';

test.each([
  ['core.fsmonitor', 'x'],
  ['core.hookspath', 'x'],
  ['core.sshcommand', 'x'],
  ['core.pager', 'x'],
  ['core.editor', 'x'],
  ['core.attributesfile', 'x'],
  ['alias.st', 'status'],
  ['filter.x.clean', 'x'],
  ['diff.external', 'x'],
  ['diff.x.textconv', 'x'],
  ['merge.x.driver', 'x'],
  ['merge.default', 'x'],
  ['credential.https://example.com.helper', 'x'],
  ['gpg.ssh.program', 'x'],
  ['include.path', 'x'],
  ['includeif.gitdir:/x.path', 'x'],
  ['pager.status', 'x'],
  ['uploadpack.packobjectshook', 'x'],
  ['remote.x.uploadpack', 'x'],
  ['remote.x.url', 'ext::sh -c x'],
  ['some.new.key', '!sh -c x'],
])('%s can run a program.', (key, value) => {
  expect(runsPrograms({ place: 'repository', key, value })).toBe(true);
});

test.each([
  ['user.email', 'ada@example.com'],
  ['branch.main.remote', 'origin'],
  ['branch.main.merge', 'refs/heads/main'],
  ['branch.main.vscode-merge-base', 'origin/main'],
  ['remote.origin.url', 'git@example.com:x/y.git'],
  ['remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*'],
  ['remote.origin.gh-resolved', 'base'],
  ['push.default', 'current'],
  ['core.autocrlf', 'input'],
  ['lfs.repositoryformatversion', '0'],
])('%s runs nothing.', (key, value) => {
  expect(runsPrograms({ place: 'repository', key, value })).toBe(false);
});

test.each([
  ['remote.origin.pushurl', true],
  ['http.sslverify', true],
  ['http.https://example.com.curloptresolve', true],
  ['filter.x.clean', true],
  ['remote.origin.url', false],
  ['remote.pushdefault', false],
  ['user.email', false],
])('%s is something that a person has to look at: %s.', (key, grave) => {
  expect(isGrave({ place: 'repository', key, value: 'x' })).toBe(grave);
});
