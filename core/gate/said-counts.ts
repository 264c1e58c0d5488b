/** In the first group of every line that matches: the sum of the numbers; undefined where no line does. */
export function counted(text: string, line: RegExp, what: RegExp): number | undefined {
  const said = groupsOf(text, line);
  if (said.length === 0) return undefined;
  return said.flatMap((group) => [...group.matchAll(what)]).reduce((sum, [, number]) => sum + Number(number), 0);
}

/** Of every match the first group that there is. */
export function groupsOf(text: string, line: RegExp): string[] {
  return [...text.matchAll(line)].map(([, ...groups]) => groups.find((group) => group !== undefined) ?? '');
}

/** The numbers of tests in every line that matches, without those that it says have not passed. */
export function lessThan(text: string, line: RegExp): number | undefined {
  const said = groupsOf(text, line);
  if (said.length === 0) return undefined;
  return said.reduce((sum, group) => sum + Math.max(0, passedOf(group)), 0);
}

function passedOf(said: string): number {
  const numbers = [...said.matchAll(/(\d+) ([a-z]+)|([A-Za-z][A-Za-z ]*): (\d+)/g)].map(
    ([, count, noun, name, number]) => ({ of: (noun ?? name ?? '').toLowerCase(), count: Number(count ?? number) }),
  );
  return numbers.reduce((sum, { of, count }) => sum + count * (isTests.test(of) ? 1 : countsNot.test(of) ? 0 : -1), 0);
}

const isTests = /^(?:tests?|tests run|examples?|specs?|runs?|doctests?|propert(?:y|ies)|scenarios?)$/;
/** What else is counted; anything that is not known takes away. */
const countsNot = /^(?:assertions?|notifications?|warnings?|deprecations?|notices?|flakes|phpunit .*)$/;

/** How often a text says it. */
export function timesSaid(text: string, what: RegExp): number {
  return [...text.matchAll(what)].length;
}

/** How many have begun, and not ended: what they ran in was ended before. */
export function notEnded(text: string, begun: RegExp, ended: RegExp): number {
  return Math.max(0, timesSaid(text, begun) - timesSaid(text, ended));
}
