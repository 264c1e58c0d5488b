import { z } from 'zod';
import { statusText } from '../../../cli/status-text.ts';
import { bringPhases } from '../../../core/bundle/bring-phases.ts';
import { describeFailure, fail, ok, type Result } from '../../../core/failure.ts';
import { git } from '../../../core/git/git.ts';
import { pushRefs } from '../../../core/git/push.ts';
import { readRef } from '../../../core/git/refs.ts';
import type { Host } from '../../../core/host/host.ts';
import { block, code, prose } from '../../../core/report/markdown-text.ts';
import { keepAnswer } from '../../../core/stage/questions/answers.ts';
import { findQuestion } from '../../../core/stage/questions/open-questions.ts';
import { readStatus } from '../../../core/stage/status/read-status.ts';
import { asked, repositoryOf, type Repository } from '../ask-github.ts';
import { list, readInputs, word } from '../inputs.ts';
import type { Job } from '../job.ts';
import { mayRun } from '../may-run.ts';
import { phaseCommand, type PhaseCommand } from '../phase-command.ts';
import { placeOf } from '../place.ts';
import type { Stage } from '../stage.ts';
import { eventOf } from '../who-may.ts';
import { withToken } from '../with-token.ts';

/** What the step has that takes what people say in comments. */
export const answerInputs = {
  token: z
    .string({ error: 'expected a token with `contents: write`, `actions: write` and `pull-requests: write`' })
    .min(1),
  /** File of the workflow that does phases: `phase.yml`. */
  workflow: word.default('phase.yml'),
  bots: list,
};

const commentSchema = z.object({
  // Who changes a comment need not be who wrote it.
  action: z.literal('created'),
  comment: z.object({ body: z.string(), user: z.object({ login: z.string() }) }),
  issue: z.object({ number: z.number().int().positive() }),
  repository: z.object({ default_branch: z.string() }),
});

/**
 * Takes a comment that begins with `/phase`, from people who may write here: says how phases are, records an answer at the remote
 * and has the phase go on, starts it again, or stops it. A comment that is none of that is nobody's business.
 */
export const answer: Stage = async (host, job, workspace) => {
  const read = readInputs(job, answerInputs);
  if (!read.ok) return read;
  const place = placeOf(job, workspace);
  if (!place.ok) return place;
  const event = commentSchema.safeParse(eventOf(job));
  if (!event.success)
    return fail(
      'bad-option',
      'Unexpected event, expected a comment that was made just now: issue_comment, of type created.',
    );
  const { comment, issue, repository: about } = event.data;
  const command = phaseCommand(comment.body);
  if (!command) return ok({ outputs: { command: '' } });
  const { token, workflow, bots } = read.value;
  const repository = repositoryOf(job, token);
  if (!repository.ok) return repository;
  const may = await mayRun(repository.value, { login: comment.user.login, bots });
  if (!may.ok) return may;
  const brought = await withToken(host, { checkout: workspace, folder: place.value.folder, token }, async (inner) => {
    const all = await bringPhases(git(inner, workspace));
    if (!all.ok) return all;
    if (!command.ok) return command;
    const to = { ...repository.value, workflow, branch: about.default_branch };
    return await carryOut(inner, { job, workspace, to, by: comment.user.login, issue: issue.number }, command.value);
  });
  const said = brought.ok ? brought.value : describeFailure(brought.failure);
  const replied = await asked(
    { doing: `take the answer on #${issue.number}`, needs: 'pull-requests: write' },
    async () =>
      await repository.value.octokit.rest.issues.createComment({
        ...repository.value.at,
        issue_number: issue.number,
        body: said,
      }),
  );
  const outputs = { command: command.ok ? command.value.do : 'unread' };
  if (!brought.ok) return ok({ outputs, failure: brought.failure });
  return replied.ok ? ok({ outputs }) : ok({ outputs, failure: replied.failure });
};

interface About {
  readonly job: Job;
  readonly workspace: string;
  readonly to: Repository & { readonly workflow: string; readonly branch: string };
  readonly by: string;
  /** Where it was said, and where the run is to say how the phase stands. */
  readonly issue: number;
}

