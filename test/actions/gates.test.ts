import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished, expect, test } from 'vitest';
import { plan, sideBySide } from '../rig/plan.ts';
import type { RigOptions } from '../rig/rig.ts';
import { withNxCache } from '../../actions/lib/nx-cache.ts';
import { canBeAnother, onMachine } from './another-machine.ts';
import { useRepository, type AtGitHub } from './repository.ts';
import type { Event } from './runner/event.ts';
import { cachesIn } from './runner/stand-ins/caches.ts';
import { legOf, linesOf } from './use-runner.ts';

/* The workflow of the gates, as it is to be copied. */

const repository = { default_branch: 'main', full_name: 'octo/app' };

interface Gates extends AtGitHub {
  readonly push: () => Promise<Event>;
  /** Commits a change of one file, in the user's checkout. */
  readonly change: (path: string) => Promise<string>;
  /** Proposes HEAD, as what GitHub has merged it to. */
  readonly propose: (
    base: string,
    more?: { readonly from?: string; readonly labels?: readonly string[] },
  ) => Promise<Event>;
  /** Has HEAD wait in the merge queue. */
  readonly queue: (base: string) => Promise<Event>;
}

async function useGates(options: RigOptions = {}): Promise<Gates> {
  const files = { 'other/project.json': '{ "name": "other" }\n', ...options.files };
  const at = await useRepository({ plan: plan(sideBySide('1.1')), ...options, files });
  const { rig } = at;
  const change = async (path: string): Promise<string> => {
    rig.write({ [path]: `export const at = ${Date.now()};\n` });
    return await rig.commit(`Change ${path}`);
  };
  const push = async (): Promise<Event> => {
    const before = await rig.git('rev-parse', 'origin/main');
    await rig.git('push', '--quiet', 'origin', 'HEAD:main');
    const after = await rig.git('rev-parse', 'HEAD');
    return { name: 'push', payload: { ref: 'refs/heads/main', before, after, repository } };
  };
  const propose: Gates['propose'] = async (base, { from = 'octo/app', labels = [] } = {}) => {
    await rig.git('push', '--quiet', '--force', 'origin', 'HEAD:refs/pull/7/merge');
    const sha = await rig.git('rev-parse', 'HEAD');
    const pull = {
      number: 7,
      merge_commit_sha: sha,
      base: { ref: 'main', sha: base },
      head: { ref: 'topic', sha, repo: { full_name: from } },
      labels: labels.map((name) => ({ name })),
    };
    return { name: 'pull_request', payload: { action: 'opened', number: 7, pull_request: pull, repository } };
  };
  const queue: Gates['queue'] = async (base) => {
    const ref = 'refs/heads/gh-readonly-queue/main/pr-7';
    await rig.git('push', '--quiet', '--force', 'origin', `HEAD:${ref}`);
    const group = {
      head_sha: await rig.git('rev-parse', 'HEAD'),
      head_ref: ref,
      base_sha: base,
      base_ref: 'refs/heads/main',
    };
    return { name: 'merge_group', payload: { action: 'checks_requested', merge_group: group, repository } };
  };
  return { ...at, change, push, propose, queue };
}

