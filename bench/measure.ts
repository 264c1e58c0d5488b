/** Times of one piece of work, in milliseconds. */
export interface Measured {
  readonly median: number;
  readonly fastest: number;
  readonly slowest: number;
}

const warmUp = 2;

/** Runs the work until it is warm, and then so many rounds. */
export function measure(work: () => unknown, rounds: number): Measured {
  for (let round = 0; round < warmUp; round++) work();
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).toSorted((a, b) => a - b);
  return { median: times[Math.floor(rounds / 2)] ?? 0, fastest: times[0] ?? 0, slowest: times.at(-1) ?? 0 };
}
