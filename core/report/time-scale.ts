/** A stretch of time in which something was done: milliseconds since 1970. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface TimeScale {
  /** A moment as a place between 0 and `width`. */
  x(at: number): number;
  /** Where nothing was done for long: the time there is cut short. */
  readonly breaks: readonly { readonly x: number; readonly width: number; readonly ms: number }[];
  /** Round numbers of milliseconds that were worked since the beginning. */
  readonly ticks: readonly { readonly x: number; readonly ms: number }[];
  /** Milliseconds in all, without the breaks. */
  readonly worked: number;
}

/**
 * Moments on a line, on which a night between two runs takes no more room than a gap: what is shown is the work. Between
 * two breaks the line is true to scale.
 */
export function timeScale(stretches: readonly Stretch[], width: number): TimeScale {
  const busy = merged(stretches);
  const idle = busy.slice(1).map((next, index) => ({ from: busy[index]!.to, to: next.from }));
  const sum = busy.reduce((total, { from, to }) => total + to - from, 0);
  const cut = idle.filter(({ from, to }) => to - from > Math.max(shortestBreak, sum / 4));
  const worked = Math.max(1, (busy.at(-1)?.to ?? 1) - (busy[0]?.from ?? 0) - lengthOf(cut));
  const perMs = Math.max(0, width - cut.length * breakWidth) / worked;
  const start = busy[0]?.from ?? 0;
  const x = (at: number): number => {
    const passed = cut.filter(({ from }) => from < at);
    const gone = passed.reduce((total, { from, to }) => total + Math.min(at, to) - from, 0);
    return (
      (at - start - gone) * perMs +
      passed.reduce((total, { to }) => total + (at >= to ? breakWidth : breakWidth / 2), 0)
    );
  };
  return {
    x,
    worked,
    breaks: cut.map(({ from, to }) => ({ x: x(to) - breakWidth, width: breakWidth, ms: to - from })),
    ticks: ticksOf(worked).map((ms) => ({ ms, x: x(momentOf(ms, start, cut)) })),
  };
}

/** Milliseconds without work that a break is made of at the least. */
const shortestBreak = 60_000;
const breakWidth = 28;
const mostTicks = 8;

function merged(stretches: readonly Stretch[]): Stretch[] {
  const busy: Stretch[] = [];
  for (const { from, to } of stretches.toSorted((a, b) => a.from - b.from)) {
    const last = busy.at(-1);
    if (last && from <= last.to) busy[busy.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else busy.push({ from, to });
  }
  return busy;
}

function lengthOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((total, { from, to }) => total + to - from, 0);
}

/** The moment at which so much had been worked. */
function momentOf(worked: number, start: number, cut: readonly Stretch[]): number {
  return cut.reduce((at, { from, to }) => (at > from ? at + to - from : at), start + worked);
}

function ticksOf(worked: number): number[] {
  const step = steps.find((one) => worked / one <= mostTicks) ?? Math.ceil(worked / mostTicks / day) * day;
  return Array.from({ length: Math.floor(worked / step) + 1 }, (_, index) => index * step);
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30]
  .map((one) => one * second)
  .concat([1, 2, 5, 10, 15, 30].map((one) => one * minute))
  .concat(
    [1, 2, 3, 6, 12].map((one) => one * hour),
    [day],
  );
