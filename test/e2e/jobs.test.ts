import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { diligent } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import type { Rig } from '../rig/rig.ts';
import { useRig } from '../rig/use-rig.ts';
import { installInto, testedPackage } from '../rig/workspace.ts';

/** What a job of GitHub Actions has: a clone, an empty folder, and the artifacts of the jobs before. */
interface JobEnd {
  readonly code: number | null;
  readonly outputs: Readonly<Record<string, string>>;
  readonly calls: readonly string[];
  readonly output: string;
}

type Inputs = Readonly<Record<string, string>>;

/** Runs jobs one after the other; each has nothing of the others but what is handed to it. */
async function jobs(rig: Rig) {
  const folder = dirname(rig.checkout);
  const remote = join(folder, 'remote.git');
  const artifacts = join(folder, 'artifacts');
  await rig.git('init', '--quiet', '--bare', '--initial-branch=main', remote);
  await rig.git('remote', 'add', 'origin', remote);
  await rig.git('push', '--quiet', 'origin', 'main');
  const command = join(testedPackage(), 'dist/cli/phasewright.js');
  let count = 0;
  return {
    remote,
    artifacts,
    /** Steps of a job, each with its inputs; the bundle of the last one that makes one is its artifact. */
    job: async (name: string, ...steps: readonly (readonly [stage: string, inputs: Inputs])[]): Promise<JobEnd> => {
      count += 1;
      const [checkout, temp] = [join(folder, `job-${count}`), join(folder, `temp-${count}`)];
      await rig.git('clone', '--quiet', remote, checkout);
      installInto(checkout);
      mkdirSync(temp);
      const path = join(temp, 'output');
      writeFileSync(path, '');
      const from = rig.agent.count;
      let [code, output]: [number | null, string] = [0, ''];
      for (const [stage, inputs] of steps) {
        if (code !== 0) break;
        const named = Object.entries(inputs).map(([input, value]) => [
          `PHASEWRIGHT_INPUT_${input.replaceAll('-', '_').toUpperCase()}`,
          value,
        ]);
        const env = {
          CI: 'true',
          RUNNER_TEMP: temp,
          GITHUB_OUTPUT: path,
          GITHUB_STEP_SUMMARY: join(temp, 'summary.md'),
          GITHUB_SERVER_URL: 'https://github.com',
          GITHUB_REPOSITORY: 'octo/app',
          GITHUB_RUN_ID: String(count),
          PHASEWRIGHT_STATE: join(temp, 'state'),
          ...Object.fromEntries(named),
        };
        const run = rig.start([command, 'ci', stage], env, checkout);
        const ended = await run.ended;
        code = ended.code;
        output += ended.output;
      }
      const outputs = outputsIn(path);
      if (outputs['bundle']) cpSync(outputs['bundle'], join(artifacts, name), { recursive: true });
      return { code, outputs, output, calls: rig.agent.names(from) };
    },
  };
}

