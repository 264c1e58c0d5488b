/**
 * Durations: how long something takes, as ISO 8601 writes it (`PT1H30M`) and as people write it (`1h 30m`).
 *
 * What this entry point offers is specified in `specs/14-package.md`.
 */

/** The standard whose durations are read and written. */
export const standard = 'ISO 8601';
