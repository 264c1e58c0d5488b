import type { Branch, Comparison } from './branches.ts';
import { plainLiterals } from './plain-literals.ts';

/** What is compared, line by line, in languages without a grammar, as in `if n == 7919 {`, `case "a":` and `"a" => 3`. */
export function plainComparisons(lines: readonly string[]): Comparison[] {
  return lines.flatMap((text, index) => {
    const literals = plainLiterals(text);
    const whole = literals.filter(({ from, to }) => isCompared(text, from, to)).map((one) => one.text);
    const part = literals.filter(({ from }) => beginning.test(before(text, from))).map((one) => one.text);
    const place = { line: index + 1, from: index };
    return [
      ...(whole.length > 0 ? [{ ...place, kind: 'whole' as const, literals: whole }] : []),
      ...(part.length > 0 ? [{ ...place, kind: 'part' as const, literals: part }] : []),
    ];
  });
}

export function plainBranches(lines: readonly string[]): Branch[] {
  return plainComparisons(lines).flatMap((asked) => {
    const answer = answerAt(lines, asked.line - 1);
    return answer.length > 0 ? [{ line: asked.line, asked: [asked], answer }] : [];
  });
}

function isCompared(text: string, from: number, to: number): boolean {
  const isCase = /^\s*case\b/.test(text.slice(0, 100));
  return (
    isCase || /(?:[=!]=)\s?$/.test(before(text, from)) || /^\s?(?:=>|[=!]=|\|\s?["\d])/.test(text.slice(to, to + 10))
  );
}

const beginning = /(?:starts_with|ends_with|HasPrefix|HasSuffix)\((?:\w{1,40},\s?)?$/;

function before(text: string, place: number): string {
  return text.slice(Math.max(0, place - 80), place);
}

/** What follows on the line, or stands alone on the next one. */
function answerAt(lines: readonly string[], index: number): string[] {
  const here = /(?:=>|\breturn\b|\{)(.*)$/.exec(lines[index] ?? '')?.[1] ?? '';
  const next = /^\s*(?:return\b)?(.*)$/.exec(lines[index + 1] ?? '')?.[1] ?? '';
  const isOpen = /[{:]\s*$/.test(lines[index] ?? '');
  return plainLiterals(isOpen ? next : here).map(({ text }) => text);
}
