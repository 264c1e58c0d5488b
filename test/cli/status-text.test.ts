import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { statusText } from '../../cli/status-text.ts';
import type { Status, StatusTask } from '../../core/stage/status/status.ts';

const nothing = { doing: null, question: null, reason: null, rounds: null, commit: null, spent: {} };
const noTask = { ...nothing, ticked: false, waitsFor: [], run: null };
// Noon of that day, wherever the test runs.
const since = new Date(2026, 2, 2, 9, 20).toISOString();

function task(id: string, title: string, own: Partial<StatusTask>): StatusTask {
  return { id, slug: id, title, state: 'open', ...noTask, ...own };
}

const worker = { host: 'laptop', user: 'ada', pid: 4711, standing: 'alive', since, seenAt: null } as const;

const status: Status = {
  version: 1,
  checkout: '/w',
  phases: [
    {
      plan: 'demo',
      phase: '1',
      title: 'Durations as text and as numbers, in all the forms that people write',
      project: 'demo',
      path: 'specs/91-impl-plan.md',
      state: 'at-work',
      run: 'run-1',
      bound: true,
      base: 'b'.repeat(40),
      landed: null,
      tasks: [
        task('1.1', 'The duration', { state: 'done', rounds: 2, commit: 'c'.repeat(40), spent: { costUsd: 0.5 } }),
        task('1.2', 'Parser for ISO 8601 and for amounts with units, in `src/parse.ts`', {
          state: 'at-work',
          run: 'run-1',
          doing: { do: 'work', role: 'implementer', agent: 'claude opus', round: 2, attempt: 3, since },
        }),
        task('1.3', '時間の書式', { state: 'waiting', question: 'task-1.3-abcdef' }),
        task('1.4', 'Arithmetic', { state: 'stopped', reason: 'The agent failed three times in a row, and said why.' }),
        task('1.10', 'Entry point', { waitsFor: ['1.2', '1.3'] }),
      ],
      merges: [
        {
          ...nothing,
          stage: 'merge-1.2',
          task: '1.2',
          state: 'waiting',
          question: 'squash-abcdef',
          run: null,
        },
      ],
      stages: [
        { name: 'squash', state: 'done', ...nothing },
        { name: 'review', state: 'open', ...nothing },
      ],
      spent: { inputTokens: 1200, costUsd: 0.5 },
      next: 'npx nx run demo:implement-phase --plan=demo --phase=1',
    },
  ],
  workers: [{ run: 'run-1', ...worker, holds: [{ plan: 'demo', phase: '1', what: 'phase', epoch: 1 }] }],
  questions: [
    {
      question: {
        id: 'task-1.3-abcdef',
        reason: 'gate-limit',
        stage: 'task-1.3',
        text: 'The gates stay red.',
        context: ['demo:test failed with many words that do not fit on one line of a terminal'],
        options: [{ name: 'guide', does: 'go on, with your words as guidance to the agent' }],
        default: 'guide',
      },
      plan: 'demo',
      phase: '1',
      project: 'demo',
      askedAt: since,
      deadline: null,
      next: 'npx nx run demo:implement-phase',
    },
  ],
  spent: { inputTokens: 1200, costUsd: 0.5 },
};

function lines(color: boolean, columns: number, of: Status = status): string[] {
  return statusText(of, { color, columns }).split('\n');
}

test('Eighty columns hold all of it: titles give way before what is done, and commands are never broken.', () => {
  const shown = lines(false, 80);
  expect(shown.slice(0, 12)).toEqual([
    '▶ demo, phase 1: Durations as text and as numbers,…  ▰▱▱▱▱ 1 of 5 tasks, at work',
    '  ada@laptop, process 4711, since 2026-03-02 09:20',
    '  ✔ 1.1    The duration                 2 rounds, cccccccc, 0.50 USD',
    '  ▶ 1.2    Parser for ISO 8601 and fo…  round 2.3, implementer since 2026-03-02…',
    '  ? 1.3    時間の書式                   waits for an answer: task-1.3-abcdef',
    '  ■ 1.4    Arithmetic                   stopped',
    '           The agent failed three times in a row, and said why.',
    '  · 1.10   Entry point                  after 1.2, 1.3',
    '  ? merge  conflicts of task 1.2        waits for an answer: squash-abcdef',
    '  ✔ squash   · review',
    '  cost  1,200 input tokens, 0.50 USD',
    '',
  ]);
  expect(shown).toContain('  npx phasewright answer task-1.3-abcdef guide');
});

describe.each([80, 120])('in %i columns', (columns) => {
  test('no line is longer.', () => {
    expect(lines(false, columns).filter((line) => stringWidth(line) > columns)).toEqual([]);
  });

  test('colours change nothing but the colour.', () => {
    const plain = lines(false, columns);
    const colored = lines(true, columns);
    expect(colored).not.toEqual(plain);
    expect(colored.map(stripVTControlCharacters)).toEqual(plain);
  });
});

test('What agents and plans write into it cannot steer the terminal.', () => {
  const evil = '\u001B[2J\u202Ehidden\u0007';
  const [phase] = status.phases;
  const tasks = [task('1', evil, { state: 'stopped', reason: evil })];
  const asked = status.questions[0]!;
  const shown = statusText(
    {
      ...status,
      phases: [{ ...phase!, title: evil, tasks }],
      questions: [{ ...asked, question: { ...asked.question, text: evil, context: [evil] } }],
    },
    { color: false, columns: 80 },
  );
  expect(['\u001B', '\u202E', '\u0007'].filter((sign) => shown.includes(sign))).toEqual([]);
  expect(shown).toContain('hidden');
});

test('A phase that is handed over is one line.', () => {
  const phases = status.phases.map((phase) => ({ ...phase, state: 'handed-over' as const }));
  const shown = lines(false, 100, { ...status, phases, workers: [], questions: [] });
  expect(shown).toEqual([expect.stringMatching(/^✔ demo, phase 1: .* handed over$/), '', 'No question is open.', '']);
});
