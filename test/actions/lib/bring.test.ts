import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { bring } from '../../../actions/lib/stages/bring.ts';
import { land } from '../../../actions/lib/stages/land.ts';
import { statementName, statementOf } from '../../../actions/lib/statement.ts';
import { reportName } from '../../../core/bundle/manifest.ts';
import { bundled, freshClone, remake, unwrap, type Bundled } from '../../bundle/bundled.ts';
import { userGit } from '../../git/scratch.ts';
import { sampleReport } from '../../report/sample.ts';
import { hook } from '../../stage/land/landable.ts';

/** Brings what lies in a folder, as a job does that has nothing but a clone. */
async function bringFrom({ user, remote }: Bundled, bundles: string, phase = '') {
  const clone = freshClone(remote);
  const env = {
    RUNNER_TEMP: dirname(clone),
    PHASEWRIGHT_INPUT_BUNDLES: bundles,
    PHASEWRIGHT_INPUT_TOKEN: 'made-up',
    PHASEWRIGHT_INPUT_PHASE: phase,
  };
  const log: string[] = [];
  const ended = await bring(user.host, { env, write: (text) => void log.push(text) }, clone);
  return { ended, log: log.join('') };
}

/** Bundles as artifacts lie where several were fetched. */
function artifacts(made: Bundled, ...names: readonly string[]): string {
  const folder = join(dirname(made.user.root), 'artifacts');
  mkdirSync(folder);
  for (const name of names) cpSync(made.folder, join(folder, name), { recursive: true });
  return folder;
}

test('What the remote does not take makes the job red that lands, and is named, though the branch has landed.', async () => {
  const made = await withReport(await bundled());
  const ref = made.phase.context.refs.begun;
  hook(made.remote, 'update', `[ "$1" != ${ref} ] || { echo 'not this one'; exit 1; }`);
  const clone = freshClone(made.remote, 'landing');
  const env = {
    RUNNER_TEMP: dirname(clone),
    PHASEWRIGHT_INPUT_BUNDLE: made.folder,
    PHASEWRIGHT_INPUT_DIGEST: made.digest,
    PHASEWRIGHT_INPUT_TOKEN: 'made-up',
    PHASEWRIGHT_INPUT_LAND: 'branch',
  };
  const ended = await land(made.user.host, { env, write: () => undefined }, clone);
  expect(unwrap(ended)).toMatchObject({
    outputs: { branch: 'phase/1' },
    failure: { message: expect.stringMatching(/did not take refs\/\S+\/begun: not this one/) },
  });
});

/** The same bundle for a branch, with a report and a statement. */
async function withReport(made: Bundled): Promise<Bundled> {
  const { phase, user } = made;
  const { plan, phase: one } = phase.context.phase;
  const final = { commit: phase.handOff, tree: userGit(user.root, 'rev-parse', `${phase.handOff}^{tree}`) };
  const said = sampleReport({
    plan: { ...sampleReport().plan, ...plan },
    phase: { ...sampleReport().phase, ...one },
    final,
  });
  const report = Buffer.from(JSON.stringify({ ...said, outcome: 'landed' }));
  const statement = JSON.stringify(unwrap(statementOf(report, 'https://github.com/octo/app/actions/runs/1')));
  const files = Object.entries({ [reportName]: report, [statementName]: statement }).map(([name, bytes]) => {
    const path = join(dirname(user.root), name.replace('/', '-'));
    writeFileSync(path, bytes);
    return [name, path] as const;
  });
  return { ...made, ...(await made.packAgain({ as: 'branch', files: new Map(files) })) };
}

const refsOf = (remote: string): string[] => userGit(remote, 'for-each-ref', '--format=%(refname)').split('\n');

test('Results come to the remote without a digest, and nothing lands; what one bundle has brought the next one finds.', async () => {
  const made = await bundled();
  expect(made.manifest.landing).not.toBeNull();
  const { ended, log } = await bringFrom(made, artifacts(made, 'phase-close', 'phase-task-1.1'));
  const refs = Object.keys(made.manifest.refs);
  expect(unwrap(ended)).toEqual({ outputs: { brought: String(refs.length) } });
  expect(log).toContain(`${refs.length} refs brought to origin, of 2 bundles`);
  expect(refsOf(made.remote)).toEqual(['refs/heads/main', ...refs].toSorted());
});

test('A bundle that is refused keeps no other from being brought, and the job is red and says why.', async () => {
  const made = await bundled();
  const folder = artifacts(made, 'a-forged', 'b-good');
  remake(join(folder, 'a-forged'), (manifest) => ({ ...manifest, refs: { 'refs/phasewright/demo/2/begun': {} } }));
  const { ended } = await bringFrom(made, folder);
  const { outputs, failure } = unwrap(ended);
  expect(outputs).toEqual({ brought: String(Object.keys(made.manifest.refs).length) });
  expect(failure?.message).toMatch(/a-forged is refused: its manifest is in no form/);
});

test('Where there is no bundle at all, that is said.', async () => {
  const made = await bundled();
  const { ended } = await bringFrom(made, artifacts(made));
  expect(ended).toMatchObject({ ok: false, failure: { message: expect.stringContaining('There is no bundle in') } });
});

test('A bundle of another phase than a person has named brings nothing, and lands nothing.', async () => {
  const made = await bundled();
  const { ended } = await bringFrom(made, artifacts(made, 'phase-close'), 'phase 2');
  expect(unwrap(ended)).toMatchObject({ outputs: { brought: '0' }, failure: { reason: 'bundle' } });
  const clone = freshClone(made.remote, 'landing');
  const env = {
    RUNNER_TEMP: dirname(clone),
    PHASEWRIGHT_INPUT_BUNDLE: made.folder,
    PHASEWRIGHT_INPUT_DIGEST: made.digest,
    PHASEWRIGHT_INPUT_TOKEN: 'made-up',
    PHASEWRIGHT_INPUT_PLAN: 'another-plan',
  };
  expect(await land(made.user.host, { env, write: () => undefined }, clone)).toMatchObject({
    ok: false,
    failure: { message: expect.stringContaining('it is of plan "demo", and "another-plan" was asked for') },
  });
  expect(refsOf(made.remote)).toEqual(['refs/heads/main']);
});
