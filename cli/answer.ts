import { describeFailure } from '../core/failure.ts';
import type { Repository } from '../core/git/repository.ts';
import { nodeHost } from '../core/host/node-host.ts';
import { visibleText } from '../core/visible.ts';
import { callVariable, runVariable } from '../core/host/variables.ts';
import type { Host } from '../core/host/host.ts';
import { answerCommand } from '../core/report/wording.ts';
import { keepAnswer } from '../core/stage/questions/answers.ts';
import { shareAnswers } from '../core/stage/questions/share-answers.ts';
import { findQuestion, questionsOf, type AskedQuestion } from '../core/stage/questions/open-questions.ts';
import { askPerson, type Chosen } from './ask-person.ts';
import { readArgs, UsageError } from './usage-error.ts';

const usage = `phasewright answer [<question> <option> [--text …]]

Answers a question that was asked of a person, as a person; what has asked it takes the answer up when it is started
again. \`phasewright status\` lists the questions and their options. On a terminal and without arguments it shows what is open, and asks.

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
  const host = nodeHost();
  // An agent, or a test that it wrote, would approve its own work.
  if (host.env[runVariable] || host.env[callVariable]) {
    process.stderr.write('A question is for a person: answers from within a run do not count.\n');
    return 1;
  }
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  if (positionals.length === 0 && values.text === undefined && isTerminal) return await ask(host, process.cwd());
  const [question, choice, ...rest] = positionals;
  if (question === undefined) return await nothingGiven(host, process.cwd());
  if (choice === undefined) return await answer(host, process.cwd(), { question, choice: undefined, text: '' });
  if (rest.length > 0)
    throw new UsageError(`Unexpected arguments "${positionals.join(' ')}", expected a question and an option.`, usage);
  return await answer(host, process.cwd(), { question, choice, text: values.text ?? '' });
}

async function answer(
  host: Host,
  checkout: string,
  { question: id, choice, text }: { question: string; choice: string | undefined; text: string },
): Promise<number> {
  const found = await findQuestion(host, checkout, id);
  if (!found.ok) {
    process.stderr.write(`${describeFailure(found.failure)}\n`);
    return 1;
  }
  const { question, repository } = found.value;
  if (choice === undefined || !question.options.some((option) => option.name === choice)) {
    const options = question.options.map(({ name, does }) => `  ${answerCommand(question.id, name)}    ${does}`);
    const wrong = choice === undefined ? 'Unexpected absence of an option' : `Unexpected option "${choice}"`;
    process.stderr.write(
      visibleText(`${wrong} of question ${question.id}, expected one of:\n${options.join('\n')}`) + '\n',
    );
    return 1;
  }
  await record(host, repository, { asked: found.value, choice, text });
  return 0;
}

/** Nobody can be asked without a terminal: they are told what could be answered. */
async function nothingGiven(host: Host, checkout: string): Promise<number> {
  const found = await questionsOf(host, checkout);
  const open = found.ok ? found.value.questions.filter((one) => one.isOpen) : [];
  const ids = open.map(({ question }) => `  ${question.id}  ${question.text}`);
  const list = ids.length > 0 ? `Open are:\n${ids.join('\n')}` : 'No question is open.';
  const words = found.ok ? list : describeFailure(found.failure);
  process.stderr.write(
    `${visibleText(`Unexpected absence of a question: this is no terminal, on which you would be asked. ${words}`)}\n`,
  );
  return 1;
}

async function ask(host: Host, checkout: string): Promise<number> {
  const found = await questionsOf(host, checkout);
  if (!found.ok) {
    process.stderr.write(`${describeFailure(found.failure)}\n`);
    return 1;
  }
  const { repository, questions } = found.value;
  const open = questions.filter((one) => one.isOpen);
  await askPerson({ input: process.stdin, output: process.stdout }, open, async (chosen) => {
    await record(host, repository, chosen);
  });
  return 0;
}

/** Keeps a person's answer; what has asked takes it up when it is started again. */
async function record(
  host: Host,
  repository: Repository,
  { asked, choice, text }: Chosen<AskedQuestion>,
): Promise<void> {
  const { question, refs, next, about } = asked;
  const { user, host: machine } = await host.processes.self();
  const by = `${user}@${machine}`;
  await keepAnswer(host, repository.git, refs, { question, choice, text, by, how: 'person' });
  process.stdout.write(`Recorded: ${choice}, by ${by}.\n`);
  if (about.shared !== undefined) {
    const told = await shareAnswers(host, { remote: about.shared, git: repository.git }, refs);
    if (!told.ok)
      process.stdout.write(
        visibleText(
          `Other machines get it with the next run here: ${about.shared} does not have it, ${told.failure.message}\n`,
        ),
      );
  }
  process.stdout.write(`Continue with: ${next}\n`);
}
