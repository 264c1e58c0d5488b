/** Times of one piece of work, in milliseconds. */
export interface Measured {
  readonly median: number;
  readonly fastest: number;
  readonly slowest: number;
}

const warmUp = 2;

/** The same for work that others do. */
export async function measureAsync(work: () => Promise<unknown>, rounds: number): Promise<Measured> {
  for (let round = 0; round < warmUp; round++) await work();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return summary(times);
}

/** Runs the work until it is warm, and then so many rounds. */
export function measure(work: () => unknown, rounds: number): Measured {
  for (let round = 0; round < warmUp; round++) work();
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return summary(times);
}

function summary(measured: readonly number[]): Measured {
  const times = measured.toSorted((a, b) => a - b);
  return { median: times[Math.floor(times.length / 2)] ?? 0, fastest: times[0] ?? 0, slowest: times.at(-1) ?? 0 };
}
