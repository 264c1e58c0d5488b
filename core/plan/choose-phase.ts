import { fail, ok, type Result } from '../failure.ts';
import { readPhaseWords } from './phase-words.ts';
import type { Phase, Plan } from './plan.ts';

/** Ids of the phases of one plan that are handed over on the branch: proven by commits, not by ticks. */
export type HandedOver = ReadonlySet<string>;

/**
 * Phases without tasks that say enough to be divided into some, by their ids. `work`: with a list, or exit criteria of
 * their own, however few words there are besides. Prose alone may be background: nobody begins with it or waits for it unless it is asked for.
 */
export type Undivided = ReadonlyMap<string, 'work' | 'prose'>;

const none: Undivided = new Map();

/** The phase that was asked for, or the first one, with work to do. */
export function choosePhase(
  plan: Plan,
  asked: string | undefined,
  handedOver: HandedOver,
  undivided: Undivided = none,
): Result<Phase> {
  const { path, phases } = plan;
  if (asked !== undefined && !asksForNext(plan, asked)) {
    const named = namedPhase(plan, asked, undivided);
    return named.ok ? unlessDone(named.value, handedOver) : named;
  }
  const [first] = phases;
  if (!first) return noPhases(path);
  const next = phases.find((phase) => hasWork(phase, handedOver, undivided));
  if (next) return ok(next);
  const prose = phases.find((phase) => undivided.has(phase.id) && isWithoutTasks(phase, handedOver));
  if (phases.every((phase) => phase.tasks.length === 0)) return prose ? ok(prose) : withoutTasks(path, first);
  const left = phases.filter((phase) => isWithoutTasks(phase, handedOver));
  return fail('nothing-to-do', nothingLeft(path, left), { path, line: left[0]?.line ?? 1, column: 1 });
}

function nothingLeft(path: string, [first, ...others]: readonly Phase[]): string {
  if (!first) return `Every phase of ${path} is handed over or ticked.`;
  const { id } = first;
  const none =
    others.length === 0
      ? `Phase ${id} has none: ask for it`
      : `Phases ${[first, ...others].map((phase) => phase.id).join(', ')} have none: ask for one`;
  return `Every phase of ${path} with tasks is handed over or ticked. ${none} (--phase=${id}) to have it divided into tasks, or say in it that it is done (**Status**: done).`;
}

/** Nothing tells whether something is left to do of such a phase, so it is named and not passed over. */
function isWithoutTasks(phase: Phase, handedOver: HandedOver): boolean {
  return phase.tasks.length === 0 && !handedOver.has(phase.id) && !claimsDone(phase);
}

/** The phase of that name, whether there is work left in it or not: by its id, or by words of its title. */
export function namedPhase({ path, phases }: Plan, asked: string, undivided: Undivided = none): Result<Phase> {
  if (phases.length === 0) return noPhases(path);
  const at = { path, line: 1, column: 1 };
  const wanted = nameIn(asked);
  const [phase, ...others] = phasesCalled(phases, asked, wanted);
  if (!phase) {
    const ids = phases.map((one) => one.id).join(', ');
    return fail('unknown-phase', `Unexpected phase "${wanted}", expected one of ${ids}.`, at);
  }
  if (others.length > 0) {
    const ids = [phase, ...others].map((one) => one.id).join(' or ');
    return fail('unknown-phase', `Unexpected phase ${wanted}, which may be ${ids}. Write "phase ${phase.id}".`, at);
  }
  return phase.tasks.length > 0 || undivided.has(phase.id) ? ok(phase) : withoutTasks(path, phase);
}

/** The phase with work to do that comes after `phase`; where there is none, one without tasks that does not say it is done. */
export function phaseAfter(
  plan: Plan,
  phase: Phase,
  handedOver: HandedOver,
  undivided: Undivided = none,
): Phase | undefined {
  const later = plan.phases.slice(plan.phases.indexOf(phase) + 1);
  return (
    later.find((one) => hasWork(one, handedOver, undivided)) ?? later.find((one) => isWithoutTasks(one, handedOver))
  );
}

/** Whether something is left to do of a phase. Where it has no tasks to be ticked, its own word counts that it is done. */
export function hasWork(phase: Phase, handedOver: HandedOver, undivided: Undivided = none): boolean {
  if (handedOver.has(phase.id)) return false;
  return phase.tasks.some((task) => !task.ticked) || (undivided.get(phase.id) === 'work' && !claimsDone(phase));
}

/** Whether the plan says of a phase that it is done, and nothing else. */
export function claimsDone({ claims }: Phase): boolean {
  return claims.length > 0 && claims.every(({ says }) => says === 'done');
}

function unlessDone(phase: Phase, handedOver: HandedOver): Result<Phase> {
  const { id, tasks } = phase;
  if (handedOver.has(id)) return fail('nothing-to-do', `Phase ${id} is handed over already.`);
  const isTicked = tasks.length > 0 && tasks.every((task) => task.ticked);
  return isTicked ? fail('nothing-to-do', `Every task of phase ${id} is ticked in the plan.`) : ok(phase);
}

/** What to write into a phase that nobody has broken down. */
export function withoutTasks(path: string, phase: Phase): Result<never> {
  const message =
    `Unexpected phase ${phase.id} without tasks, expected a table or list of tasks below its heading. Nothing says what ` +
    'its agents are to do: write a table "# | Task | Spec | Effort", the specs that it cites, and "**Exit criteria**:".';
  return fail('phase-empty', message, { path, line: phase.line, column: 1 });
}

function noPhases(path: string): Result<never> {
  return fail(
    'no-phases',
    'Unexpected plan without a phase that can be read, expected a heading such as "## Phase 1 — Title" with a table of tasks.',
    { path, line: 1, column: 1 },
  );
}

function asksForNext({ phases }: Plan, asked: string): boolean {
  return readPhaseWords(asked).kind === 'next' && phases.every((phase) => phase.id !== asked);
}

function nameIn(asked: string): string {
  const words = readPhaseWords(asked);
  return words.kind === 'phase' ? words.name : words.kind === 'milestone' ? words.id : asked;
}

/** By id; where there is none, by title. Several where it cannot be told which is meant. */
function phasesCalled(phases: readonly Phase[], asked: string, wanted: string): readonly Phase[] {
  const like = phases.filter((one) => isLike(one.id, wanted));
  if (like.length === 0) return titled(phases, wanted);
  // Nx hands `1.10` over as the number 1.1, so a bare number that is like two phases tells neither of them.
  return wanted === asked ? like : [like.find((one) => one.id === wanted) ?? like[0]!];
}

function isLike(id: string, wanted: string): boolean {
  const sameNumber = id.trim() !== '' && wanted.trim() !== '' && Number(id) === Number(wanted);
  return id.toLowerCase() === wanted.toLowerCase() || sameNumber;
}

/** Phases whose titles hold these words one after the other; one that has this very title goes before all others. */
function titled(phases: readonly Phase[], words: string): readonly Phase[] {
  const wanted = wordsOf(words);
  // A number alone is an id that is not there.
  if (!/\p{L}/u.test(wanted)) return [];
  const titles = phases.map((phase) => ({ phase, title: wordsOf(phase.title) }));
  const exact = titles.filter(({ title }) => title === wanted);
  // Chinese and Japanese have no blanks between words.
  const isPart = unspaced.test(wanted)
    ? (title: string) => title.includes(wanted)
    : (title: string) => ` ${title} `.includes(` ${wanted} `);
  return (exact.length > 0 ? exact : titles.filter(({ title }) => isPart(title))).map(({ phase }) => phase);
}

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

function wordsOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
