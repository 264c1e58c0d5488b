import { randomUUID } from 'node:crypto';
import type { Job } from './job.ts';

/**
 * Prints text of agents, plans and gates to the log of a job, exactly as it is; a lone surrogate is U+FFFD. Meanwhile the
 * runner reads no commands: it goes on at a word that was made up here, and so is in no text. One text is one write, so that
 * a job that is ended does not leave commands stopped for the steps that follow.
 */
export function tell({ write }: Pick<Job, 'write'>, text: string): void {
  if (text === '') return;
  const word = `phasewright-${randomUUID()}`;
  const ended = /[\n\r]$/.test(text) ? '' : '\n';
  write(`::stop-commands::${word}\n${text.toWellFormed()}${ended}::${word}::\n`);
}

/**
 * A line, or several, in which the runner recognises no command, also where commands cannot be stopped: in a line of ours that
 * names a task, and in what a program prints while it runs. `::` at the start of a line becomes `: :`, `##[` becomes `## [`,
 * all else stays.
 */
export function withoutCommands(text: string): string {
  return text.toWellFormed().replaceAll(atStart, '$1: :').replaceAll(anywhere, '## [');
}

/**
 * Prints what a program writes, as it comes, with no command in it: line by line, of which one of more than 64 Ki characters is
 * broken. `end` prints what is left.
 */
export function tellAsItComes({ write }: Pick<Job, 'write'>): {
  readonly add: (chunk: string) => void;
  readonly end: () => void;
} {
  let rest = '';
  return {
    add(chunk) {
      const lines = (rest + chunk).split(/(?<=\n)/);
      rest = lines.at(-1)?.endsWith('\n') ? '' : (lines.pop() ?? '');
      for (const line of lines) write(withoutCommands(line));
      if (rest.length > longestLine) this.end();
    },
    end() {
      if (rest !== '') write(`${withoutCommands(rest)}\n`);
      rest = '';
    },
  };
}

const longestLine = 64 * 1024;

/*
 * The runner compares by the culture of its machine, which skips characters without a weight, and it trims what Unicode calls
 * white space. So none of these between the characters of a form hides it here.
 */
const weightless = String.raw`[[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]--[\n\r]]*`;
const blank = String.raw`[[\p{Z}\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]--[\n\r]]*`;
const atStart = new RegExp(String.raw`(?<=^|[\n\r])(${blank}):${weightless}:`, 'gv');
const anywhere = new RegExp(String.raw`#${weightless}#${weightless}\[`, 'gv');
