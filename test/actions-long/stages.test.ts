import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { remake } from '../bundle/bundled.ts';
import { diligent } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import { changedWorkflow, dispatched, useRepository, writtenWorkflow, type AtGitHub } from '../actions/repository.ts';
import type { Event } from '../actions/runner/event.ts';
import { artifactsOf, digestOf, writeArtifacts } from '../actions/runner/stand-ins/artifacts.ts';
import { legOf, logOf } from '../actions/use-runner.ts';

/* Stages that no workflow to copy has, and ways in which runs end that are no good end. */

const ours = 'phasewright/phasewright/actions';
const one = dispatched({ phase: '1' });

/** A job that may only read, with the workspace as its steps find it. */
const job = (id: string, more: string, steps: string) => `
  ${id}:
    runs-on: ubuntu-latest
    permissions:
      contents: read
${more.trim() === '' ? '' : `    ${more.trim()}\n`}    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: ${ours}/setup@v0.1.0
${steps}`;

const dispatch = 'on: workflow_dispatch\npermissions: {}\njobs:\n';

/** All refs of the repository: for `toBe` with those of before. */
async function refsOf({ rig, remote }: AtGitHub): Promise<string> {
  return await rig.git('-C', remote, 'for-each-ref', '--format=%(refname) %(objectname)');
}

test('Squash, review and exit criteria in jobs of their own: each goes on from the bundle of the one before.', async () => {
  const at = await useRepository({ plan: plan(sideBySide('1.1', '1.2')) });
  const { rig, run, github } = at;
  rig.agent.always(diligent);
  const calls: Record<string, readonly string[]> = {};
  const download = `
      - uses: actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c
        with:
          name: phase-squash
          path: \${{ runner.temp }}/bundles/squash`;
  const from = `          bundles: \${{ runner.temp }}/bundles\n          actor: 'false'\n`;
  const outputs =
    'outputs:\n      outcome: ${{ steps.work.outputs.outcome }}\n      digest: ${{ steps.work.outputs.digest }}';
  const workflow =
    dispatch +
    job('squash', outputs, work('squash', '')) +
    job('review', `needs: squash\n    ${outputs}`, download + work('review', from)) +
    job(
      'criteria',
      `needs: review\n    outputs:\n      outcome: \${{ steps.work.outputs.outcome }}`,
      `      - id: work\n        uses: ${ours}/exit-criteria@v0.1.0\n        with:\n          project: demo\n`,
    );
  const result = await run(writtenWorkflow(at, 'stages.yml', workflow), dispatched({}), {
    beforeJob: (begun) => void (calls[begun.id] = rig.agent.names()),
  });
  expect(result.conclusion === 'success' ? '' : logOf(result)).toBe('');
  expect(calls['squash']).toEqual([]);
  expect(calls['review']?.toSorted()).toEqual(['1.1 implementer', '1.1 reviewer', '1.2 implementer', '1.2 reviewer']);
  expect(calls['criteria']?.slice(4)).toEqual(['phase reviewer']);
  const outcomes = Object.entries(result.jobs).map(
    ([
      id,
      {
        outputs: { outcome },
      },
    ]) => [id, outcome],
  );
  expect(outcomes).toEqual([
    ['squash', 'done'],
    ['review', 'done'],
    ['criteria', 'passed'],
  ]);
  expect(result.jobs['review']?.outputs['digest']).not.toBe(result.jobs['squash']?.outputs['digest']);
  expect(rig.agent.names()).toHaveLength(5);
  expect(github.journal.filter(({ operation }) => operation === 'git push')).toEqual([]);
}, 400_000);

test('Of more tasks than one matrix takes, the first 256 are in it.', async () => {
  const ids = Array.from({ length: 300 }, (_, index) => `1.${index + 1}`);
  const at = await useRepository({ plan: plan(sideBySide(...ids)) });
  const outputs =
    'outputs:\n      tasks: ${{ steps.open.outputs.tasks }}\n      empty: ${{ steps.open.outputs.empty }}';
  const open = `      - id: open\n        uses: ${ours}/open@v0.1.0\n        with:\n          project: demo\n          phase: '1'\n`;
  const result = await at.run(writtenWorkflow(at, 'open.yml', dispatch + job('open', outputs, open)), dispatched({}));
  expect(result.conclusion === 'success' ? '' : logOf(result)).toBe('');
  const { tasks = '', empty } = result.jobs['open']?.outputs ?? {};
  const { include } = JSON.parse(tasks) as { include: { task: string; name: string }[] };
  expect(include.map(({ task }) => task)).toEqual(ids.slice(0, 256));
  expect(new Set(include.map(({ name }) => name)).size).toBe(256);
  expect(empty).toBe('false');
}, 200_000);

test('Each night a phase goes on by itself, at the hour that is written, by who stands for it.', async () => {
  const at = await useRepository({ plan: plan(sideBySide('1.1')) });
  at.rig.agent.always(diligent);
  expect((await at.run('phase-in-one-job.yml', night('0 0 * * *'))).triggered).toBe(false);
  const refused = await at.run('phase-in-one-job.yml', night('17 3 * * 1-5'), { actor: 'gone' });
  expect(refused.conclusion).toBe('failure');
  expect(logOf(refused)).toMatch(/gone has no part in octo\/app/);
  expect(at.rig.agent.names()).toEqual([]);
  const landed = await at.run('phase-in-one-job.yml', night('17 3 * * 1-5'));
  expect(landed.conclusion === 'success' ? '' : logOf(landed)).toBe('');
  expect(await at.ask<object[]>('/pulls?state=open')).toMatchObject([{ head: { ref: 'phase/1' } }]);
}, 300_000);

