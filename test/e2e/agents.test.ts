import { expect, onTestFinished, test } from 'vitest';
import type { AgentOption } from '../../core/agent/option.ts';
import { taskFile } from '../rig/agent.ts';
import { codexAt, codexKey } from '../rig/agents/codex.ts';
import { claude, claudeEnvironment } from '../rig/agents/claude.ts';
import { installedAgent } from '../rig/agents/install.ts';
import { phaseModel } from '../rig/agents/phase-model.ts';
import { startModel } from '../rig/model/server.ts';
import { plan } from '../rig/plan.ts';
import { useRig } from '../rig/use-rig.ts';

/** How an agent is told of a model on loopback in place of its provider's. */
interface Setup {
  readonly agent: (origin: string, program: string) => AgentOption;
  readonly env: (origin: string) => Record<string, string>;
}

const setups: Readonly<Record<'claude' | 'codex', Setup>> = {
  claude: { agent: (_, program) => claude(program), env: claudeEnvironment },
  codex: { agent: codexAt, env: () => ({ [codexKey]: 'made-up-key' }) },
};

const installed = { claude: await installedAgent('claude'), codex: await installedAgent('codex') };

test.for(['claude', 'codex'] as const)('%s implements a task, reviews it, and lands', async (name, { skip }) => {
  const found = installed[name];
  if ('skipped' in found) return skip(found.skipped);
  const model = await startModel(
    phaseModel(({ task, role }) =>
      role === 'reviewer'
        ? { answer: { verdict: 'APPROVED' } }
        : { files: { [taskFile(task)]: `task ${task}\n` }, answer: { status: 'done', summary: 'wrote it' } },
    ),
  );
  onTestFinished(async () => await model.close());
  const agent = setups[name].agent(model.origin, found.program);
  const rig = await useRig({
    plan: plan({ tasks: [{ id: '1.1' }] }),
    options: { implementer: agent, reviewer: agent },
  });

  const run = rig.run('implement-phase', { phase: '1' }, setups[name].env(model.origin));

  expect(await run.ended).toMatchObject({ code: 0 });
  expect(run.report('1')).toMatchObject({ outcome: 'landed', agentCalls: 3 });
  expect(await rig.git('show', `phase/1:${taskFile('1.1')}`)).toBe('task 1.1');
  expect(rig.survivors()).toEqual([]);
});
