import { describe, expect, test } from 'vitest';
import { targetGate } from '../core/gate/option.ts';
import { optionNames, resolveOptions, type WrittenOptions } from '../core/options.ts';

const agent = { driver: 'command', command: ['my-agent'] } as const;
const agents = {
  implementer: { ...agent, command: [...agent.command] },
  reviewer: { ...agent, command: [...agent.command] },
};

function resolve(...written: readonly unknown[]) {
  return resolveOptions(written.map((one, index) => ({ from: `layer ${index + 1}`, written: one })));
}

function complaint(...written: readonly unknown[]): string {
  const result = resolve(...written);
  return result.ok ? 'accepted' : `${result.failure.reason} ${result.failure.message}`;
}

test('What is not written has its default.', () => {
  expect(resolve(agents)).toEqual({
    ok: true,
    value: {
      implementer: { ...agent, env: [] },
      reviewer: { ...agent, env: [] },
      gates: ['typecheck', 'lint', 'build', 'test'].map(targetGate),
      gateTimeLimit: 300,
      gateRetries: 2,
      maxReviewRounds: 5,
      claims: 'off',
      workflow: 'auto',
      compileGates: ['typecheck', 'type-check', 'types', 'tsc', 'compile', 'build'],
      testGates: ['test', 'unit', 'unit-test', 'vitest', 'jest', 'pytest'],
      styleGuides: ['docs/style/**/*.md'],
      maxStyleRounds: 3,
      parallel: 3,
      agentTimeLimit: 3600,
      agentSilenceLimit: 600,
      agentRetries: 3,
      agentRetryDelay: 5,
      onQuota: 'park',
      polish: 'full',
      autoApproveBreakdown: false,
      budget: {},
      questions: { whenPassed: 'default', answers: {} },
      rules: ['AGENTS.md', 'CLAUDE.md'],
      land: 'branch',
      hooks: ['pre-commit', 'commit-msg', 'pre-push'],
      keepWorktrees: false,
      checklists: [],
      formats: [],
    },
  });
});

test('An agent that nobody names is claude, and a name alone is an agent.', () => {
  expect(resolve({ reviewer: 'codex' })).toMatchObject({
    value: { implementer: { driver: 'claude', sandbox: 'auto' }, reviewer: { driver: 'codex' } },
  });
});

describe('layers', () => {
  test('A later one is stronger, option by option.', () => {
    const result = resolve({ ...agents, parallel: 2, gateRetries: 0 }, { parallel: 8 }, {});
    expect(result).toMatchObject({ value: { parallel: 8, gateRetries: 0 } });
  });

  test('An agent is replaced as a whole.', () => {
    const result = resolve(agents, {
      reviewer: { driver: 'scripted', script: 'x.json' },
    } satisfies Partial<WrittenOptions>);
    expect(result.ok && result.value.reviewer).toEqual({ driver: 'scripted', script: 'x.json' });
  });

  test('What is wrong is told with the layer it is in.', () => {
    expect(complaint(agents, { parallel: 0 })).toMatch(/^bad-option layer 2: /);
  });
});

describe('a complaint', () => {
  test('about an unknown option lists those that there are.', () => {
    expect(complaint({ ...agents, maxReviewRound: 3 })).toBe(
      `bad-option layer 1: Unexpected option "maxReviewRound", expected one of ${optionNames.join(', ')}.`,
    );
    expect(optionNames).toContain('maxReviewRounds');
  });

  test.each<[object, string]>([
    [{ maxReviewRounds: 11 }, 'Unexpected value 11 of option "maxReviewRounds"'],
    [{ maxReviewRounds: 0 }, 'Unexpected value 0 of option "maxReviewRounds"'],
    [{ gateRetries: 1.5 }, 'Unexpected value 1.5 of option "gateRetries"'],
    [{ gateTimeLimit: '300' }, 'Unexpected value "300" of option "gateTimeLimit"'],
    [{ agentTimeLimit: -1 }, 'Unexpected value -1 of option "agentTimeLimit"'],
    [{ gates: [] }, 'Unexpected value [] of option "gates"'],
    [{ gates: ['test', ''] }, 'Unexpected value "" of option "gates.1"'],
    [{ parallel: null }, 'Unexpected value null of option "parallel"'],
    [{ backlog: '' }, 'Unexpected value "" of option "backlog"'],
    [{ checklists: 'todo.md' }, 'Unexpected value "todo.md" of option "checklists"'],
  ])('about a wrong value names both: %j.', (written, words) => {
    expect(complaint({ ...agents, ...written })).toContain(words);
  });

  test.each<[unknown, string]>([
    ['telepathy', 'expected an agent: "claude", "codex"'],
    [{ driver: 'claude', modell: 'x' }, 'Unexpected option "implementer.modell"'],
    [{ driver: 'codex', maxCostUsd: 1 }, 'option "implementer.maxCostUsd"'],
    [{ ...agent, env: ['GITHUB_TOKEN'] }, 'option "implementer.env.0"'],
    [{ ...agent, env: ['NODE_OPTIONS'] }, 'option "implementer.env.0"'],
    [{ driver: 'telepathy' }, 'expected an agent'],
    [{ driver: 'command', command: [] }, 'option "implementer.command"'],
    [{ driver: 'command' }, 'Unexpected value nothing of option "implementer.command"'],
    [{ driver: 'scripted', script: '' }, 'option "implementer.script"'],
    [{ ...agent, model: 'x' }, 'Unexpected option "implementer.model"'],
  ])('about an agent says what one is: %j.', (implementer, words) => {
    expect(complaint({ ...agents, implementer })).toContain(words);
  });

  test.each([[undefined], [null], ['text'], [[]], [7]])('is made of options that are none: %j.', (written) => {
    expect(complaint(agents, written)).toMatch(/^bad-option layer 2: /);
  });

  test('tells all that is wrong at once.', () => {
    const words = complaint({ ...agents, parallel: 0, gates: 7, colour: 'red' });
    for (const name of ['parallel', 'gates', 'colour']) expect(words).toContain(`"${name}"`);
  });
});

describe('questions', () => {
  test('Answers that are laid down give up, try again, or take what an agent offers.', () => {
    const answers = { 'review-limit': 'abandon', 'trade-off': 'option-1', criterion: 'not-met' };
    expect(resolve(agents, { questions: { deadline: 60, answers } })).toMatchObject({
      value: { questions: { deadline: 60, whenPassed: 'default', answers } },
    });
  });

  test.each([
    ['an approval', { 'review-limit': 'approve' }],
    ['that a criterion is met', { criterion: 'met' }],
    ['to take over what another works on', { claimed: 'resume' }],
    ['a question that there is not', { 'no-such': 'abandon' }],
  ])('No option stands in for %s.', (_what, answers) => {
    expect(complaint(agents, { questions: { answers } })).toMatch(/^bad-option .*questions/);
  });
});
