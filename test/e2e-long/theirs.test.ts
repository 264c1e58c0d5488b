import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diligent } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import { gateTarget, json } from '../rig/workspace.ts';
import { useRig } from '../rig/use-rig.ts';

test('a worktree of the user’s that has the name of one of ours is left alone, edits and all', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')) });
  rig.agent.always(diligent);
  rig.write({ '.worktrees/.gitignore': '*\n!.gitignore\n' });
  await rig.git('worktree', 'add', '--quiet', '-b', 'mine', '.worktrees/demo-1.1');
  rig.write({ '.worktrees/demo-1.1/demo/src/index.ts': 'edited\n', '.worktrees/demo-1.1/notes.txt': 'mine\n' });

  const { report } = await rig.implementPhase();

  expect(report.outcome).toBe('landed');
  expect(rig.read('.worktrees/demo-1.1/demo/src/index.ts')).toBe('edited\n');
  expect(rig.read('.worktrees/demo-1.1/notes.txt')).toBe('mine\n');
  expect(rig.read('.worktrees/.gitignore')).toBe('*\n!.gitignore\n');
  expect(await rig.git('worktree', 'list')).toContain('[mine]');
});

test('a repository that an agent makes inside its worktree lands as files', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')) });
  rig.agent.always(diligent);
  rig.agent.on({ role: 'implementer' }, async (call) => {
    await call.write({ 'demo/src/app/main.ts': 'export {};\n' });
    await call.exec('git', 'init', '--quiet', 'demo/src/app');
    await call.exec('git', '-C', 'demo/src/app', 'add', '--all');
    await call.exec(
      'git',
      '-C',
      'demo/src/app',
      '-c',
      'user.name=a',
      '-c',
      'user.email=a@b',
      'commit',
      '--quiet',
      '-m',
      'x',
    );
    await call.done();
  });

  const { report } = await rig.implementPhase();

  expect(report.outcome).toBe('landed');
  expect(await rig.git('show', 'phase/1:demo/src/app/main.ts')).toBe('export {};');
});

test('gates that change files are red, since they judged something else than what was committed', async () => {
  const fix = { executor: 'nx:run-commands', options: { command: 'rm -f demo/src/1.1.txt' } };
  const check = { ...gateTarget('check'), cache: false, dependsOn: ['fix'] };
  const rig = await useRig({
    plan: plan(sideBySide('1.1')),
    options: { gateRetries: 0 },
    files: { 'demo/project.json': json({ name: 'demo', targets: { fix, check } }) },
  });
  rig.agent.always(diligent);

  const { report } = await rig.implementPhase();

  expect(report.outcome).toBe('waiting');
  expect(report.questions[0]?.context.join('\n')).toContain('The gates changed files');
});

test('a gate that a task takes away is missed, though the plan lets it change gates', async () => {
  const rig = await useRig({
    plan: plan({ tasks: [{ id: '1.1', files: ['demo/project.json', 'demo/src/**'] }] }),
    gates: ['check', 'second'],
    options: { gateRetries: 0 },
  });
  rig.gate.on({ name: 'second' }, (call) => call.red());
  rig.agent.always(diligent);
  rig.agent.on({ role: 'implementer' }, async (call) => {
    await call.write({ 'demo/project.json': json({ name: 'demo', targets: { check: gateTarget('check') } }) });
    await call.done();
  });

  const { report } = await rig.implementPhase();

  expect(report.outcome).toBe('waiting');
  expect(report.questions[0]?.context.join('\n')).toContain('No gate ran for second');
});

test('what an agent had not finished when it was ended is kept, and named', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')) });
  rig.agent.on({ role: 'implementer' }, async (call) => {
    await call.write({ 'demo/src/half.txt': 'half\n' });
    await call.exit(3);
  });
  await rig.implementPhase();
  rig.agent.always(diligent);

  const { report, output } = await rig.implementPhase();

  expect(report.outcome).toBe('landed');
  expect(output).toContain('unfinished edits are kept as');
  expect(await rig.git('show', 'refs/phasewright/demo/1/work/task-1.1.unfinished:demo/src/half.txt')).toBe('half');
});

test('after an edit of a spec, a commit on main that has nothing to do with it needs no agent', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')) });
  rig.agent.always(diligent);
  await rig.implementPhase();
  rig.edit('demo/specs/10-data.md', (text) => `${text}\nAnd one thing more.\n`);
  await rig.commit('A spec');
  await rig.implementPhase();
  writeFileSync(join(rig.checkout, 'other.txt'), 'other\n');
  await rig.commit('Something else');
  const before = rig.agent.count;

  const { report } = await rig.implementPhase();

  expect(report).toMatchObject({ outcome: 'landed', agentCalls: 0 });
  expect(rig.agent.count).toBe(before);
});
