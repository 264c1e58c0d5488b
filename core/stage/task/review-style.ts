import {
  arbiterAnswerSchema,
  boundTo,
  styleAnswerSchema,
  type ArbiterAnswer,
  type StyleAnswer,
} from '../../agent/answer.ts';
import type { AgentOutcome } from '../../agent/call.ts';
import type { Brief, RuleFile } from '../../brief/brief.ts';
import { arbiterPrompt } from '../../brief/prompts/arbiter.ts';
import { styleReviewerPrompt } from '../../brief/prompts/style-reviewer.ts';
import { styleLedger } from '../../brief/style-ledger.ts';
import { diffOf } from '../../git/diff.ts';
import type { Git } from '../../git/git.ts';
import { fileAt } from '../../git/repository.ts';
import type { Finding } from '../../review/finding.ts';
import { doubtsOf, lookUp } from '../../review/look-up.ts';
import { changeFor } from '../loop/change-file.ts';
import type { StageContext } from '../context.ts';
import type { ArbiterLook, AskReader, LoopWork } from '../loop/loop-work.ts';

interface About {
  readonly brief: Brief;
  readonly guides: readonly RuleFile[];
  /** The commit that the task began from. */
  readonly start: string;
}

/**
 * Has the style of a step's change reviewed, by the written guides alone. A violation is a finding like any other: it has
 * an id, it is fixed or disputed, and the next review says what became of it. Where nothing is written, nobody is asked.
 */
export function reviewStyle(context: StageContext, { brief, guides, start }: About): LoopWork['review'] {
  return async ({ command, worktree, nonce }, ask) => {
    const { commit, since, open, disputes, settled } = command;
    if (guides.length === 0) return unwritten(commit, nonce);
    const change = await changeFor(
      context.host,
      worktree.folder,
      await diffOf(context.host, worktree, since ?? start, commit),
    );
    const ledger = styleLedger({ open, disputes });
    const review = { commit, nonce, guides, change, ledger, ...(settled && { settled }) };
    const prompt = styleReviewerPrompt(brief, review, nonce.slice(0, 8));
    const look = async (given: StyleAnswer): Promise<Awaited<ReturnType<typeof lookUp>>> =>
      await lookUp(await findingsOf(given, worktree, commit), async (path) => await fileAt(worktree, commit, path));
    const doubts = async (given: StyleAnswer): Promise<string> => doubtsOf((await look(given)).unfounded);
    const outcome = await ask(prompt, boundTo(styleAnswerSchema, { commit, nonce }), doubts);
    if (!outcome.ok) return outcome;
    const { founded, unfounded } = await look(outcome.answer);
    const { verdict } = outcome.answer;
    const answer = {
      verdict: verdict === 'accept' ? ('APPROVED' as const) : ('ISSUES_FOUND' as const),
      commit,
      nonce,
      summary: '',
    };
    return { ...outcome, answer: { ...answer, findings: founded, unfounded } };
  };
}

/** Asks somebody else whether a step goes on with what its writer and its reviewer do not agree on. */
export async function arbitrate(
  context: StageContext,
  brief: Brief,
  look: ArbiterLook,
  ask: AskReader,
): Promise<AgentOutcome<ArbiterAnswer>> {
  const { command, progress, worktree, nonce } = look;
  const { commit, rounds } = command;
  const change = await changeFor(
    context.host,
    worktree.folder,
    await diffOf(context.host, worktree, progress.from, commit),
  );
  const prompt = arbiterPrompt(
    brief,
    { commit, nonce, rounds, ledger: styleLedger(command), change },
    nonce.slice(0, 8),
  );
  return await ask(prompt, boundTo(arbiterAnswerSchema, { commit, nonce }));
}

function unwritten(commit: string, nonce: string): Awaited<ReturnType<LoopWork['review']>> {
  const summary = 'The project has no written guide of style, so there is nothing to judge by.';
  return {
    ok: true,
    answer: { verdict: 'APPROVED', commit, nonce, summary, findings: [] },
    usage: {},
    turns: [],
    session: undefined,
  };
}

/** What stands there is looked up, so that the same violation is known again when it has moved. */
async function findingsOf({ violations }: StyleAnswer, worktree: Git, commit: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { path, line, rule, fix } of violations) {
    const text = await fileAt(worktree, commit, path);
    const quote = text?.split(/\r\n|\r|\n/)[line - 1];
    findings.push({ severity: 'P2', path, line, title: rule, fix, ...(quote !== undefined && { quote }) });
  }
  return findings;
}
