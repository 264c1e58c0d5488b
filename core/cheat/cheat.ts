import type { Change } from './change.ts';

/** One way to make work look done that is not. One cheat is one file; the examples in its comment are its tests. */
export interface Cheat {
  /** Kebab-case, the same as the name of its file. */
  readonly id: string;
  /**
   * `block`: no honest change has it unless the plan says so. `flag`: an honest change may have it, so it is a question to
   * the reviewer.
   */
  readonly verdict: 'block' | 'flag';
  /**
   * What a plan that names the file asks for: `judge` where it is one of tests or of what gates go by, `file` anywhere.
   * Without it no plan can.
   */
  readonly asked?: 'judge' | 'file';
  readonly look: (change: Change, see: (sight: Sight) => void) => void;
}

export interface Sight {
  readonly path: string;
  /** Counted from 1; at the base where `side` says so. */
  readonly line: number;
  /** `base`: what was there is gone. */
  readonly side?: 'base' | 'head';
  /** "Unexpected …, expected …". */
  readonly message: string;
  /** The test that it is about, as its file names it with what it stands in; where it is about just one. */
  readonly test?: string;
  /** Where it is less certain than the cheat is as a rule: then it is a question. */
  readonly verdict?: 'flag';
  /** Where no plan can ask for it, though for the cheat as a rule one can. */
  readonly asked?: 'never';
}

export function defineCheat(cheat: Cheat): Cheat {
  return cheat;
}
