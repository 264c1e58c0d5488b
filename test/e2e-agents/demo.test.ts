import { describe, expect, onTestFinished, test } from 'vitest';
import { codexAt, codexKey } from '../rig/agents/codex.ts';
import { demoModel, runDemo } from '../rig/agents/demo.ts';
import { installedAgent } from '../rig/agents/install.ts';
import { startModel } from '../rig/model/server.ts';

const codexInstalled = await installedAgent('codex');
if ('skipped' in codexInstalled) test.skip(`The demo is not done by codex: ${codexInstalled.skipped}.`);

const codexProgram = 'program' in codexInstalled ? codexInstalled.program : '';

describe('the demo phase', { timeout: 900_000 }, () => {
  test.runIf(codexProgram !== '')('lands with codex in every role.', async () => {
    const model = await startModel(demoModel());
    onTestFinished(async () => await model.close());
    const codex = codexAt(model.origin, codexProgram);
    const { code, report, survivors } = await runDemo(
      { implementer: codex, reviewer: codex },
      { [codexKey]: 'made-up-key' },
    );

    expect({ code, outcome: report.outcome, survivors }).toEqual({ code: 0, outcome: 'landed', survivors: [] });
    expect(report.criteria.map((one) => one.outcome)).toEqual(report.criteria.map(() => 'met'));
    console.log(JSON.stringify(report.usage), report.agentCalls, model.calls.length);
  });
});
