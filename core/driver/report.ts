import { z } from 'zod';
import type { ImplementerAnswer } from '../agent/answer.ts';
import { fail, ok, type Result } from '../failure.ts';
import { findingId, type Finding } from '../review/finding.ts';
import type { CheckedReview, Event } from '../workflow/state.ts';
import type { Desk } from './desk.ts';
import type { Standing } from './fold.ts';
import { changedSince } from './look.ts';
import {
  arbiterResultSchema,
  formatterDiscoverySchema,
  gateDiscoverySchema,
  phaseResultSchema,
  stops,
  styleResultSchema,
  type AnswerName,
  type PhaseResult,
} from './protocol.ts';
import { outsideDeclared } from './scope-of.ts';
import { scopeResultSchema } from './scope-result.ts';
import type { Fact } from './state.ts';
import { stateName } from './view.ts';

/**
 * Takes the answer to the turn that `next` has given out. One that cannot be read is none, and the turn is due again.
 * Nothing that an answer says of files is believed.
 */
export async function report(desk: Desk, result: unknown): Promise<Result<object>> {
  const { store } = desk;
  const { standing } = store;
  const due = answerDue(standing);
  if (!due)
    return fail(
      'bad-output',
      `Unexpected report in state ${stateName(standing)}, expected none: run next, which says what is due.`,
    );
  if (due === 'PhaseResult') {
    const strayed = await strayedIn(desk);
    if (!strayed.ok) return strayed;
    if (strayed.value.length > 0) await store.happened({ fact: 'touched', paths: strayed.value });
  }
  const read = readAnswer(due, result, standing);
  if ('problems' in read) {
    await store.happened({ fact: 'bad-answer', problems: read.problems });
    return fail('bad-output', `Unexpected answer, expected ${due}: ${read.problems}`);
  }
  if (due !== 'PhaseResult') {
    const changed = await changedSince(desk, standing.loop.progress.commit);
    if (!changed.ok) return changed;
    if (changed.value.length > 0) {
      const text = `Unexpected changes by an agent that was only to read: ${changed.value.join(', ')}. Its answer does not count. Put them back; or run resume, and they are judged like the rest of the change.`;
      await store.happened({ fact: 'trouble', reason: 'agent-violation', text, log: '', paths: changed.value });
      return fail('agent-violation', text);
    }
  }
  await store.happened(read.fact);
  return ok({});
}

/** What a turn has changed outside of its commit, whatever it answers. */
async function strayedIn(desk: Desk): Promise<Result<string[]>> {
  const { work, loop, touched } = desk.store.standing;
  const changed = await changedSince(desk, loop.progress.commit);
  return changed.ok ? ok(outsideDeclared(work, changed.value).filter((path) => !touched.includes(path))) : changed;
}

/** The form of the answer that is waited for. */
function answerDue(standing: Standing): AnswerName | undefined {
  const { loop, gates, baseline } = standing;
  const state = stateName(standing);
  if (state === 'explore_gates') return 'GateDiscovery';
  if (state === 'explore_formatters') return gates ? 'FormatterDiscovery' : undefined;
  if (loop.at !== 'running' || !baseline || state === 'needs_llm') return undefined;
  if (state === 'scope_review') return 'ScopeResult';
  const forms: Partial<Record<typeof loop.command.do, AnswerName>> = {
    work: 'PhaseResult',
    review: 'StyleResult',
    arbitrate: 'ArbiterResult',
  };
  return forms[loop.command.do];
}

type Read = { readonly fact: Fact } | { readonly problems: string };

function readAnswer(due: AnswerName, result: unknown, standing: Standing): Read {
  const { commit } = standing.loop.progress;
  switch (due) {
    case 'GateDiscovery':
      return parse(gateDiscoverySchema, result, (gates) => ({ fact: 'commands', from: 'agent', gates }));
    case 'FormatterDiscovery':
      return parse(formatterDiscoverySchema, result, (formatters) => ({ fact: 'commands', from: 'agent', formatters }));
    case 'PhaseResult':
      return parse(phaseResultSchema, result, (answer) =>
        loopFact({ type: 'worked', answer: workOf(answer), unproven: [], usage: {} }),
      );
    case 'StyleResult':
      return parse(styleResultSchema, result, ({ violations }) =>
        loopFact({ type: 'reviewed', answer: reviewOf(violations, standing), usage: {} }),
      );
    case 'ArbiterResult':
      return parse(arbiterResultSchema, result, (answer) => loopFact({ type: 'arbitrated', answer, usage: {} }));
    case 'ScopeResult':
      return parse(scopeResultSchema, result, ({ violations }) =>
        violations.length === 0
          ? { fact: 'scope-accepted', commit }
          : loopFact({ type: 'scoped', outside: violations }),
      );
  }
}

function parse<Answer>(schema: z.ZodType<Answer>, result: unknown, make: (answer: Answer) => Fact): Read {
  const read = schema.safeParse(result);
  return read.success ? { fact: make(read.data) } : { problems: z.prettifyError(read.error).slice(0, 2000) };
}

function loopFact(event: Event): Fact {
  return { fact: 'loop', event };
}

function workOf({ status, notes, disputes }: PhaseResult): ImplementerAnswer {
  const isDone = status === 'ok' || status === 'done';
  return {
    status: isDone ? 'done' : (stopIn(status, notes) ?? 'person-needed'),
    summary: notes === '' ? (isDone ? 'done' : 'The agent reports problems and does not say which.') : notes,
    disputes: disputes.map(({ violation, reason, evidence }) => ({
      finding: violation,
      reason: evidence ? `${reason}\n${evidence}` : reason,
    })),
  };
}

/** The word itself; or at the beginning of the notes, where the orchestrator's answers know only `problems`. */
function stopIn(status: PhaseResult['status'], notes: string): (typeof stops)[number] | undefined {
  return stops.find((stop) => status === stop || notes.trimStart().replace(/^\W+/, '').startsWith(stop));
}

function reviewOf(violations: readonly string[], { loop }: Standing): CheckedReview {
  const { progress } = loop;
  return {
    verdict: violations.length === 0 ? 'APPROVED' : 'ISSUES_FOUND',
    commit: progress.commit,
    nonce: '',
    summary: '',
    findings: violations.map((text) => findingOf(text, progress.open)),
  };
}

/** `F-1f2e3d4c src/a.ts:3 the rule; the shape of a fix`: an id only where it is said again, a place only where it has one. */
function findingOf(text: string, open: readonly Finding[]): Finding {
  const [, id, rest = text] = /^(F-[\da-f]{8})[\s:,]+([\s\S]*)$/.exec(text.trim()) ?? [];
  const known = open.find((finding) => findingId(finding) === id);
  if (known) return { ...known, id: findingId(known) };
  const [, path = 'no place given', line = '1', said = rest] =
    /^([^\s:]+):(\d{1,9})(?::\d+)?[:\s]+([\s\S]+)$/.exec(rest) ?? [];
  const [title = said, ...fix] = said.split('; ');
  return {
    severity: 'P2',
    path,
    line: Math.max(1, Number(line)),
    title: title.trim() === '' ? said : title,
    fix: fix.join('; ').trim() || 'as the guide has it',
  };
}
