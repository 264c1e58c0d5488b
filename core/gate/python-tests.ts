import { counted, groupsOf } from './said-counts.ts';

/** How many tests of pytest passed. */
export function pytestTests(text: string): number | undefined {
  // `==== 1 passed, 1 skipped in 2.85s ====`, `no tests ran in 0.01s`, `2 tests collected in 1.38s`
  const summary = /^(?:=+ )?((?:no tests ran|no tests collected.*|\d+ [a-z ]+(?:, \d+ [a-z ]+)*) in [\d.]+s)(?: |$)/gm;
  // `.s          [100%]`, which is all that is left with -qq
  const dots = /^([.sxXFE]+) +\[ *\d+(?:%|\/\d+)\]$/gm;
  const marks = groupsOf(text, dots).join('');
  return counted(text, summary, /(\d+) passed/g) ?? (marks === '' ? undefined : marks.replaceAll(/[^.]/g, '').length);
}

/** How many of unittest passed: `Ran 3 tests in 0.000s`, and two lines below it `OK (skipped=2, expected failures=1)`. */
export function unittestTests(text: string): number | undefined {
  const runs = [...text.matchAll(/^Ran (\d+) tests? in [\d.]+s$/gm)];
  const said = [...text.matchAll(/^Ran (\d+) tests? in [\d.]+s\n+(?:OK|FAILED|PASSED|NO TESTS RAN)(?: \((.*)\))?$/gm)];
  // Without it nobody knows how many of them were skipped.
  if (runs.length === 0 || said.length < runs.length) return undefined;
  return said.reduce((sum, [, ran, others = '']) => {
    const less = [...others.matchAll(/([a-zA-Z ]+)=(\d+)/g)].filter(([, name]) => name?.trim() !== 'successes');
    return sum + Math.max(0, Number(ran) - less.reduce((all, [, , number]) => all + Number(number), 0));
  }, 0);
}

export function pytestFailures(text: string): number | undefined {
  const summary = /^(?:=+ )?((?:\d+ [a-z ]+(?:, \d+ [a-z ]+)*) in [\d.]+s)(?: |$)/gm;
  const marks = groupsOf(text, /^([.sxXFE]+) +\[ *\d+(?:%|\/\d+)\]$/gm).join('');
  return counted(text, summary, /(\d+) (?:failed|errors?)\b/g) ?? marks.replaceAll(/[^FE]/g, '').length;
}

/** `FAILED (failures=1, errors=1, expected failures=1)` */
export function unittestFailures(text: string): number {
  const said = groupsOf(text, /^FAILED \((.*)\)$/gm).flatMap((group) => group.split(', '));
  return said.reduce((sum, one) => {
    const [name = '', count] = one.split('=');
    return /^(?:failures|errors|unexpected successes)$/.test(name) ? sum + Number(count) : sum;
  }, 0);
}
