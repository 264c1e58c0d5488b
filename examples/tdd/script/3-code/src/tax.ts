/** The rates of tax that there are. */
export type Rate = 'standard' | 'reduced';

const percent: Readonly<Record<Rate, number>> = { standard: 19, reduced: 7 };

/** All of an amount without its tax, in percent. */
const net = 100;

/** How much of an amount of whole cents is tax, at a rate. It refuses nothing. */
export function taxWithin(amount: number, rate: Rate): number {
  return Math.round((amount * percent[rate]) / (net + percent[rate]));
}
