/** Cents of one euro. */
const perEuro = 100;

/**
 * Reads an amount of money as people write it, `12` or `12.50`, as whole cents.
 *
 * @throws {RangeError} if it is anything else.
 */
export function cents(text: string): number {
  const [, whole, fraction = '00'] = /^(\d{1,12})(?:\.(\d\d))?$/.exec(text) ?? [];
  if (whole === undefined) throw new RangeError(`Unexpected amount "${text}", expected euros such as 12 or 12.50`);
  return Number(whole) * perEuro + Number(fraction);
}

/** Writes whole cents as euros with two digits of cents. It refuses nothing. */
export function euros(amount: number): string {
  return `${Math.floor(amount / perEuro)}.${String(amount % perEuro).padStart(2, '0')}`;
}
