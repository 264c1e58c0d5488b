import type { Allowed } from '../cheat/sighting.ts';
import { begin, transition } from '../workflow/transition.ts';
import type { Tests } from '../result/tests.ts';
import type { Event, State } from '../workflow/state.ts';
import { tdd, type Workflow } from '../workflow/workflow.ts';
import { inCheckout } from './in-checkout.ts';
import type { Phase } from './protocol.ts';
import type { CommandsFrom, Fact, Work } from './state.ts';

/** How often an answer may be none before the orchestrator is called. */
export const mostBadAnswers = 2;
/** The workflow's limits are those of `ic-driver.py`. */
export const limits = { gateRetries: 2, maxStyleRounds: 3 } as const;

/** Where one commit is: what its facts lead to. */
export interface Standing {
  readonly work: Work;
  readonly gates: { readonly designer_gate: string; readonly test_gate: string } | null;
  readonly gatesFrom: CommandsFrom | '';
  readonly formatters: { readonly fmt_cmd: string; readonly lint_cmd: string } | null;
  readonly formattersFrom: CommandsFrom | '';
  readonly areAccepted: boolean;
  readonly baseline: Omit<Extract<Fact, { fact: 'baseline' }>, 'fact'> | null;
  /** A runner of tests has reported at least once. */
  readonly isReported: boolean;
  /** The last run of the tests that was red as it has to be, and what lay in the checkout then. */
  readonly red: { readonly tests: Tests; readonly commit: string } | null;
  readonly leftBehind: readonly string[];
  /** What turns of agents, and commands of ours, have changed outside of the commit. */
  readonly touched: readonly string[];
  readonly loop: State;
  /** The event before. */
  readonly last: Event | null;
  /** What the formatters have left, whether they succeeded or not. */
  readonly formatted: string | null;
  /** The commit whose scope a reviewer has accepted. */
  readonly scopeAccepted: string | null;
  readonly badAnswers: number;
  /** What was wrong with the last answer. */
  readonly badAnswer: string;
  readonly trouble: Extract<Fact, { fact: 'trouble' }> | null;
  readonly notes: readonly string[];
  readonly log: string;
  readonly committed: Extract<Fact, { fact: 'committed' }> | null;
}

export function begun(work: Work): Standing {
  return {
    work,
    gates: null,
    gatesFrom: '',
    formatters: null,
    formattersFrom: '',
    areAccepted: false,
    baseline: null,
    isReported: false,
    red: null,
    leftBehind: [],
    touched: [],
    loop: firstOf(work),
    last: null,
    formatted: null,
    scopeAccepted: null,
    badAnswers: 0,
    badAnswer: '',
    trouble: null,
    notes: [],
    log: '',
    committed: null,
  };
}

/** Where the loop begins: at its first step, or with what there is already, which is judged as if that step had written it. */
function firstOf(work: Work): State {
  const workflow = workflowOf(work);
  const first = begin(workflow, work.start);
  const { begun: already, start } = work;
  if (!already) return first;
  const { code, tests, all, from } = already;
  const roles = workflow.steps.map(({ role }) => role);
  const role = from === 'tester' && roles.includes('tester') ? 'tester' : 'implementer';
  const passed =
    role === 'tester'
      ? [{ role: 'designer', from: start, commit: code, reporting: [] } as const]
      : [{ role: 'tester', from: start, commit: tests, reporting: [] } as const];
  const begins = { step: roles.indexOf(role), passed, from: role === 'tester' ? code : start, commit: all };
  const progress = { ...first.progress, ...begins };
  return { at: 'running', progress, command: { do: 'scope', commit: all } };
}

/**
 * From where it was and one fact to where it is. Going on after a stop is this function over the same facts, and no
 * text is searched for it.
 */