/** As the runner reads them. */
function outputsIn(path: string): Record<string, string> {
  const text = readFileSync(path, 'utf8');
  return Object.fromEntries(
    [...text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map(([, name, , value]) => [name ?? '', value ?? '']),
  );
}

/** There is no GitHub to ask who somebody is. */
function fetched(bundles = ''): readonly [string, Inputs] {
  return ['fetch', { actor: 'false', bundles }];
}

const project = { project: 'demo', phase: '1', land: 'branch' };

test('a phase over jobs: opened once, each task in a job of its own, closed with what they made, and landed where no agent was', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1', '1.2')) });
  const { job, remote, artifacts } = await jobs(rig);
  rig.agent.always(diligent);
  const opened = await job('open', fetched(), ['open', project]);
  expect(opened).toMatchObject({ code: 0, calls: [], outputs: { outcome: 'done', empty: 'false' } });
  const tasks = {
    include: [
      { task: '1.1', name: '1.1' },
      { task: '1.2', name: '1.2' },
    ],
  };
  expect(JSON.parse(opened.outputs['tasks'] ?? '')).toEqual(tasks);
  for (const task of ['1.1', '1.2']) {
    const done = await job(`task-${task}`, fetched(join(artifacts, 'open')), ['task', { ...project, task }]);
    expect(done).toMatchObject({ code: 0, outputs: { outcome: 'done' } });
    expect(done.calls).toEqual([`${task} implementer`, `${task} reviewer`]);
  }
  const closed = await job('close', fetched(artifacts), ['phase', project]);
  expect(closed).toMatchObject({ code: 0, calls: ['phase reviewer'], outputs: { outcome: 'landed' } });
  expect(await rig.git('-C', remote, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');

  const { digest = '' } = closed.outputs;
  const landed = await job('land', [
    'land',
    { bundle: join(artifacts, 'close'), digest, token: 'made-up', land: 'branch' },
  ]);
  expect(landed).toMatchObject({ code: 0, calls: [], outputs: { branch: 'phase/1' } });
  expect(await rig.git('-C', remote, 'rev-parse', 'phase/1')).toBe(landed.outputs['commit']);
  expect(await rig.git('-C', remote, 'log', '--format=%s', 'main..phase/1')).toContain('1.1');

  const again = await job('again', fetched(), ['phase', project]);
  expect(again).toMatchObject({ calls: [], outputs: { outcome: 'landed' } });
}, 400_000);

test('a question goes with the bundle to the remote, and a fresh machine goes on from there without paying again', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')) });
  const { job, remote, artifacts } = await jobs(rig);
  rig.agent.always(diligent);
  rig.agent.on({ task: '1.1', role: 'implementer' }, async (call) => {
    if (call.prompt.includes('Take the small loop')) return await diligent(call);
    const ways = { question: 'Speed or size?', options: ['Take the fast table', 'Take the small loop'] };
    await call.answer({ status: 'person-needed', summary: 'Both would do.', ...ways });
  });
  const asked = await job('asked', fetched(), ['phase', project]);
  expect(asked).toMatchObject({ code: 0, calls: ['1.1 implementer'], outputs: { outcome: 'waiting' } });
  const { digest = '' } = asked.outputs;
  const told = await job('told', ['land', { bundle: join(artifacts, 'asked'), digest, token: 'made-up' }]);
  expect(told).toMatchObject({ code: 0, outputs: { outcome: 'waiting' } });
  expect(await rig.git('-C', remote, 'for-each-ref', '--format=%(refname)', 'refs/heads/')).toBe('refs/heads/main');
  const still = await job('still', fetched(), ['phase', project]);
  expect(still).toMatchObject({ code: 0, calls: [], outputs: { outcome: 'waiting' } });
}, 300_000);

test('a bundle that was changed on the way lands nothing, and the job says why', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')) });
  const { job, remote, artifacts } = await jobs(rig);
  rig.agent.always(diligent);
  const made = await job('made', fetched(), ['phase', project]);
  expect(made).toMatchObject({ code: 0, outputs: { outcome: 'landed' } });
  const land = async (digest: string) =>
    await job('land', ['land', { bundle: join(artifacts, 'made'), digest, token: 'made-up', land: 'branch' }]);
  const refused = await land('0'.repeat(64));
  expect(refused).toMatchObject({ code: 1, outputs: {} });
  expect(refused.output).toMatch(/::error title=phasewright::.*its manifest has the digest/);
  expect(await rig.git('-C', remote, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
  expect(await land(made.outputs['digest'] ?? '')).toMatchObject({ code: 0, outputs: { branch: 'phase/1' } });
}, 300_000);

test('the budget of a phase is one over all its jobs, and what the remote knows of a run keeps the next within it', async () => {
  const rig = await useRig({
    plan: plan(sideBySide('1.1', '1.2')),
    options: { budget: { phase: { hard: { usd: 1 } } } },
  });
  const { job, artifacts } = await jobs(rig);
  rig.agent.always(async (call) => {
    await call.print(`${JSON.stringify({ type: 'usage', costUsd: 0.4, outputTokens: 10 })}\n`);
    await diligent(call);
  });
  await job('open', fetched(), ['open', project]);
  const done = await job('task-1.1', fetched(join(artifacts, 'open')), ['task', { ...project, task: '1.1' }]);
  expect(done).toMatchObject({ code: 0, calls: ['1.1 implementer', '1.1 reviewer'] });
  const closed = await job('close', fetched(artifacts), ['phase', project]);
  expect(closed.calls).toEqual(['1.2 implementer']);
  expect(closed.output).toContain("hard limit of the phase's budget is reached: 1.20 of 1.00 USD");
  const { digest = '' } = closed.outputs;
  await job('land', ['land', { bundle: join(artifacts, 'close'), digest, token: 'made-up', land: 'branch' }]);
  const next = await job('next', fetched(), ['phase', project]);
  expect(next.calls).toEqual([]);
  expect(next.output).toContain('1.20 of 1.00 USD');
}, 300_000);
