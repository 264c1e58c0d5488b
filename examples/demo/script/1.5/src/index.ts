/**
 * Durations: how long something takes, as ISO 8601 writes it (`PT1H30M`) and as people write it (`1h 30m`).
 *
 * What this entry point offers is specified in `specs/14-package.md`.
 */

/** The standard whose durations are read and written. */
export const standard = 'ISO 8601';

export { add, canonical, normalise, toMilliseconds } from './arithmetic.ts';
export { type Duration, duration, equals, type Unit, units, zero } from './duration.ts';
export { DurationError, type Reason } from './errors.ts';
export { formatHuman, formatIso } from './format.ts';
export { parse } from './parse.ts';