export function after(standing: Standing, fact: Fact): Standing {
  switch (fact.fact) {
    case 'commands':
      return {
        ...withGoodAnswer(standing),
        ...(fact.gates && { gates: fact.gates, gatesFrom: fact.from }),
        ...(fact.formatters && { formatters: fact.formatters, formattersFrom: fact.from }),
      };
    case 'commands-accepted':
      return { ...standing, areAccepted: true };
    case 'tests-accepted':
      return { ...standing, loop: allowing(standing.loop, fact.allowed) };
    case 'baseline':
      return withBaseline(standing, fact);
    case 'left-behind':
      return { ...standing, leftBehind: [...new Set([...standing.leftBehind, ...fact.paths])] };
    case 'loop': {
      const { work, loop } = standing;
      const next = transition(workflowOf(work), stageOf(work), loop, fact.event);
      const isReported = standing.isReported || hasReport(fact.event);
      const red = redIn(fact.event) ?? standing.red;
      return { ...withGoodAnswer(standing), loop: next, last: fact.event, isReported, red };
    }
    case 'scope-accepted':
      return { ...withGoodAnswer(standing), scopeAccepted: fact.commit };
    case 'touched':
      return withTouched(standing, fact.paths);
    case 'formatted':
      return { ...standing, formatted: fact.commit };
    case 'retaken':
      return { ...standing, loop: retaken(standing.loop) };
    case 'bad-answer':
      return { ...standing, badAnswers: standing.badAnswers + 1, badAnswer: fact.problems };
    case 'note':
      return standing.notes.includes(fact.text) ? standing : { ...standing, notes: [...standing.notes, fact.text] };
    case 'trouble':
      return { ...withTouched(standing, fact.paths ?? []), trouble: fact };
    case 'resumed':
      return { ...withGoodAnswer(standing), trouble: null };
    case 'put-back':
      return afresh(standing, fact);
    case 'log':
      return { ...standing, log: fact.path };
    case 'committed':
      return { ...standing, committed: fact };
  }
}

/** A commit that nothing is tested of and that holds no code needs nobody but who writes it. */
export function workflowOf({ phases, commit_tests }: Pick<Work, 'phases' | 'commit_tests'>): Workflow {
  const whole = tdd(limits, phases.includes('tester') && commit_tests.length > 0);
  return phases.includes('designer') ? whole : { ...whole, steps: whole.steps.slice(-1) };
}

export function stageOf({ commit_id }: Work): string {
  return `commit-${commit_id}`;
}

export function phaseOf(standing: Standing): Phase {
  const { role } = workflowOf(standing.work).steps[standing.loop.progress.step] ?? {};
  return role === 'designer' || role === 'tester' ? role : 'implementor';
}

/** Whether an agent has named a command, and nobody has said that it may be run. */
export function isUnaccepted({ areAccepted, gatesFrom, formattersFrom }: Standing): boolean {
  return !areAccepted && (gatesFrom === 'agent' || formattersFrom === 'agent');
}

function hasReport(event: Event): boolean {
  return (
    event.type === 'gated' && event.verdict.gates.some(({ tests }) => tests !== undefined && tests.by !== 'output')
  );
}

function redIn(event: Event): Standing['red'] {
  if (event.type !== 'gated' || event.verdict.red?.isRight !== true) return null;
  const { gates, commit } = event.verdict;
  const tests = gates.find(({ target }) => target === 'test_gate')?.tests;
  return tests ? { tests, commit } : null;
}

function withBaseline(standing: Standing, baseline: Extract<Fact, { fact: 'baseline' }>): Standing {
  const tests = baseline.tests && inCheckout(baseline.tests, standing.work.checkout);
  const isReported = standing.isReported || tests !== undefined;
  return { ...standing, baseline: { ...baseline, ...(tests && { tests }) }, isReported };
}

/** What lies in the checkout was changed from outside: it is taken, and goes the way of all changes once more. */
function retaken(loop: State): State {
  const { progress } = loop;
  const because = { why: 'guidance', text: '', findings: progress.open } as const;
  const command = { do: 'commit', onto: progress.commit, round: progress.round, because } as const;
  return { at: 'running', progress, command };
}

/** Where it began again, with nothing of what was done since; what is known of the gates stays. */
function afresh(standing: Standing, { kept, draft, paths, isOver }: Extract<Fact, { fact: 'put-back' }>): Standing {
  const { work } = standing;
  const loop = draft === undefined ? begin(workflowOf(work), work.start) : firstOf(work);
  const text = `Put back as it was when the commit was begun: ${paths.join(', ') || 'nothing'}. What was there is kept as ${kept}.`;
  return {
    ...withGoodAnswer(standing),
    loop: isOver ? { at: 'abandoned', progress: loop.progress, reason: text } : loop,
    last: null,
    red: null,
    touched: [],
    formatted: null,
    scopeAccepted: null,
    trouble: null,
    notes: [...standing.notes, text],
  };
}

function allowing(loop: State, allowed: readonly Allowed[]): State {
  return { ...loop, progress: { ...loop.progress, allowed: [...loop.progress.allowed, ...allowed] } };
}

function withTouched(standing: Standing, paths: readonly string[]): Standing {
  return { ...standing, touched: [...new Set([...standing.touched, ...paths])] };
}

function withGoodAnswer(standing: Standing): Standing {
  return { ...standing, badAnswers: 0, badAnswer: '' };
}
