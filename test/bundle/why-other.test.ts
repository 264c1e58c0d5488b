import { expect, test } from 'vitest';
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

test('A bundle is of what a person has named, in whatever words, or is refused.', async () => {
  const { user, manifest } = await bundled();
  const second = planText('open').replace('# Implementation plan\n', '').replace('Phase 1 — Start', 'Phase 2 — Go on');
  userGit(user.root, 'checkout', '--quiet', '-B', 'looked-at', manifest.base);
  commitFiles(user.root, { [planPath]: `${planText('open')}\n${second.replace('| 1.1 |', '| 2.1 |')}` });
  const found = await Promise.all(cases.map(async ([named]) => [named, await whyOther(user.git, manifest, named)]));
  expect(found).toEqual(cases);
});
