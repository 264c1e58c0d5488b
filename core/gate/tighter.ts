/**
 * Whether settings only ask for more than before: a higher threshold, a rule that was off, a strict flag. `part` is the
 * name of a single setting; without one the texts are compared line by line.
 */
export function isTighter(part: string, was: string | undefined, is: string | undefined): boolean {
  if (is === undefined) return false;
  if (part.startsWith('compilerOptions.')) return strict.test(part.slice(part.indexOf('.') + 1)) && is === 'true';
  const [before, after] = [linesOf(was ?? ''), linesOf(is)];
  const gone = before.filter((line) => !after.includes(line));
  const came = after.filter((line) => !before.includes(line));
  const stays =
    before.filter((line) => after.includes(line)).join('\n') ===
    after.filter((line) => before.includes(line)).join('\n');
  return stays && came.length > 0 && pairs(gone, came);
}

/** Each line that is gone has come back stricter, in the same order, and what came besides is strict. */
function pairs(gone: readonly string[], came: readonly string[]): boolean {
  let left = [...gone];
  for (const line of came) {
    const [first] = left;
    if (first !== undefined && isStricter(first, line)) left = left.slice(1);
    else if (!isStrict(line)) return false;
  }
  return left.length === 0;
}

function isStrict(line: string): boolean {
  const [, name = '', value = ''] = /^["']?([\w@/-]+)["']?\s*[:=]\s*(["']?\w+["']?),?$/.exec(line) ?? [];
  return /^["'](?:error|deny|forbid)["']$/.test(value) || (strict.test(name) && /^(?:true|True)$/.test(value));
}

/** The same words, but for numbers, levels and flags that ask for more. */
function isStricter(was: string, is: string): boolean {
  const [before, after] = [wordsOf(was), wordsOf(is)];
  return (
    before.length === after.length &&
    before.every((word, index) => isAtLeast(word, after[index] ?? '', before.slice(0, index)))
  );
}

function isAtLeast(was: string, is: string, ahead: readonly string[]): boolean {
  if (was === is) return true;
  const name = ahead.findLast((word) => /^[\w@/-]*[a-z][\w@/-]*$/i.test(word)) ?? '';
  const [from, to] = [levels.indexOf(was), levels.indexOf(is)];
  if (from >= 0 && to > from) return true;
  if (/^\d+(?:\.\d+)?$/.test(was) && /^\d+(?:\.\d+)?$/.test(is))
    return threshold.test(name) && Number(is) > Number(was);
  return strict.test(name) && /^false$/i.test(was) && /^true$/i.test(is);
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim().replace(/,$/, ''))
    .filter((line) => line !== '');
}

function wordsOf(line: string): string[] {
  return line.match(/[\w@/.-]+|[^\s\w]/g) ?? [];
}

const levels = ['off', 'allow', 'warn', 'error', 'deny', 'forbid'];
/** Not `threshold`, which is what codecov and others let go. */
const threshold = /^(?:lines|branches|functions|statements|fail_under|fail-under|minimum|break)$/;
const strict =
  /^(?:strict\w*|noImplicit\w+|noUnused\w+|noUnchecked\w+|noFallthroughCasesInSwitch|noPropertyAccessFromIndexSignature|exactOptionalPropertyTypes|alwaysStrict|checkJs|disallow_(?:untyped|any|incomplete|subclassing)\w*|warn_(?:unused|redundant|return|unreachable)\w*|check_untyped_defs|xfail_strict|forbidOnly|failOnFlakyTests)$/;
