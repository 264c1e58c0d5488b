import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { gitHubServer } from '../executors/github-server.ts';
import { diligent, taskFile } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import type { Rig } from '../rig/rig.ts';
import { useRig } from '../rig/use-rig.ts';

/** A bare repository beside the checkout, which it is `origin` of. */
async function addRemote(rig: Rig): Promise<string> {
  const remote = join(dirname(rig.checkout), 'remote.git');
  mkdirSync(remote);
  await rig.git('init', '--quiet', '--bare', '--initial-branch=main', remote);
  await rig.git('remote', 'add', 'origin', remote);
  await rig.git('push', '--quiet', 'origin', 'main');
  return remote;
}

test('a phase lands on the remote’s main, which has moved: merged, judged again by Nx, and done once it is pulled', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')), options: { land: 'main' } });
  const remote = await addRemote(rig);
  rig.agent.always(diligent);
  rig.agent.on({ task: 'phase', role: 'reviewer' }, async (call) => {
    await rig.git('clone', '--quiet', remote, '../theirs');
    await rig.git('-C', '../theirs', 'commit', '--quiet', '--allow-empty', '--message=Theirs');
    await rig.git('-C', '../theirs', 'push', '--quiet', 'origin', 'main');
    await call.approve();
  });
  const before = rig.snapshot([]);

  const { code, report, output } = await rig.implementPhase();

  const main = await rig.git('-C', remote, 'rev-parse', 'main');
  const theirs = await rig.git('-C', '../theirs', 'rev-parse', 'HEAD');
  expect({ code, outcome: report.outcome }).toEqual({ code: 0, outcome: 'landed' });
  expect(report.landed).toEqual({
    to: 'main',
    branch: 'main of origin',
    merge: 'git pull --ff-only origin main',
    url: null,
    note: null,
    main: theirs,
  });
  expect(report.final).toEqual({ commit: main, tree: await rig.git('-C', remote, 'rev-parse', 'main^{tree}') });
  expect(report.gates).toMatchObject([{ target: 'check', outcome: 'passed', cached: false }]);
  expect(report.gatesOn).toEqual({ record: 'land', tree: report.final?.tree, green: true, trouble: null });
  expect(report.criteriaOn).toEqual({ record: 'land', tree: report.final?.tree });
  expect(report.records.find(({ name }) => name === 'land')?.result).toMatch(/^[0-9a-f]{40}$/);
  expect(report.nextSteps[0]?.command).toBe(`git log --stat ${report.base.slice(0, 8)}..${main.slice(0, 8)}`);
  expect(report.filesChanged.map((file) => file.path)).toEqual(
    ['demo/specs/91-impl-plan.md', taskFile('1.1')].toSorted(),
  );
  expect(rig.gate.all.at(-1)?.tree).toBe(report.final?.tree);
  expect(await rig.git('-C', remote, 'rev-parse', 'main^1')).toBe(theirs);
  expect(output).toContain('landed on main of origin');
  const { 'refs/remotes/origin/main': _tracking, ...rest } = rig.snapshot([]);
  expect(rest).toMatchObject(Object.fromEntries(Object.entries(before).filter(([name]) => name in rest)));

  await rig.git('pull', '--quiet', '--ff-only', 'origin', 'main');
  expect((await rig.run('implement-phase').ended).output).toContain('Nothing to do.');
});

test('a conflict with main is a question in the report; the answer is taken up without an agent', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')), options: { land: 'main' } });
  const remote = await addRemote(rig);
  rig.agent.always(diligent);
  rig.agent.on({ task: 'phase', role: 'reviewer' }, async (call) => {
    await rig.git('clone', '--quiet', remote, '../theirs');
    rig.write({ [`../theirs/${taskFile('1.1')}`]: 'theirs\n' });
    await rig.git('-C', '../theirs', 'add', '--all');
    await rig.git('-C', '../theirs', 'commit', '--quiet', '--message=Theirs');
    await rig.git('-C', '../theirs', 'push', '--quiet', 'origin', 'main');
    await call.approve();
  });

  const waiting = await rig.implementPhase();

  const theirs = await rig.git('-C', '../theirs', 'rev-parse', 'HEAD');
  expect(waiting).toMatchObject({ code: 1, report: { outcome: 'waiting', landed: null } });
  expect(waiting.report.questions).toMatchObject([{ reason: 'conflict', stage: 'land' }]);
  expect(waiting.report.questions[0]?.context).toContain(taskFile('1.1'));
  expect(await rig.git('for-each-ref', '--format=%(refname)', 'refs/heads')).toBe('refs/heads/main');
  await rig.answer(waiting.report.questions[0], 'branch');

  const landed = await rig.implementPhase();

  expect(landed).toMatchObject({ code: 0, calls: [], report: { outcome: 'landed', landed: { branch: 'phase/1' } } });
  expect(await rig.git('-C', remote, 'rev-parse', 'main')).toBe(theirs);
});

