import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { askPerson } from '../../cli/ask-person.ts';
import type { Question } from '../../core/workflow/question.ts';

function open(id: string) {
  const question: Question = {
    id,
    reason: 'gate-limit',
    stage: 'task-1.1',
    text: 'The gates are red after 3 attempts.',
    context: ['demo:test failed\nexpected 1 to be 2'],
    options: [
      { name: 'guide', does: 'go on, with your words' },
      { name: 'abandon', does: 'give it up' },
    ],
    default: 'abandon',
  };
  const about = { project: 'demo', phase: '1' };
  return { question, askedAt: '2026-05-01T10:00:00.000Z', deadline: '2026-05-02T10:00:00.000Z', about };
}

/** What is recorded, and what is shown, when these lines are typed and then the input ends. */
async function talk(ids: readonly string[], ...lines: readonly string[]) {
  const input = new PassThrough();
  const output = new PassThrough();
  input.end(lines.map((line) => `${line}\n`).join(''));
  const recorded: string[] = [];
  await askPerson({ input, output }, ids.map(open), async ({ asked, choice, text }) => {
    recorded.push(`${asked.question.id} ${choice} ${text}`.trim());
  });
  return { recorded, shown: String(output.read()) };
}

describe('askPerson', () => {
  test('shows what a person needs to know, with numbered options and the deadline.', async () => {
    const { shown } = await talk(['q1']);
    expect(shown).toContain(
      'q1  (demo, phase 1, task-1.1)\n  The gates are red after 3 attempts.\n    demo:test failed\n    expected 1 to be 2\n',
    );
    expect(shown).toContain('asked 2026-05-01T10:00:00.000Z');
    expect(shown).toContain('the first run after 2026-05-02T10:00:00.000Z takes "abandon"');
    expect(shown).toContain('  1  guide: go on, with your words\n  2  abandon: give it up\n');
  });

  test.each([
    ['a number', ['1', 'count from one', 'y'], ['q1 guide count from one']],
    ['a name', ['abandon', '', 'yes'], ['q1 abandon']],
    ['something else first, which is asked again', ['3', '0', '', 'y'], []],
    ['something else and then a number', ['seven', '2', '', 'y'], ['q1 abandon']],
    ['no confirmation, and then another choice', ['1', 'x', 'n', '2', '', 'y'], ['q1 abandon']],
    ['nothing', [''], []],
    ['a choice, and then the end of the input', ['1', 'words'], []],
  ])('records a choice that was confirmed: %s.', async (_title, lines, recorded) => {
    expect((await talk(['q1'], ...lines)).recorded).toEqual(recorded);
  });

  test('goes through all that is open, and leaves open what is passed over.', async () => {
    const { recorded, shown } = await talk(['q1', 'q2', 'q3'], '1', 'so', 'y', '', '2', '', 'y');
    expect(recorded).toEqual(['q1 guide so', 'q3 abandon']);
    expect(shown).toContain('Question 3 of 3');
    expect(shown).toContain('Left open.');
  });

  test('says that nothing is open.', async () => {
    expect((await talk([])).shown).toBe('No question is open.\n');
  });
});
