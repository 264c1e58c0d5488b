import type { Command, Event, Progress } from '../../core/workflow/state.ts';
import type { Workflow } from '../../core/workflow/workflow.ts';

/** How often each thing was tried since a person last answered, by what it is: told apart by the numbers of rounds and turns. */
export class Tries {
  readonly #numbers = new Map<string, Set<number>>();
  /** Rounds that the formatters have begun: no reviewer has asked for them. */
  readonly #formatting = new Set<number>();
  /** The round of the first turn since a person has answered: the person wants it. */
  #granted: number | undefined;
  #most: Readonly<Record<string, number>> = {};

  /** Limits that change during a loop: the largest of them count. */
  allow(workflow: Workflow): void {
    const own = workflow.steps.flatMap(({ gate, review }, step) => [
      [`gates-red ${step}`, gate.retries],
      [`format-failed ${step}`, gate.retries],
      [`out-of-scope ${step}`, workflow.scope.retries],
      [`review ${step}`, review.maxRounds],
    ]);
    const all = own.map(([what, most]) => [what, Math.max(Number(most), this.#most[String(what)] ?? 0)]);
    this.#most = { ...this.#most, ...(Object.fromEntries(all) as Record<string, number>) };
  }

  begun(command: Command, { step }: Progress): void {
    if (command.do === 'review') this.#count(`review ${step}`, '', command.round);
    if (command.do !== 'work') return;
    const { because, round, attempt } = command;
    // The first turn of a round is one that a reviewer or a person wants; one with notes is a second look.
    if (attempt > 1 && because.notes === undefined && (because.why === 'gates-red' || because.why === 'out-of-scope'))
      this.#count(`${because.why} ${step}`, `in round ${round}`, attempt);
    this.#granted ??= round;
    if (because.why !== 'format-failed') return;
    this.#formatting.add(round);
    if (round !== this.#granted) this.#count(`format-failed ${step}`, '', round);
  }

  happened(event: Event): void {
    if (event.type === 'answered') {
      this.#numbers.clear();
      this.#granted = undefined;
    }
    // Formatters that have succeeded may fail anew.
    if (event.type === 'formatted' && event.failures.length === 0)
      for (const what of this.#numbers.keys()) if (what.startsWith('format-failed')) this.#numbers.delete(what);
  }

  /** What was tried more often than the workflow allows. */
  tooMany(): string[] {
    return [...this.#numbers].flatMap(([key, numbers]) => {
      const what = key.split(' ').slice(0, 2).join(' ');
      const isReview = what.startsWith('review');
      const count = [...numbers].filter((number) => !isReview || !this.#formatting.has(number)).length;
      const most = this.#most[what] ?? 0;
      return count > most ? [`${count} times ${key} since a person was asked, at most ${most}`] : [];
    });
  }

  #count(what: string, where: string, number: number): void {
    const key = `${what} ${where}`.trim();
    this.#numbers.set(key, (this.#numbers.get(key) ?? new Set()).add(number));
  }
}
