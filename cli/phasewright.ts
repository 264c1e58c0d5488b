#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { answerCommand } from './answer.ts';
import { statusCommand } from './status.ts';

const usage = `phasewright: what a phase run needs from people

  phasewright status                                   the questions that are open, and what can be answered
  phasewright answer <question> <option> [--text …]    answers a question; then start the run again

A phase itself is run by Nx: nx run <project>:implement-phase
`;

/** Reads the command line and hands over to one command; each answers with an exit code. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' }, text: { type: 'string', short: 't' } },
  });
  const [command, ...rest] = positionals;
  if (values.help === true || command === undefined) {
    process.stdout.write(usage);
    return command === undefined && values.help !== true ? 2 : 0;
  }
  if (command === 'status' && rest.length === 0) return await statusCommand(process.cwd());
  if (command === 'answer' && rest.length === 2) {
    const [question, choice] = rest;
    return await answerCommand(process.cwd(), { question: question!, choice: choice!, text: values.text ?? '' });
  }
  process.stderr.write(`Unexpected arguments: ${positionals.join(' ')}\n\n${usage}`);
  return 2;
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 2;
});
