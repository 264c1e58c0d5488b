import type { Assertion } from './assertions.ts';
import { askedBy, subjectOf, valuesIn, type Asked } from './asked.ts';
import type { ChangedFile, Source } from './change.ts';
import { gained } from './gained.ts';
import { reachOf } from './reach.ts';
import { testsByOldName } from './renamed-tests.ts';
import type { Syntax, SyntaxNode } from './syntax.ts';
import { testCases, type TestCase } from './test-cases.ts';

/** An assertion of a test that stays, which is not there any more, and what has come for it. */
export interface Loss {
  readonly test: TestCase;
  readonly gone: Wanted;
  /** The nearest of those that have come; undefined where there is none left. */
  readonly came: Wanted | undefined;
}

export interface Wanted extends Asked {
  readonly assertion: Assertion;
  /** The values that are written down in what it expects. */
  readonly values: readonly string[];
}

/**
 * What tests asked for and do not ask for any more. A test may be written in another way: an assertion whose values are
 * all written anew in the test, in a table or a helper of it, is not lost, unless all that came asks for less.
 */
export function lossesOf({ base, head }: ChangedFile): Loss[] {
  if (!base?.syntax || !head?.syntax || base.text === head.text) return [];
  const [from, to] = [base.syntax, head.syntax];
  const before = Map.groupBy(testCases(base), ({ name }) => name);
  const after = Map.groupBy(testsByOldName({ base, head }), ({ name }) => name);
  const left = new Set(gained(keysOf(head), keysOf(base), (key) => key));
  return [...after].flatMap(([name, tests]) => {
    const [test] = tests;
    const were = before.get(name);
    if (!test || !were) return [];
    const was = together(were.map((one) => reachOf(base, one)));
    const is = together(tests.map((one) => reachOf(head, one)));
    const lone = gained(is.assertions, was.assertions, keyOf);
    const gone = lone.filter((one) => left.has(keyOf(one)) || !standsAlone(from, one));
    if (gone.length === 0) return [];
    const came = gained(was.assertions, is.assertions, keyOf);
    const counted = came.filter(({ isForgiven }) => !isForgiven);
    const anew = new Set(gained(valuesOutside(was), valuesOutside(is, counted), (value) => value));
    const [lost, others] = pairs(
      gone.map((one) => wanted(from, one)),
      came.map((one) => wanted(to, one)),
    );
    const most = Math.max(...counted.map((one) => wanted(to, one).strength));
    const losses = lost.filter((one) => (counted.length > 0 && most < one.gone.strength) || !isKept(one, from, anew));
    const isLost = new Set(losses.map(({ gone: one }) => one.assertion));
    const staying = was.assertions.filter((one) => !isLost.has(one)).map((one) => wanted(from, one));
    return losses
      .filter(({ gone: one }) => !isImplied(one, staying))
      .flatMap(({ gone: one, came: other }) => {
        const next = other ?? nearest(others, one);
        return next && isStricter(one, next) ? [] : [{ test, gone: one, came: next }];
      });
  });
}

interface Texts {
  readonly values: readonly { readonly text: string; readonly from: number }[];
  readonly assertions: readonly Assertion[];
}

/** Tests of one name reach the same helpers: each is counted once. */
function together(reaches: readonly Texts[]): Texts {
  const values = reaches.flatMap((one) => one.values);
  const assertions = reaches.flatMap((one) => one.assertions);
  return {
    values: once(values, ({ from }) => String(from)),
    assertions: once(assertions, ({ node }) => `${node.from} ${node.to}`),
  };
}

function once<T>(all: readonly T[], placeOf: (one: T) => string): T[] {
  return [...new Map(all.map((one) => [placeOf(one), one])).values()];
}

function keyOf({ text, isForgiven, condition }: Assertion): string {
  return `${isForgiven ? 'forgiven: ' : ''}${condition === undefined ? '' : 'if: '}${text}`;
}

function keysOf(source: Source): string[] {
  return testCases(source).flatMap(({ assertions }) => assertions.map((one) => keyOf(one)));
}

/** One that says itself what it looks at asks for the same in another test: `expect(sum(1, 2)).toBe(3)`. */
function standsAlone(syntax: Syntax, assertion: Assertion): boolean {
  const subject = subjectOf(assertion.node) ?? assertion.node;
  return valuesIn(syntax, subject).length > 0;
}

/** The values that stand in no assertion, or in one of these. */
function valuesOutside({ values, assertions }: Texts, but: readonly Assertion[] = []): string[] {
  const counted = new Set(but);
  const taken = assertions
    .filter((one) => !counted.has(one))
    .map(({ node }) => node)
    .toSorted((a, b) => a.from - b.from);
  const sorted = values.toSorted((a, b) => a.from - b.from);
  let [next, end] = [0, 0];
  return sorted.flatMap(({ text, from }) => {
    for (; (taken[next]?.from ?? Infinity) <= from; next += 1) end = Math.max(end, taken[next]?.to ?? 0);
    return from >= end ? [text] : [];
  });
}

