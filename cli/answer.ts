import { describeFailure } from '../core/failure.ts';
import { nodeHost } from '../core/host/node-host.ts';
import { callVariable, runVariable } from '../core/host/variables.ts';
import { keepAnswer } from '../core/stage/answers.ts';
import { findQuestion } from '../core/stage/open-questions.ts';
import { readArgs, UsageError } from './usage-error.ts';

const usage = `phasewright answer <question> <option> [--text …]

Answers a question that a run has asked, as a person; the next run of the phase takes it up. \`phasewright status\` lists
the questions and their options.

  -t, --text …   what you want to say besides
  -h, --help     this text
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArgs(
    {
      args: [...args],
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, text: { type: 'string', short: 't' } },
    },
    usage,
  );
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const [question, choice, ...rest] = positionals;
  if (question === undefined || choice === undefined || rest.length > 0)
    throw new UsageError(`Unexpected arguments "${positionals.join(' ')}", expected a question and an option.`, usage);
  return await answerCommand(process.cwd(), { question, choice, text: values.text ?? '' });
}

/** Records a person's answer; the next run of the phase takes it up. */
async function answerCommand(
  checkout: string,
  answer: { question: string; choice: string; text: string },
): Promise<number> {
  const host = nodeHost();
  // An agent, or a test that it wrote, would approve its own work.
  if (host.env[runVariable] || host.env[callVariable]) {
    process.stderr.write('A question is for a person: answers from within a run do not count.\n');
    return 1;
  }
  const found = await findQuestion(host, checkout, answer.question);
  if (!found.ok) {
    process.stderr.write(`${describeFailure(found.failure)}\n`);
    return 1;
  }
  const { question, report, refs, repository } = found.value;
  if (!question.options.some((option) => option.name === answer.choice)) {
    const options = question.options.map((option) => `  ${option.name}  ${option.does}`).join('\n');
    process.stderr.write(
      `Unexpected option "${answer.choice}" of question ${question.id}, expected one of:\n${options}\n`,
    );
    return 1;
  }
  const { user, host: machine } = await host.processes.self();
  await keepAnswer(host, repository.git, refs, { ...answer, by: `${user}@${machine}` });
  process.stdout.write(
    `Recorded: ${answer.choice}, by ${user}@${machine}.\nContinue with: npx nx run ${report.project}:implement-phase --phase=${report.phase.id}\n`,
  );
  return 0;
}
