import { ChildGone } from './child.ts';

type Act<Call> = (call: Call) => Promise<void> | void;

/** Facts that a call must have; those not named may be anything. */
export type Match<Call> = { readonly [Fact in keyof Call]?: Call[Fact] };

const patience = 90_000;

/**
 * The calls of one kind of driven child, and who takes them. A call goes to the test that already waits for it with
 * `next`; else to the behaviour that was given last and fits; else it is held until a `next` asks for it.
 */
export class Calls<Call extends object> {
  /** Every call so far, in the order of their arrival. */
  readonly all: Call[] = [];
  /** What went wrong in behaviours. */
  readonly errors: unknown[] = [];
  readonly #held: Call[] = [];
  #waiting: { readonly match: Match<Call>; readonly take: (call: Call) => void }[] = [];
  readonly #behaviours: { readonly match: Match<Call>; readonly act: Act<Call> }[] = [];
  readonly #name: (call: Call) => string;

  constructor(name: (call: Call) => string) {
    this.#name = name;
  }

  get count(): number {
    return this.all.length;
  }

  /** The calls by name, in the order of their arrival; those after the first `since`. */
  names(since = 0): string[] {
    return this.all.slice(since).map(this.#name);
  }

  /** The next call that fits. Ask before the run starts for calls that a behaviour would take otherwise. */
  async next(match: Match<Call> = {}): Promise<Call> {
    const held = this.#held.find((call) => fits(call, match));
    if (held) {
      this.#held.splice(this.#held.indexOf(held), 1);
      return held;
    }
    return await new Promise((resolve, reject) => {
      const wait = { match, take: resolve };
      this.#waiting.push(wait);
      const timer = setTimeout(() => {
        this.#waiting = this.#waiting.filter((one) => one !== wait);
        reject(
          new Error(
            `No call ${JSON.stringify(match)} within ${patience / 1000} s; there were ${this.names().join(', ') || 'none'}.`,
          ),
        );
      }, patience);
      timer.unref();
    });
  }

  /** What to do with every call that fits, from now on. A later behaviour comes before an earlier one. */
  on(match: Match<Call>, act: Act<Call>): void {
    this.#behaviours.unshift({ match, act });
  }

  /** What to do with every call. */
  always(act: Act<Call>): void {
    this.on({}, act);
  }

  arrived(call: Call): void {
    this.all.push(call);
    const waiting = this.#waiting.find((one) => fits(call, one.match));
    if (waiting) {
      this.#waiting = this.#waiting.filter((one) => one !== waiting);
      return waiting.take(call);
    }
    const behaviour = this.#behaviours.find((one) => fits(call, one.match));
    if (behaviour) void this.#act(behaviour.act, call);
    else this.#held.push(call);
  }

  async #act(act: Act<Call>, call: Call): Promise<void> {
    try {
      await act(call);
    } catch (error) {
      // A test that kills a run kills its children in the middle of what they do.
      if (!(error instanceof ChildGone)) this.errors.push(error);
    }
  }
}

function fits<Call extends object>(call: Call, match: Match<Call>): boolean {
  return (Object.keys(match) as (keyof Call)[]).every((fact) => call[fact] === match[fact]);
}
