import { describe, expect, onTestFinished, test } from 'vitest';
import { claude, claudeEnvironment } from '../rig/agents/claude.ts';
import { codexAt, codexKey } from '../rig/agents/codex.ts';
import { demoModel, runDemo } from '../rig/agents/demo.ts';
import { installedAgent } from '../rig/agents/install.ts';
import { startModel, type ModelServer } from '../rig/model/server.ts';
import { usualTokens } from '../rig/model/step.ts';
import { roleOf } from '../rig/agents/phase-model.ts';

const codexInstalled = await installedAgent('codex');
if ('skipped' in codexInstalled) test.skip(`The demo is not done by codex: ${codexInstalled.skipped}.`);

const claudeInstalled = await installedAgent('claude');
if ('skipped' in claudeInstalled) test.skip(`The demo is not done by claude: ${claudeInstalled.skipped}.`);

const claudeProgram = 'program' in claudeInstalled ? claudeInstalled.program : '';
const codexProgram = 'program' in codexInstalled ? codexInstalled.program : '';

describe('the demo phase', { timeout: 900_000 }, () => {
  test.runIf(codexProgram !== '')(
    'lands with codex in every role, and each answer of its model is counted once.',
    async () => {
      const model = await scriptedModel();
      const codex = codexAt(model.origin, codexProgram);
      const { code, report, survivors } = await runDemo(
        { implementer: codex, reviewer: codex },
        { [codexKey]: 'made-up-key' },
      );

      expect({ code, outcome: report.outcome, survivors }).toEqual({ code: 0, outcome: 'landed', survivors: [] });
      expect(report.criteria.map((one) => one.outcome)).toEqual(report.criteria.map(() => 'met'));
      const { input, output } = usualTokens;
      const answers = model.calls.length;
      expect(report.usage).toMatchObject({ inputTokens: answers * input, outputTokens: answers * output });
    },
  );

  test.runIf(claudeProgram !== '')('lands with claude in every role.', async () => {
    const model = await scriptedModel();
    const agent = claude(claudeProgram);
    const { code, report, survivors } = await runDemo(
      { implementer: agent, reviewer: agent },
      claudeEnvironment(model.origin),
    );

    expect({ code, outcome: report.outcome, survivors }).toEqual({ code: 0, outcome: 'landed', survivors: [] });
    expect(report.criteria.map((one) => one.outcome)).toEqual(report.criteria.map(() => 'met'));
  });

  test.runIf(claudeProgram !== '' && codexProgram !== '')(
    'lands with claude implementing and codex reviewing.',
    async () => {
      const model = await scriptedModel();
      const { code, report, survivors } = await runDemo(
        { implementer: claude(claudeProgram), reviewer: codexAt(model.origin, codexProgram) },
        { ...claudeEnvironment(model.origin), [codexKey]: 'made-up-key' },
      );

      expect({ code, outcome: report.outcome, survivors }).toEqual({ code: 0, outcome: 'landed', survivors: [] });
      const apis = model.calls.map((call) => `${call.api} ${roleOf(call)}`);
      expect(new Set(apis)).toEqual(new Set(['messages implementer', 'responses reviewer']));
    },
  );
});

async function scriptedModel(): Promise<ModelServer> {
  const model = await startModel(demoModel());
  onTestFinished(async () => await model.close());
  return model;
}
