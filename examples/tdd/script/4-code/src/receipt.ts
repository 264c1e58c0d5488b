import { euros } from './amount.ts';
import { discounted } from './discount.ts';
import { taxWithin, type Rate } from './tax.ts';

/** What was bought: its amount in whole cents, before a discount in percent. */
export interface Line {
  readonly name: string;
  readonly amount: number;
  readonly discount: number;
  readonly rate: Rate;
}

/**
 * Writes a receipt: the lines, and below them the total and the tax within it.
 *
 * @throws {RangeError} if a discount is below 0 or above 100.
 */
export function receipt(lines: readonly Line[]): string {
  const paid = lines.map(({ name, amount, discount, rate }) => ({ name, rate, amount: discounted(amount, discount) }));
  const total = sum(paid.map(({ amount }) => amount))
  const tax = sum(paid.map(({ amount, rate }) => taxWithin(amount, rate)))
  return [...paid.map(({ name, amount }) => `${name}  ${euros(amount)}`), `total  ${euros(total)}`, `tax within  ${euros(tax)}`].join("\n")
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((whole, amount) => whole + amount, 0)
}
