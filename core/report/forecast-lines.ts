import type { Forecast, Together } from '../forecast/record.ts';

/** The forecast as sentences for people, the most telling first; none where no task could meet another. */
export function forecastLines({ orderings, together, unknown }: Forecast): string[] {
  return [
    ...orderings.map(
      ({ before, after, reason, guessed }) => `${after} after ${before}: ${reason}${guessed ? guessedWords : ''}`,
    ),
    ...together.map(
      ({ tasks: [first, second], reason, by }) =>
        `${first} and ${second} side by side, as the plan says (${byWords[by]}): ${reason}`,
    ),
    ...(unknown.length > 0
      ? [
          `${unknown.join(', ')}: nothing says what ${unknown.length > 1 ? 'they touch' : 'it touches'}, so nothing but dependencies orders ${unknown.length > 1 ? 'them' : 'it'}`,
        ]
      : []),
  ];
}

const guessedWords = ' (guessed from what the tasks speak of)';
const byWords: Readonly<Record<Together['by'], string>> = { wave: 'they are of one wave', mark: 'both are marked [P]' };
