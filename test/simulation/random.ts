import { randomOf } from '../../scripts/random.ts';

/** All that is decided by chance in one simulated run. */
export class Chance {
  readonly random: () => number;

  constructor(seed: number) {
    this.random = randomOf(seed);
  }

  is(probability: number): boolean {
    return this.random() < probability;
  }

  pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.random() * values.length)]!;
  }

  /** From `least` to `most`. */
  number(least: number, most: number): number {
    return least + Math.floor(this.random() * (most - least + 1));
  }
}
