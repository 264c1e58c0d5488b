import { expect, test } from 'vitest';
import type { Manifest } from '../../core/bundle/manifest.ts';
import { whyOther, type Named } from '../../core/bundle/why-other.ts';
import { planPath, planText } from '../stage/land/landable.ts';
import { commitFiles, userGit } from '../git/scratch.ts';
import { bundled } from './bundled.ts';

const cases: readonly (readonly [named: Named, why: unknown])[] = [
  [{}, undefined],
  [{ project: 'demo', plan: 'demo', phase: '1' }, undefined],
  [{ plan: `./${planPath}` }, undefined],
  [{ phase: 'phase 1' }, undefined],
  [{ phase: 'start' }, undefined],
  [{ phase: 'next' }, undefined],
  [{ project: 'other' }, expect.stringMatching(/^it is of project "demo", and "other" was asked for$/)],
  [{ plan: 'specs/other.md' }, expect.stringMatching(/^it is of plan "demo", and "specs\/other\.md" was asked for$/)],
  [{ phase: '2' }, expect.stringMatching(/^it is of phase "1", and "2" was asked for$/)],
  [{ phase: 'go on' }, expect.stringMatching(/^it is of phase "1", and "2" was asked for$/)],
  [{ phase: '3' }, expect.stringMatching(/^which phase "3" is cannot be found out: Unexpected phase "3"/)],
];

test('What says that it is of a project is of no other one’s plan, whatever was named.', async () => {
  const { user, manifest } = await bundled();
  const why = async (plan: Manifest['plan'], named: Named = {}) =>
    await whyOther(user.git, { ...manifest, plan }, named);
  const path = 'demo/specs/91-impl-plan.md';
  expect(await why({ id: 'billing', path })).toMatch(
    /^it is of plan "billing", and no plan of demo at demo\/.* has that/,
  );
  expect(await why({ id: 'billing', path: planPath }, { plan: planPath })).toMatch(/^it is of plan "billing"/);
  expect(await why({ id: 'demo-billing', path: planPath }, { plan: planPath })).toMatch(
    /^it is of plan "demo-billing"/,
  );
  expect(await why({ id: 'demo-e2e', path: 'e2e/implementation-plan.toml' })).toMatch(/^it is of plan "demo-e2e", and/);
  userGit(user.root, 'checkout', '--quiet', '-B', 'looked-at');
  commitFiles(user.root, { 'a/implementation-plan.toml': '', [path]: '' });
  expect(await why({ id: 'demo', path: 'a/implementation-plan.toml' })).toMatch(/^it is of plan "demo", and no/);
  expect(await why({ id: 'demo-a', path: 'a/implementation-plan.toml' })).toBeUndefined();
  expect(await why({ id: 'demo-91-impl-plan', path })).toBeUndefined();
});

test('A bundle is of what a person has named, in whatever words, or is refused.', async () => {
  const { user, manifest } = await bundled();
  const second = planText('open').replace('# Implementation plan\n', '').replace('Phase 1 — Start', 'Phase 2 — Go on');
  userGit(user.root, 'checkout', '--quiet', '-B', 'looked-at', manifest.base);
  commitFiles(user.root, { [planPath]: `${planText('open')}\n${second.replace('| 1.1 |', '| 2.1 |')}` });
  const found = await Promise.all(cases.map(async ([named]) => [named, await whyOther(user.git, manifest, named)]));
  expect(found).toEqual(cases);
});