test('A run that is cancelled lands nothing and leaves no refs; the next one begins as if it had not been.', async () => {
  const at = await useRepository({ plan: plan(sideBySide('1.1')) });
  const { rig, run } = at;
  const before = await refsOf(at);
  const cancel = new AbortController();
  rig.agent.always(diligent);
  rig.agent.on({ task: '1.1', role: 'implementer' }, async (call) => {
    if (!cancel.signal.aborted) return cancel.abort();
    await diligent(call);
  });
  const cancelled = await run('phase-in-one-job.yml', one, { signal: cancel.signal });
  expect(cancelled.conclusion).toBe('cancelled');
  expect(Object.entries(cancelled.jobs).map(([id, { result }]) => [id, result])).toEqual([
    ['phase', 'cancelled'],
    ['land', 'cancelled'],
  ]);
  expect(await refsOf(at)).toBe(before);
  const landed = await run('phase-in-one-job.yml', one);
  expect(landed.conclusion === 'success' ? '' : logOf(landed)).toBe('');
  expect(rig.agent.names()).toEqual(['1.1 implementer', '1.1 implementer', '1.1 reviewer', 'phase reviewer']);
}, 300_000);

test('Who can forge a bundle and its digest brings no ref of others, and not more than there may be: each such job is red.', async () => {
  const at = await useRepository({ plan: plan(sideBySide('1.1')) });
  const { rig, run } = at;
  rig.agent.always(diligent);
  const before = await refsOf(at);
  const store = join(dirname(rig.checkout), 'actions/store');
  const pristine = join(dirname(rig.checkout), 'pristine');
  const forgeries: Readonly<Record<string, { forge: (folder: string) => void; says: RegExp }>> = {
    'land-ref': {
      forge: (folder) =>
        remake(folder, (manifest) => ({
          ...manifest,
          refs: { ...manifest.refs, 'refs/heads/main': { to: manifest.base, before: null } },
        })),
      says: /refs\.refs\/heads\/main/,
    },
    'land-results': { forge: (folder) => addRef(at, folder, 'refs/heads/evil'), says: /refs\/heads\/evil/ },
    'land-size': { forge: () => undefined, says: /has \d+ bytes, and may have 1000/ },
  };
  const workflow = changedWorkflow(at, 'phase-in-one-job.yml', (text) => {
    const [head = '', land = ''] = text.split(/^ {2}land:\n/m);
    const jobs = Object.keys(forgeries).map((id) => {
      const forged = land.replaceAll('${{ needs.phase.outputs.digest }}', '${{ env.DIGEST }}');
      return `  ${id}:\n${id === 'land-size' ? forged.replace('digest:', "most-bytes: '1000'\n          digest:") : forged}`;
    });
    return head + jobs.join('\n');
  });
  const result = await run(workflow, one, {
    parallel: 1,
    beforeJob: (begun) => {
      const forgery = forgeries[begun.id];
      if (forgery === undefined) return;
      const [artifact] = artifactsOf(store);
      if (artifact === undefined) throw new Error('There is no artifact');
      cpSync(artifact.folder, pristine, { recursive: true, force: false });
      rmSync(artifact.folder, { recursive: true });
      cpSync(pristine, artifact.folder, { recursive: true });
      forgery.forge(artifact.folder);
      writeArtifacts(store, [{ ...artifact, ...digestOf(artifact.folder) }]);
      begun.env['DIGEST'] = sha256(join(artifact.folder, 'manifest.json'));
    },
  });
  expect(result.jobs['phase']?.outputs['outcome']).toBe('landed');
  for (const [id, { says }] of Object.entries(forgeries)) {
    expect([id, result.jobs[id]?.result]).toEqual([id, 'failure']);
    expect(legOf(result, id).annotations[0]?.message).toMatch(says);
  }
  expect(await refsOf(at)).toBe(before);
}, 300_000);

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function work(stage: string, bundles: string): string {
  return `
      - id: work
        uses: ${ours}/${stage}@v0.1.0
        with:
          project: demo
          phase: '1'
${bundles}`;
}

function night(schedule: string): Event {
  return { name: 'schedule', payload: { schedule } };
}

/** Puts one more ref into the results of a bundle, and has the manifest know the file. */
function addRef({ remote }: AtGitHub, folder: string, ref: string): void {
  const scratch = join(dirname(remote), 'scratch.git');
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: dirname(remote), encoding: 'utf8' });
  const bundle = join(folder, 'results.bundle');
  git('clone', '--quiet', '--bare', remote, scratch);
  git('-C', scratch, 'fetch', '--quiet', bundle, 'refs/*:refs/forged/*');
  const refs = git('-C', scratch, 'for-each-ref', '--format=%(refname)', 'refs/forged').trim().split('\n');
  for (const each of refs) git('-C', scratch, 'update-ref', each.replace('refs/forged/', 'refs/'), each);
  git('-C', scratch, 'update-ref', ref, refs[0] ?? '');
  rmSync(bundle);
  git(
    '-C',
    scratch,
    'bundle',
    'create',
    '--quiet',
    bundle,
    ref,
    ...refs.map((each) => each.replace('refs/forged/', 'refs/')),
  );
  const content = readFileSync(bundle);
  remake(folder, (manifest) => ({
    ...manifest,
    files: manifest.files.map((file) =>
      file.path === 'results.bundle' ? { ...file, size: content.length, sha256: sha256(bundle) } : file,
    ),
  }));
}
