import type { Forecast, Together } from '../forecast/record.ts';

interface ForecastLine {
  /** `1.3 after 1.2` */
  readonly what: string;
  readonly why: string;
}

/** The forecast for people; empty where no task could meet another. */
export function forecastLines({ orderings, together, unknown }: Forecast): ForecastLine[] {
  const [it, them] = unknown.length > 1 ? ['they touch', 'them'] : ['it touches', 'it'];
  return [
    ...orderings.map(({ before, after, reason, guessed }) => ({
      what: `${after} after ${before}`,
      why: guessed ? `${reason} (guessed from what the tasks speak of)` : reason,
    })),
    ...together.map(({ tasks, reason, by }) => ({
      what: `${tasks.join(' beside ')}, as the plan says`,
      why: `${reason}, but ${byWords[by]}`,
    })),
    ...(unknown.length === 0
      ? []
      : [{ what: unknown.join(', '), why: `nothing says what ${it}, so nothing but dependencies orders ${them}` }]),
  ];
}

const byWords: Readonly<Record<Together['by'], string>> = {
  wave: 'they are of one wave',
  mark: 'both are marked [P]',
  dependencies: 'the plan has a table of dependencies, and names no file twice',
};
