/** What all amounts of this library are in. */
export const currency = 'EUR';