function wanted(syntax: Syntax, assertion: Assertion): Wanted {
  const asked = askedBy(syntax, assertion);
  const values = asked.expected.flatMap((one) => valuesIn(syntax, one));
  const named = asked.matcher === 'throws' ? asked.expected.flatMap((one) => namesIn(syntax, one)) : [];
  const said = saying[asked.matcher];
  return { ...asked, assertion, values: [...values, ...named, ...(said === undefined ? [] : [said])] };
}

export function namesIn(syntax: Syntax, node: SyntaxNode): string[] {
  return node.name === 'VariableName' ? [syntax.textOf(node)] : [];
}

/** What is asked for by the name alone. */
const saying: Readonly<Record<string, string>> = {
  toBeNull: 'null',
  toBeUndefined: 'undefined',
  assertIsNone: 'null',
  null: 'null',
  undefined: 'undefined',
};

/** Those of one subject belong together; each is taken once. */
function pairs(
  gone: readonly Wanted[],
  came: readonly Wanted[],
): [{ gone: Wanted; came: Wanted | undefined }[], Wanted[]] {
  const bySubject = new Map<string, Wanted[]>();
  for (const one of came) {
    const same = bySubject.get(subjectKey(one));
    if (same) same.push(one);
    else bySubject.set(subjectKey(one), [one]);
  }
  const taken = new Set<Wanted>();
  const paired = gone.map((one) => {
    const other = bySubject.get(subjectKey(one))?.shift();
    if (other) taken.add(other);
    return { gone: one, came: other };
  });
  return [paired, came.filter((one) => !taken.has(one))];
}

function subjectKey({ subject, matcher }: Wanted): string {
  return matcher === 'throws' ? 'throws' : subject;
}

function nearest(left: Wanted[], gone: Wanted): Wanted | undefined {
  const at = left.findIndex(({ strength }) => strength >= gone.strength);
  return left.splice(at < 0 ? 0 : at, 1)[0];
}

function isKept(
  { gone, came }: { gone: Wanted; came: Wanted | undefined },
  syntax: Syntax,
  anew: ReadonlySet<string>,
): boolean {
  if (came?.assertion.isForgiven || (came && isMadeConditional(gone, came))) return false;
  if (came && isStricter(gone, came)) return true;
  if (came && (gone.isNegated !== came.isNegated || isOnlyTold(gone, came))) return false;
  const isPlain = came !== undefined && isWrittenDown(gone) && isWrittenDown(came);
  if (isPlain && came.strength >= gone.strength)
    return came.values.join() === gone.values.join() || gone.values.every((one) => came.values.includes(one));
  const all = [...gone.values, ...valuesIn(syntax, gone.assertion.node)];
  return all.length > 0 && all.every((one) => anew.has(one));
}

/** Whether it asked for nearly nothing, of what another one asks for to the letter: `a` is there if it is `3`. */
function isImplied({ subject, strength }: Wanted, staying: readonly Wanted[]): boolean {
  return strength === 1 && staying.some((one) => one.subject === subject && one.strength === 3 && isPlainly(one));
}

function isPlainly({ isNegated, assertion }: Wanted): boolean {
  return !isNegated && !assertion.isForgiven && assertion.condition === undefined;
}

/** `assertTrue(a, 3)` asks whether there is `a`, and tells 3 where there is not. */
function isOnlyTold(gone: Wanted, came: Wanted): boolean {
  const isSame = gone.subject === came.subject && gone.strength > came.strength;
  return isSame && came.expected.length > 0 && /^(?:assertTrue|assertFalse|ok|isTrue)$/.test(came.matcher);
}

/** Whether it asks for more of the same: for `a` where it was `a.length`. */
function isStricter(gone: Wanted, came: Wanted): boolean {
  const isSame = came.subject !== '' && gone.subject.startsWith(came.subject);
  return isSame && came.strength > gone.strength && !came.assertion.isForgiven && !isMadeConditional(gone, came);
}

/** Whether what was looked at always is now looked at only where it is as it should be. */
export function isMadeConditional(gone: Wanted, came: Wanted): boolean {
  return gone.assertion.condition === undefined && came.assertion.condition !== undefined;
}

/** Whether all that it expects is there to be read. */
function isWrittenDown({ expected, values }: Wanted): boolean {
  return values.length > 0 && expected.every(({ name }) => simple.has(name));
}

const simple: ReadonlySet<string> = new Set([
  'Number',
  'String',
  'BooleanLiteral',
  'Boolean',
  'null',
  'None',
  'UnaryExpression',
  'RegExp',
]);
