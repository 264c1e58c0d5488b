/** The rates of tax that there are. */
export type Rate = 'standard' | 'reduced';

/** How much of an amount of whole cents is tax, at a rate. It refuses nothing. */
export function taxWithin(_amount: number, _rate: Rate): number {
  throw new Error('not written yet');
}
