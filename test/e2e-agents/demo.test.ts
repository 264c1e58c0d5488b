import { describe, expect, onTestFinished, test } from 'vitest';
import type { AgentOption } from '../../core/agent/option.ts';
import { claude, claudeEnvironment } from '../rig/agents/claude.ts';
import { codexAt, codexKey } from '../rig/agents/codex.ts';
import { demoModel, runDemo } from '../rig/agents/demo.ts';
import { installedAgent } from '../rig/agents/install.ts';
import { roleOf } from '../rig/agents/phase-model.ts';
import { startModel } from '../rig/model/server.ts';
import { usualTokens } from '../rig/model/step.ts';

const installed = { claude: await installedAgent('claude'), codex: await installedAgent('codex') };
type Name = keyof typeof installed;

const pairs: readonly (readonly [implementer: Name, reviewer: Name])[] = [
  ['claude', 'claude'],
  ['codex', 'codex'],
  ['claude', 'codex'],
];

describe('the demo phase', { timeout: 900_000 }, () => {
  test.for(pairs)('lands with %s implementing and %s reviewing.', async ([implementer, reviewer], { skip }) => {
    for (const found of [installed[implementer], installed[reviewer]]) if ('skipped' in found) skip(found.skipped);
    const model = await startModel(demoModel());
    onTestFinished(async () => await model.close());
    const agents = { implementer: agentOf(implementer, model.origin), reviewer: agentOf(reviewer, model.origin) };
    const env = { ...claudeEnvironment(model.origin), [codexKey]: 'made-up-key' };
    const { code, report, survivors } = await runDemo(agents, env);

    expect({ code, outcome: report.outcome, survivors }).toEqual({ code: 0, outcome: 'landed', survivors: [] });
    expect(report.criteria.map((one) => one.outcome)).toEqual(report.criteria.map(() => 'met'));
    // Every call of the model is accounted for, in every session that was gone on with.
    const { input, output } = usualTokens;
    const answers = model.calls.length;
    expect(report.usage).toMatchObject({ inputTokens: answers * input, outputTokens: answers * output });
    const apisByRole = new Set(model.calls.map((call) => `${call.api} ${roleOf(call)}`));
    const readers = ['reviewer', 'reader'].map((role) => `${apis[reviewer]} ${role}`);
    expect(apisByRole).toEqual(new Set([`${apis[implementer]} implementer`, ...readers]));
  });
});

const apis = { claude: 'messages', codex: 'responses' } as const;

function agentOf(name: Name, origin: string): AgentOption {
  const found = installed[name];
  const program = 'program' in found ? found.program : '';
  return name === 'claude' ? claude(program) : codexAt(origin, program);
}