/** Answers with what is said to the person, as Markdown. */
async function carryOut(host: Host, about: About, command: PhaseCommand): Promise<Result<string>> {
  switch (command.do) {
    case 'status': {
      const status = await readStatus(host, about.workspace);
      return status.ok ? ok(block(statusText(status.value, { color: false, columns: 100 }))) : status;
    }
    case 'answer':
      return await take(host, about, command);
    case 'resume':
      return await start(about, command.phase === undefined ? {} : { phase: command.phase });
    case 'stop':
      return await stop(about);
  }
}

async function take(
  host: Host,
  about: About,
  { question: id, choice, text }: Extract<PhaseCommand, { do: 'answer' }>,
): Promise<Result<string>> {
  const found = await findQuestion(host, about.workspace, id);
  if (!found.ok) return found;
  const { question, refs, repository, about: phase } = found.value;
  if (!question.options.some((option) => option.name === choice)) {
    const names = question.options.map(({ name, does }) => `- ${code(`/phase answer ${id} ${name}`)}: ${prose(does)}`);
    return fail('bad-option', `Unexpected option "${choice}" of question ${id}, expected one of:\n${names.join('\n')}`);
  }
  const ref = refs.answer(id);
  const expected = await readRef(repository.git, ref);
  const by = `${about.by} on GitHub`;
  await keepAnswer(host, repository.git, refs, { question, choice, text, by, how: 'person' });
  const to = await readRef(repository.git, ref);
  // The credentials are those of this step, and not those that the repository was opened with.
  const pushed = await pushRefs(host, git(host, about.workspace), { remote: 'origin', moves: [{ ref, to, expected }] });
  if (pushed.how !== 'moved') {
    const why = 'words' in pushed ? pushed.words : 'somebody else has answered it in this moment';
    return fail('remote', `The answer was not recorded: ${why}. Answer again.`);
  }
  const started = await start(about, { project: phase.project, plan: phase.plan, phase: phase.phase });
  // Whoever answers by an id alone reads here what they have answered, and how.
  const { does = '' } = question.options.find(({ name }) => name === choice) ?? {};
  const quoted = `> ${prose(question.text)}\n>\n> ${code(choice)}: ${prose(does)}`;
  const recorded = `Recorded: ${code(choice)} for ${code(id)}, by ${prose(by)}.`;
  return started.ok
    ? ok(`${recorded} ${started.value}\n\n${quoted}`)
    : fail('remote', `${recorded} ${started.failure.message}\n\n${quoted}`);
}

async function start({ to, issue }: About, given: Readonly<Record<string, string>>): Promise<Result<string>> {
  const { octokit, at, workflow, branch } = to;
  const inputs = { ...given, issue: String(issue) };
  const dispatched = await asked(
    { doing: `start ${workflow}`, needs: 'actions: write' },
    async () =>
      await octokit.rest.actions.createWorkflowDispatch({ ...at, workflow_id: workflow, ref: branch, inputs }),
  );
  return dispatched.ok ? ok('The phase goes on in a new run.') : dispatched;
}

async function stop({ to }: About): Promise<Result<string>> {
  const { octokit, at, workflow } = to;
  const own = { ...at, workflow_id: workflow, per_page: 100 };
  let count = 0;
  // Those that wait first: one of them would begin as soon as the one that runs is stopped.
  for (const status of ['queued', 'pending', 'waiting', 'in_progress'] as const) {
    const runs = await asked(
      { doing: `list the runs of ${workflow}`, needs: 'actions: write' },
      async () => await octokit.paginate(octokit.rest.actions.listWorkflowRuns, { ...own, status }),
    );
    if (!runs.ok) return runs;
    for (const { id } of runs.value) {
      const ended = await asked(
        { doing: `stop run ${id}`, needs: 'actions: write' },
        async () => await octokit.rest.actions.cancelWorkflowRun({ ...at, run_id: id }),
      );
      // One that has ended by itself meanwhile cannot be stopped any more.
      if (!ended.ok && ended.status !== 409) return ended;
      if (ended.ok) count += 1;
    }
  }
  const what = count === 0 ? 'Nothing of it runs.' : `${count} ${count === 1 ? 'run is' : 'runs are'} being stopped.`;
  return ok(`${what} What earlier runs have brought to the repository is kept; \`/phase resume\` goes on from there.`);
}
