import { createInterface, type Interface } from 'node:readline/promises';
import type { Question } from '../core/workflow/question.ts';
import { visibleText } from '../core/visible.ts';
import { describeQuestion } from './describe-question.ts';

interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

interface Open {
  readonly question: Question;
  readonly askedAt: string;
  readonly deadline: string | null;
  readonly about: { readonly project: string; readonly phase: string };
}

export interface Chosen<T extends Open = Open> {
  readonly asked: T;
  readonly choice: string;
  readonly text: string;
}

/**
 * Goes through open questions with a person: shows each with its numbered options, takes a choice and words, and has it
 * confirmed before it is recorded. Nothing typed leaves a question open; the end of the input leaves the rest open.
 */
export async function askPerson<T extends Open>(
  { input, output }: Terminal,
  questions: readonly T[],
  record: (chosen: Chosen<T>) => Promise<void>,
): Promise<void> {
  if (questions.length === 0) {
    output.write('No question is open.\n');
    return;
  }
  const terminal = createInterface({ input, output });
  const answers = typed(terminal);
  const say = (text: string): boolean => output.write(text);
  try {
    for (const [index, asked] of questions.entries()) {
      say(`${index === 0 ? '' : '\n'}Question ${index + 1} of ${questions.length}\n`);
      const chosen = await choose(asked, say, answers);
      if (chosen === 'end') return void say('\n');
      if (chosen) await record({ asked, ...chosen });
      else say('Left open.\n');
    }
  } finally {
    terminal.close();
  }
}

type Answers = (prompt: string) => Promise<string | undefined>;

/** The next typed line, trimmed; undefined at the end of the input. Lines that come before they are asked for wait. */
function typed(terminal: Interface): Answers {
  const lines = terminal[Symbol.asyncIterator]();
  let isOver = false;
  terminal.once('close', () => (isOver = true));
  return async (prompt) => {
    terminal.setPrompt(prompt);
    // Lines may be left when the input is over; a terminal that is closed cannot prompt for them.
    if (!isOver) terminal.prompt();
    const next = await lines.next();
    return next.done === true ? undefined : next.value.trim();
  };
}

async function choose(
  asked: Open,
  say: (text: string) => void,
  answers: Answers,
): Promise<{ choice: string; text: string } | 'end' | undefined> {
  const { question } = asked;
  const { options } = question;
  const numbered = options.map(({ name, does }, index) => `  ${index + 1}  ${name}: ${does}`);
  say(`${visibleText([...describeQuestion(asked), ...numbered].join('\n'))}\n`);
  for (;;) {
    const line = await answers(`Your choice, 1 to ${options.length}, or nothing to leave it open: `);
    if (line === undefined) return 'end';
    if (line === '') return undefined;
    const option = options.find(({ name }, index) => line === name || line === String(index + 1));
    if (!option) {
      say(`Unexpected "${visibleText(line)}", expected a number or the name of an option.\n`);
      continue;
    }
    const text = await answers('Your words on it, if any: ');
    if (text === undefined) return 'end';
    const isSure = await answers(`Record "${option.name}"${text === '' ? '' : `, "${visibleText(text)}"`}? [y/N] `);
    if (isSure === undefined) return 'end';
    if (/^y(?:es)?$/i.test(isSure)) return { choice: option.name, text };
  }
}
