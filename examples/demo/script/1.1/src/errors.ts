/**
 * Why a duration was refused:
 *
 * - `syntax`: the text is not a duration.
 * - `range`: a part is not a whole number that can be held exactly.
 * - `calendar`: the length of a year or month would have to be guessed.
 */
export type Reason = 'syntax' | 'range' | 'calendar';

/** The only error that this library throws. Decide by `reason`; `message` is for people. */
export class DurationError extends Error {
  override readonly name = 'DurationError';
  readonly reason: Reason;

  constructor(reason: Reason, message: string) {
    super(message);
    this.reason = reason;
  }
}
