import { describeFailure } from '../core/failure.ts';
import { nodeHost } from '../core/host/node-host.ts';
import { answerCommand } from '../core/report/wording.ts';
import { questionsOf } from '../core/stage/questions/open-questions.ts';
import { visibleText } from '../core/visible.ts';
import { describeQuestion } from './describe-question.ts';
import { readArgs } from './usage-error.ts';

const usage = `phasewright status

Lists the questions of this repository that are open, each with what can be answered and, where there is one, with the time
after which its default is taken.
`;

export async function run(args: readonly string[]): Promise<number> {
  const options = { help: { type: 'boolean', short: 'h' } } as const;
  const { values } = readArgs({ args: [...args], options }, usage);
  if (values.help !== true) return await statusCommand(process.cwd());
  process.stdout.write(usage);
  return 0;
}

/** Prints the open questions of a repository, each with what can be answered. */
async function statusCommand(checkout: string): Promise<number> {
  const found = await questionsOf(nodeHost(), checkout);
  if (!found.ok) {
    process.stderr.write(`${describeFailure(found.failure)}\n`);
    return 1;
  }
  const open = found.value.questions.filter((one) => one.isOpen);
  if (open.length === 0) process.stdout.write('No question is open.\n');
  for (const one of open) {
    const { id, options } = one.question;
    const answers = options.map(({ name, does }) => `  ${answerCommand(id, name)}    ${does}`);
    const lines = [...describeQuestion(one), ...answers];
    process.stdout.write(`${visibleText(lines.join('\n'))}\n\n`);
  }
  return 0;
}