test('a protected main leaves the phase on its branch, and the run says that it is not where it was to be', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')), options: { land: 'main' } });
  const remote = await addRemote(rig);
  const hook = join(remote, 'hooks/pre-receive');
  writeFileSync(hook, '#!/bin/sh\necho "main takes pull requests only" >&2\nexit 1\n');
  chmodSync(hook, 0o755);
  rig.agent.always(diligent);

  const { code, report, output } = await rig.implementPhase();

  expect({ code, outcome: report.outcome, branch: report.landed?.branch }).toEqual({
    code: 1,
    outcome: 'failed',
    branch: 'phase/1',
  });
  expect(output).toContain('main of origin was not moved: main takes pull requests only');
  expect(output).toContain('git merge --ff-only phase/1');
  expect(await rig.git('rev-parse', 'phase/1')).toBe(report.final?.commit);
});

test('a pull request gets the head of the report; the token is seen by neither agents nor gates, and is in no file', async () => {
  // Claims would use up the pushes of a minute, and the run would wait for the next one.
  const options = { land: 'pull-request' } as const;
  const rig = await useRig({ plan: plan(sideBySide('1.1')), options });
  const remote = await addRemote(rig);
  await rig.git('remote', 'set-url', 'origin', 'https://github.com/ada/demo.git');
  await rig.git('config', `url.${remote}.insteadOf`, 'https://github.com/ada/demo.git');
  const server = await gitHubServer();
  const seen: string[] = [];
  rig.agent.always(async (call) => {
    seen.push((await call.exec('env')).stdout);
    await diligent(call);
  });
  rig.gate.always(async (call) => {
    seen.push((await call.exec('env')).stdout);
    await call.green();
  });
  const token = `ghs_${randomUUID()}`;

  const env = { GITHUB_TOKEN: token, GH_TOKEN: token, GITHUB_API_URL: server.url };
  const run = rig.run('implement-phase', { phase: '1' }, env);

  expect((await run.ended).code).toBe(0);
  expect(run.report('1').landed).toMatchObject({ to: 'pull-request', url: 'https://github.com/ada/demo/pull/1' });
  const [pull] = server.pulls;
  expect(pull?.title).toBe('phase 1: The first part');
  expect(pull?.body).toContain('## Exit criteria');
  expect(pull?.body).not.toContain('## Tasks');
  expect(seen.length).toBeGreaterThan(2);
  expect(seen.filter((text) => text.includes(token))).toEqual([]);
  const found = await rig.start(['-e', grep(token, [rig.checkout, rig.state])]).ended;
  expect(found.output.trim()).toBe('');
});

test('an address of GitHub that cannot be read refuses the run before any agent is called', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')), options: { land: 'pull-request' } });
  await addRemote(rig);

  const { code, output } = await rig.run('implement-phase', { phase: '1' }, { GITHUB_SERVER_URL: 'github.example.com' })
    .ended;

  expect({ code, calls: rig.agent.all }).toEqual({ code: 1, calls: [] });
  expect(output).toContain('Refused (bad-option): Unexpected GITHUB_SERVER_URL "github.example.com"');
});

/** A program that prints the files below some folders that hold a text. */
function grep(text: string, folders: readonly string[]): string {
  return `for (const folder of ${JSON.stringify(folders)})
    for (const entry of require('node:fs').readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = require('node:path').join(entry.parentPath, entry.name);
      if (entry.isFile() && require('node:fs').readFileSync(path).includes(${JSON.stringify(text)})) console.log(path);
    }`;
}
