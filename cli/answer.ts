import { describeFailure } from '../core/failure.ts';
import { nodeHost } from '../core/host/node-host.ts';
import { callVariable, runVariable } from '../core/host/variables.ts';
import { keepAnswer } from '../core/stage/answers.ts';
import { findQuestion } from '../core/stage/open-questions.ts';

/** Records a person's answer; the next run of the phase takes it up. */
export async function answerCommand(
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
