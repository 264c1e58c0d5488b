import type { Sighting } from '../../core/cheat/sighting.ts';
import type { Failure, FailureReason } from '../../core/failure.ts';
import type { Finding } from '../../core/review/finding.ts';
import type { Command, Event, FlagAnswer, ReviewCommand } from '../../core/workflow/state.ts';
import type { Expectation } from '../../core/workflow/workflow.ts';
import {
  arbitrated,
  committed,
  finding,
  formatted,
  green,
  inScope,
  noChange,
  outOfScope,
  red,
  redTests,
  reviewed,
  says,
} from '../workflow/sample.ts';
import type { Chance } from './random.ts';

/** What chance makes of a command that is carried out. */
export interface Happening {
  readonly chance: Chance;
  /** What may still go wrong without being anybody's decision. */
  trouble: number;
  /** How many commits there are. */
  commits: number;
  /** What the gates of the step have to show. */
  readonly expectation: Expectation;
}

/** An event that fits the command. */
export function happens(command: Command, about: Happening): Event {
  const { chance } = about;
  const goesWrong = about.trouble > 0 && chance.is(0.1);
  if (goesWrong) about.trouble -= 1;
  switch (command.do) {
    case 'work':
      return goesWrong ? broken(about) : writer(command, chance);
    case 'commit':
      if (goesWrong) return chance.pick<Event>([noChange(command.onto), { type: 'work-lost' }]);
      return chance.is(0.05) ? noChange(command.onto) : committed(next(about));
    case 'scope':
      return seen(chance);
    case 'gate':
      if (goesWrong) return failing('environment', 0);
      if (about.expectation === 'red') return redTests(command.commit, chance.is(0.6));
      return chance.is(0.4) ? red(command.commit) : green(command.commit);
    case 'arbitrate':
      return goesWrong ? broken(about) : arbitrated(chance.is(0.5));
    case 'format':
      if (goesWrong) return failing('environment', 0);
      if (chance.is(0.3)) return formatted(command.commit, 'demo:lint-fix');
      return formatted(chance.is(0.5) ? command.commit : next(about));
    case 'review':
      return goesWrong ? chance.pick([broken(about), reviewed('ISSUES_FOUND')]) : reviewer(command, chance);
  }
}

function next(about: Happening): string {
  about.commits += 1;
  return `c${about.commits}`;
}

/** A call of an agent that ended without an answer; now and then its conversation can be gone on with. */
function broken(about: Happening): Event {
  const event = failing(about.chance.pick<FailureReason>(['agent-failed', 'agent-limit', 'agent-quota', 'stopped']), 1);
  return about.chance.is(0.3)
    ? { ...event, interrupted: { commit: about.chance.is(0.5) ? next(about) : null } }
    : event;
}

function failing(reason: FailureReason, agentCalls: number): Extract<Event, { type: 'failed' }> {
  const failure: Failure = { reason, message: 'gone' };
  return { type: 'failed', failure, agentCalls };
}

function writer({ because }: Extract<Command, { do: 'work' }>, chance: Chance): Event {
  if (chance.is(0.05)) {
    const status = chance.pick(['spec-wrong', 'gate-wrong', 'person-needed'] as const);
    const defect = { path: 'docs/spec.md', line: 1, title: 'two answers', fix: 'one' };
    return says({
      status,
      ...(chance.is(0.5) && { options: ['this way', 'that way'] }),
      ...(status === 'spec-wrong' && chance.is(0.5) && { defect }),
    });
  }
  const told = because.why === 'findings' ? because.findings : all;
  const disputed = told.filter(() => chance.is(0.3));
  return says({ disputes: disputed.map((one) => ({ finding: `${one.path}: ${one.title}`, reason: 'no' })) });
}

function seen(chance: Chance): Event {
  if (chance.is(0.1)) return outOfScope;
  const sightings = cheats.filter(() => chance.is(0.1));
  if (sightings.length === 0) return inScope;
  return chance.is(0.5)
    ? { type: 'scoped', outside: [], breaches: sightings }
    : { type: 'scoped', outside: [], flags: sightings };
}

const cheats: readonly Sighting[] = ['skipped-test', 'stub', 'sleep'].map((cheat, index) => ({
  id: `C-${index}`,
  cheat,
  path: 'src/a.ts',
  line: index + 1,
  side: 'head',
  message: `Unexpected ${cheat}`,
  quote: cheat,
}));

function reviewer({ flags = [] }: ReviewCommand, chance: Chance): Event {
  const raised = all.filter(() => chance.is(0.3));
  const findings = raised.map((one) => (chance.is(0.1) ? { ...one, kind: 'spec-defect' as const } : one));
  const answers = flags.map(({ id }): FlagAnswer => ({ id, answer: chance.pick(['honest', 'not']), why: 'seen' }));
  const verdict = chance.is(0.1)
    ? 'NEEDS_CLARIFICATION'
    : findings.length === 0 || chance.is(0.1)
      ? 'APPROVED'
      : 'ISSUES_FOUND';
  const event = reviewed(verdict, ...findings);
  return event.type === 'reviewed' && answers.length > 0
    ? { ...event, answer: { ...event.answer, flags: answers } }
    : event;
}

/** What reviewers find, and writers dispute. */
const all: readonly Finding[] = [finding('P0', 'a'), finding('P1', 'b'), finding('P2', 'c'), finding('P3', 'd')];
