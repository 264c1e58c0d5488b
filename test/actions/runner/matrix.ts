import type { Value } from './expression.ts';

export type Leg = Readonly<Record<string, Value>>;

/**
 * The legs of a matrix: the product of its lists without what is excluded, then each `include`, which joins the legs whose
 * own values it does not change, or else is a leg of its own. Throws what GitHub fails with.
 */
export function matrixLegs(matrix: Value): Leg[] {
  if (!isMapping(matrix)) throw new Error('The matrix is no mapping');
  const { include = [], exclude = [], ...lists } = matrix;
  let legs: Leg[] = Object.keys(lists).length > 0 ? [{}] : [];
  for (const [name, values] of Object.entries(lists)) {
    if (!Array.isArray(values) || values.length === 0) {
      throw new Error(`Matrix vector '${name}' does not contain any values`);
    }
    legs = legs.flatMap((leg) => values.map((value: Value) => ({ ...leg, [name]: value })));
  }
  legs = legs.filter((leg) => !mappings(exclude, 'exclude').some((part) => agrees(part, leg)));
  const own = legs.map((leg) => ({ ...leg }));
  for (const part of mappings(include, 'include')) {
    const ofLists = Object.fromEntries(Object.entries(part).filter(([name]) => name in lists));
    const joined = own.flatMap((leg, index) => (agrees(ofLists, leg) ? [index] : []));
    if (joined.length === 0) legs.push(part);
    for (const index of joined) legs[index] = { ...legs[index], ...part };
  }
  if (legs.length === 0) throw new Error('Matrix vector does not contain any values');
  if (legs.length > 256) throw new Error(`The matrix makes ${legs.length} jobs, GitHub allows 256`);
  return legs;
}

function mappings(value: Value, of: string): Leg[] {
  if (!Array.isArray(value) || !value.every(isMapping)) throw new Error(`Matrix '${of}' is no list of mappings`);
  return value;
}

function agrees(part: Leg, leg: Leg): boolean {
  return Object.entries(part).every(([name, value]) => JSON.stringify(leg[name]) === JSON.stringify(value));
}

function isMapping(value: Value): value is Leg {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
