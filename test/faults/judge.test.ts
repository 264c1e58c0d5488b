import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Drive } from '../../scripts/faults/drive-phase.ts';
import {
  breachesOf,
  breachesOnDisk,
  breachesThere,
  endOf,
  type Both,
  type End,
  type Undisturbed,
} from '../../scripts/faults/judge.ts';
import { makeWorld, worldIn } from '../../scripts/faults/phase-world.ts';
import { commitFiles, userGit } from '../git/scratch.ts';
import { temporaryFolder } from '../host/temporary.ts';

const end: End = { tree: 'aa', commits: 'One | 1.1\nTwo | 1.2', claims: '' };
const whole: Undisturbed = { calls: 100, writes: 120, agentCalls: 6, end };

function driven(about: Partial<Drive>): Drive {
  const last = { what: 'ended', outcome: 'landed', calls: 50, writes: 60 } as const;
  return { wasKilled: false, agentCalls: 3, ready: 800, last, complaint: '', ...about };
}

const well: Both = {
  first: driven({ wasKilled: true, agentCalls: 4, last: { what: 'agent' } }),
  second: driven({}),
  end,
};

test('A run that goes on to the same end, with one call made again, is well; so is one that finds all done.', () => {
  expect(breachesOf(well, whole)).toEqual([]);
  const last = { what: 'refused', reason: 'nothing-to-do', message: 'Done.' } as const;
  expect(breachesOf({ ...well, second: driven({ agentCalls: 2, ready: undefined, last }) }, whole)).toEqual([]);
});

test.each<[string, Partial<Both>, RegExp]>([
  ['lost a commit', { end: { ...end, commits: 'One | 1.1' } }, /^other commits:\nOne \| 1\.1\nnot:/],
  ['doubled a commit', { end: { ...end, commits: `${end.commits}\nTwo | 1.2` } }, /^other commits:/],
  ['took them in another order', { end: { ...end, commits: 'Two | 1.2\nOne | 1.1' } }, /^other commits:/],
  ['came to another tree', { end: { ...end, tree: 'bb' } }, /^another tree: bb, not aa/],
  ['left a claim', { end: { ...end, claims: 'refs/phasewright/demo/1/claim/phase' } }, /^claims are left: refs/],
  ['landed nothing', { end: undefined }, /^the second run did not land it/],
  ['stopped', { second: driven({ last: { what: 'ended', outcome: 'stopped', calls: 9, writes: 10 } }) }, /did not land it: .*stopped/],
  ['was refused', { second: driven({ last: { what: 'refused', reason: 'claimed', message: 'By another.' } }) }, /did not land it: .*claimed/],
  ['ended without a word', { second: driven({ last: undefined, complaint: 'boom' }) }, /did not land it: .*boom/],
  ['repeated two calls', { second: driven({ agentCalls: 4 }) }, /^2 calls of agents were repeated/],
  ['was long in coming', { second: driven({ ready: 5001 }) }, /^it took 5001 ms/],
  ['never said that it was ready', { second: driven({ ready: undefined }) }, /^it took Infinity ms/],
  ['was not killed', { first: driven({}) }, /^it was not killed/],
])('A run that %s is told.', (_what, about, breach) => {
  expect(breachesOf({ ...well, ...about }, whole)).toEqual([expect.stringMatching(breach)]);
}); // prettier-ignore

const full = 'Unexpected trouble: the disk is full. Free some space there, then run the same command again.';

test.each<[string, Partial<Drive>, RegExp[]]>([
  ['says what to do', { last: { what: 'refused', reason: 'disk', message: full } }, []],
  ['landed all the same', {}, []],
  ['says nothing', { last: { what: 'ended', outcome: 'failed', calls: 50, writes: 60 } }, [/^it did not end by itself/]],
  ['ends with a bug', { last: { what: 'agent' }, complaint: 'Internal error: boom' }, [/^it did not end by itself/]],
])('Of a run on a disk that fails, which %s.', (_what, first, breaches) => {
  const both = { ...well, first: driven(first) };
  expect(breachesOnDisk(both, whole)).toEqual(breaches.map((breach) => expect.stringMatching(breach)));
}); // prettier-ignore

test.each<[string, Partial<Drive>, End | undefined, RegExp[]]>([
  ['came to the same', { agentCalls: 0 }, end, []],
  ['paid again', { agentCalls: 2 }, end, [/^there: another machine called agents again: 2 times/]],
  ['landed nothing', { agentCalls: 0 }, undefined, [/^there: another machine did not land it/]],
  ['came to other commits', { agentCalls: 0 }, { ...end, commits: 'One | 1.1' }, [/^there: other commits:/]],
])('Of another machine that %s.', (_what, about, there, breaches) => {
  expect(breachesThere(driven(about), there, end)).toEqual(breaches.map((breach) => expect.stringMatching(breach)));
}); // prettier-ignore

test('The end is read from the branch: commits by their tasks, the tree, and claims.', () => {
  const { root } = worldIn(temporaryFolder());
  makeWorld(join(root, '..'), ['1.1', '1.5']);
  expect(endOf(root)).toBeUndefined();
  userGit(root, 'switch', '--quiet', '--create', 'phase/1');
  commitFiles(root, { 'a.txt': 'a' }, 'One\n\nTask: 1.1');
  commitFiles(root, { 'b.txt': 'b' }, 'Two\n\nTask: 1.5');
  const both = endOf(root);
  expect(both).toMatchObject({ commits: 'One | 1.1\nTwo | 1.5', claims: '' });
  userGit(root, 'reset', '--quiet', '--soft', 'main');
  userGit(root, 'commit', '--quiet', '--message=One\n\nTask: 1.1');
  userGit(root, 'update-ref', 'refs/phasewright/demo/1/claim/phase', 'HEAD');
  const claims = 'refs/phasewright/demo/1/claim/phase';
  expect(endOf(root)).toEqual({ tree: both?.tree, commits: 'One | 1.1', claims });
});