test('What was pushed is judged; the same once more is replayed, with when and where it was judged; a red gate is red.', async () => {
  const { rig, run, change, push } = await useGates();
  await change('demo/src/more.ts');
  const pushed = await push();
  const first = await run('gates.yml', pushed);
  expect(first.conclusion === 'success' ? [] : linesOf(first, 'gates')).toEqual([]);
  expect(rig.gate.names()).toEqual(['check']);
  expect(legOf(first, 'gates').summaries[0]?.markdown).toMatch(/### Gates\n\nAll gates are green\.[\s\S]*`demo:check`/);
  const again = await run('gates.yml', pushed);
  expect(again.conclusion).toBe('success');
  expect(rig.gate.names()).toEqual(['check']);
  expect(linesOf(again, 'gates').join('\n')).toMatch(/judged {2}.* UTC on /);
  await change('demo/src/x.broken');
  const red = await run('gates.yml', await push());
  expect(red.conclusion).toBe('failure');
  expect(legOf(red, 'gates').summaries[0]?.markdown).toContain('Not all gates are green.');
}, 300_000);

test.runIf(canBeAnother)(
  'What one machine has judged is replayed on another, by what lies in the folder and nothing else.',
  async () => {
    const { rig, run, change, push } = await useGates();
    await change('demo/src/more.ts');
    const pushed = await push();
    const ids: string[] = [];
    for (const id of ['a', 'b'].map((one) => one.repeat(32))) {
      const result = await run('gates.yml', pushed, { beforeJob: (job) => onMachine(job, id) });
      expect(result.conclusion === 'success' ? [] : linesOf(result, 'gates')).toEqual([]);
      const { workspace } = legOf(result, 'gates');
      const data = join(dirname(dirname(workspace)), '_temp/phasewright/nx/workspace-data');
      ids.push(...readdirSync(data).filter((name) => name.endsWith('.db')));
      expect(readdirSync(join(workspace, '.nx/gates')).filter((name) => !/^\d+$/.test(name))).toEqual(['.gitignore']);
      expect(linesOf(result, 'gates').join('\n')).toMatch(id.startsWith('a') ? /judged {2}/ : /\[remote cache\]/);
    }
    expect(ids.map((name) => name[0])).toEqual(['a', 'b']);
    expect(rig.gate.names()).toEqual(['check']);
  },
  300_000,
);

test('Only what a change concerns is judged.', async () => {
  const { rig, run, change, push } = await useGates();
  await change('other/readme.ts');
  const result = await run('gates.yml', await push());
  expect(result.conclusion === 'success' ? [] : linesOf(result, 'gates')).toEqual([]);
  expect(rig.gate.names()).toEqual([]);
}, 200_000);

test('What is proposed, by a fork too, and what is queued is judged afresh, and leaves nothing for others.', async () => {
  const { rig, run, change, push, propose, queue } = await useGates();
  const base = await rig.git('rev-parse', 'HEAD');
  await change('demo/src/more.ts');
  expect((await run('gates.yml', await push())).conclusion).toBe('success');
  const store = join(dirname(rig.checkout), 'actions');
  const kept = cachesIn(store).map(({ key, ref }) => [key, ref]);
  expect(kept).toEqual([[expect.stringMatching(/^gates-Linux-/), 'refs/heads/main']]);
  for (const event of [await propose(base), await propose(base, { from: 'stranger/app' }), await queue(base)]) {
    const result = await run('gates.yml', event, { secrets: { ANTHROPIC_API_KEY: 'made-up' } });
    expect(result.conclusion === 'success' ? [] : linesOf(result, 'gates')).toEqual([]);
    expect(linesOf(result, 'gates').join('\n')).toMatch(/Judged afresh: only what is on the default branch replays/);
  }
  expect(rig.gate.names()).toEqual(['check', 'check', 'check', 'check']);
  expect(cachesIn(store).map(({ key, ref }) => [key, ref])).toEqual(kept);
  await change('demo/src/x.broken');
  for (const event of [await propose(base), await queue(base)]) {
    const red = await run('gates.yml', event);
    expect(red.conclusion).toBe('failure');
    expect(legOf(red, 'gates').summaries[0]?.markdown).toContain('Not all gates are green.');
  }
}, 400_000);

test('A change that takes gates away is red, unless a person has put a label on it.', async () => {
  const { rig, run, propose, queue } = await useGates();
  const base = await rig.git('rev-parse', 'HEAD');
  rig.remove('demo/specs/91-impl-plan.md');
  await rig.commit('Clean up');
  const red = await run('gates.yml', await propose(base));
  expect(red.conclusion).toBe('failure');
  expect(legOf(red, 'gates').annotations[0]?.message).toMatch(
    /^The change takes gates away: of what demo\/specs\/91-impl-plan\.md was the plan of, nothing is judged any more/,
  );
  for (const event of [await propose(base, { labels: ['docs', 'without gates'] }), await queue(base)]) {
    const result = await run('gates.yml', event);
    expect(result.conclusion === 'success' ? [] : linesOf(result, 'gates')).toEqual([]);
  }
  expect(rig.gate.names()).toEqual([]);
}, 300_000);

test('A change by which a phase that was handed over does not keep to its budget any more is red, whatever its gates say.', async () => {
  const budget = '`node demo/bench.cjs` shows p95 ≤ 20 ms';
  const at = await useGates({
    plan: plan({ ...sideBySide('1.1'), criteria: [budget] }).replace('| open |', '| done |'),
    files: { 'demo/bench.cjs': 'console.log("p95: 12 ms")\n' },
  });
  const { rig, run, push } = at;
  await rig.git(
    'commit',
    '--quiet',
    '--allow-empty',
    '--message=Hand-off\n\nPlan: demo\nPhase: 1\nPhase-Step: hand-off',
  );
  rig.write({ 'demo/src/more.ts': 'export {};\n' });
  await rig.commit('More');
  const green = await run('gates.yml', await push());
  expect(green.conclusion === 'success' ? [] : linesOf(green, 'gates')).toEqual([]);
  expect(linesOf(green, 'gates').join('\n')).toContain('12 ms, budget ≤ 20 ms');
  rig.write({ 'demo/bench.cjs': 'console.log("p95: 21 ms")\n' });
  await rig.commit('Slower');
  const red = await run('gates.yml', await push());
  expect(red.conclusion).toBe('failure');
  expect(linesOf(red, 'gates').join('\n')).toContain('21 ms, budget ≤ 20 ms');
  expect(legOf(red, 'gates').annotations[0]?.message).toMatch(/exit-criteria did not pass/);
  expect(rig.gate.names()).toEqual(['check', 'check']);
}, 300_000);

test('A remote cache that is down is left out with a notice; who may only read gets the token that only reads.', async () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization ?? '');
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { rig } = await useRepository();
  rig.write({ 'event.json': JSON.stringify({ repository }) });
  const lines: string[] = [];
  const ask = async (event: string, ref: string, to = address) => {
    const env = {
      GITHUB_EVENT_NAME: event,
      GITHUB_REF: ref,
      GITHUB_EVENT_PATH: join(rig.checkout, 'event.json'),
      PHASEWRIGHT_INPUT_REMOTE_CACHE: to,
      PHASEWRIGHT_INPUT_REMOTE_CACHE_TOKEN: 'writes',
      PHASEWRIGHT_INPUT_REMOTE_CACHE_READ_TOKEN: 'reads',
    };
    const place = { workspace: rig.checkout, folder: join(rig.checkout, 'temp') };
    const told = await withNxCache({ env, write: (text) => void lines.push(text) }, place, async (found) => found);
    return told.ok ? Object.fromEntries(Object.entries(told.value).filter(([name]) => /REMOTE/.test(name))) : told;
  };
  const found = { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: address };
  expect(await ask('push', 'refs/heads/main')).toEqual({
    ...found,
    NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: 'writes',
  });
  for (const [event, ref] of [
    ['pull_request', 'refs/pull/1/merge'],
    ['push', 'refs/heads/phase/1'],
    ['pull_request_target', 'refs/heads/main'],
  ] as const)
    expect(await ask(event, ref)).toEqual({ ...found, NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: 'reads' });
  expect(seen).toEqual(['Bearer writes', 'Bearer reads', 'Bearer reads', 'Bearer reads']);
  expect(await ask('push', 'refs/heads/main', 'http://127.0.0.1:9')).toEqual({ NX_SKIP_REMOTE_CACHE: 'true' });
  expect(lines.join('')).toMatch(/^::notice title=phasewright::The remote cache is left out: it cannot be reached/m);
});
