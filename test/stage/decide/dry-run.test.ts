import { join } from 'node:path';
import { expect, test } from 'vitest';
import { phaseRecord } from '../../../core/stage/decide/bind.ts';
import { decide } from '../../../core/stage/decide/decide.ts';
import type { Decision } from '../../../core/stage/decide/decision.ts';
import { describeDecision } from '../../../core/stage/decide/dry-run.ts';
import { readPhaseRecord } from '../../../core/stage/phase-record.ts';
import { scratch, userGit } from '../../git/scratch.ts';

const path = 'apps/site/specs/91-impl-plan.md';
const projects = [
  { name: 'site', root: 'apps/site', dependsOn: ['ui'] },
  { name: 'ui', root: 'libs/ui', dependsOn: [] },
  { name: 'api', root: 'apps/api', dependsOn: [] },
];

/** A phase with these rows: id, task, what it depends on, files, status. */
async function decided(...rows: readonly string[]): Promise<Decision> {
  return await decidedIn(rows, {}, () => undefined);
}

async function decidedIn(
  rows: readonly string[],
  written: object,
  before: (root: string) => unknown,
): Promise<Decision> {
  const head = '| # | Task | Depends on | Files | Status | Spec |\n| --- | --- | --- | --- | --- | --- |\n';
  const { host, root } = await scratch({
    [path]: `## Phase 1 — Input\n\n${head}${rows.map((row) => `| ${row} | — |\n`).join('')}\n**Exit criteria**:\n\n- All gates pass.\n`,
  });
  before(root);
  const agent = { driver: 'command', command: ['true'] };
  // Whether the tests run in a CI without a token is nothing to this one.
  const found = await decide(
    { ...host, env: { ...host.env, CI: undefined } },
    {
      workspace: root,
      project: 'site',
      projectRoot: 'apps/site',
      plans: [path],
      rebase: false,
      projects,
      targets: ['test'],
      options: [
        { from: 'test', written: { implementer: agent, reviewer: agent, polish: 'off', parallel: 2, ...written } },
      ],
    },
  );
  if (!found.ok) throw new Error(found.failure.message);
  return found.value;
}

test('What runs one after the other is said before anything runs, with the reason.', async () => {
  const found = await decided(
    '1.1 | Button | — | `libs/ui/button.ts` | open',
    '1.2 | Page, in `src/page.ts` | — | | open',
    '1.3 | Server | — | `apps/api/main.ts` | open',
    '1.4 | Words | — | | open',
    '1.5 | Old button | — | `libs/ui/old.ts` | done',
  );
  expect(await describeDecision(found)).toContain(`
Side by side, at most 2 at a time:
  1.2 after 1.1
      1.1 touches libs/ui/button.ts of project ui, on which project site with apps/site/src/page.ts of 1.2 depends (guessed from what the tasks speak of)
  1.4
      nothing says what it touches, so nothing but dependencies orders it

Then: `);
  expect(found.tasks.map(({ id, dependsOn, after }) => [id, dependsOn, after])).toEqual([
    ['1.1', [], []],
    ['1.2', [], ['1.1']],
    ['1.3', [], []],
    ['1.4', [], []],
  ]);
  expect(readPhaseRecord(JSON.stringify(phaseRecord(found, 'run')))?.tasks).toEqual(found.tasks);
});

test('Nothing is said where every task needs the one before it.', async () => {
  const found = await decided(
    '1.1 | Button | — | `libs/ui/button.ts` | open',
    '1.2 | Page | 1.1 | `apps/site/page.ts` | open',
  );
  expect(found.forecast).toEqual({ orderings: [], together: [], unknown: [] });
  expect(await describeDecision(found)).not.toContain('Side by side');
});

test('Whether a phase is shared, through which remote and how that is turned off, is said before anything is done.', async () => {
  const row = ['1.1 | Button | — | `libs/ui/button.ts` | open'];
  const [claims, remote] = [{ claims: 'auto' }, 'remote.git'];
  const begin = (root: string): void => {
    userGit(root, 'init', '--quiet', '--bare', remote);
    userGit(root, 'remote', 'add', 'origin', join(root, remote));
  };
  const pushed = await decidedIn(row, claims, (root) => {
    begin(root);
    userGit(root, 'push', '--quiet', 'origin', 'main');
  });
  expect(await describeDecision(pushed)).toMatch(
    /\n {2}sharing {6}this phase is shared through origin: .* refs\/phasewright\/\S+\/1\/ there; option "claims": "off" keeps them here\n/,
  );
  expect(await describeDecision(await decidedIn(row, claims, begin))).toMatch(
    /\n {2}sharing {6}this phase is not shared with other machines: as far as is known here, no branch of origin has/,
  );
  expect(await describeDecision(await decidedIn(row, {}, begin))).not.toContain('sharing');
});
