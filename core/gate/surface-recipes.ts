/** Of each part of a Makefile or justfile what it says. */
type Parts = Map<string, string>;

/** What holds for all rules: what is read besides, how they are run, what they get from their environment. */
export const everywhere = 'variables';

/**
 * What checks go by in a Makefile or justfile: the rules that judge, and the rules and variables that they name, directly or
 * not; and what holds for all of them. A variable is called `$(NAME)`; one that is named and not set says nothing.
 */
export function recipeParts(text: string, isCheck: (name: string) => boolean): Parts {
  const all = partsIn(text);
  const patterns = [...all.keys()].filter((part) => part.includes('%'));
  const checks: Parts = new Map([...all].filter(([part]) => part === everywhere || isCheck(part)));
  for (const [part, says] of checks) {
    if (part === everywhere) continue;
    const words = [part, ...(says.match(/[\w:.@/-]+/g) ?? [])];
    const named = words.flatMap((word) => [word, variable(word), ...patterns.filter((one) => isLike(word, one))]);
    for (const one of named) {
      const found = all.get(one);
      if (found !== undefined && !checks.has(one)) checks.set(one, found);
    }
    for (const [, name = ''] of says.matchAll(/\$[({](\w+)[)}]/g))
      if (!checks.has(variable(name))) checks.set(variable(name), '');
  }
  return checks;
}

/** What stands below each rule, up to the next, and what each variable is. */
function partsIn(text: string): Parts {
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('#') && !ofNext.test(line));
  const values: Parts = new Map();
  for (const line of lines) {
    const { name, value } = assignmentIn(line) ?? {};
    if (name !== undefined) values.set(name, `${values.get(name) ?? ''} ${value}`);
  }
  const found: Parts = new Map();
  let names: readonly string[] = [everywhere];
  for (const line of lines) {
    const isBelow = /^\s/.test(line);
    const heads = isBelow || assignmentIn(line) ? undefined : headsOf(line, values);
    if (!isBelow) names = heads ?? [variableIn(line)];
    const says = heads ? line.slice(line.indexOf(':') + 1).trim() : line.trim();
    for (const name of names) found.set(name, `${found.get(name) ?? ''}${says}\n`);
  }
  return found;
}

interface Assignment {
  readonly name: string;
  readonly value: string;
  readonly isExported: boolean;
  /** `?=` leaves the environment as it is. */
  readonly isDefault: boolean;
}

function assignmentIn(line: string): Assignment | undefined {
  const [, before = '', name, how, value = ''] =
    /^((?:(?:export|override|private) +)*)([\w.-]+)[ \t]*(:{0,3}|[?+!])=(.*)$/.exec(line) ?? [];
  if (name === undefined) return undefined;
  return { name, value, isExported: before.includes('export'), isDefault: how === '?' };
}

function variableIn(line: string): string {
  const found = assignmentIn(line);
  const isOfAll = !found || found.isExported || ofMake.test(found.name);
  return isOfAll || (!found.isDefault && ofPrograms.test(found.name)) ? everywhere : variable(found.name);
}

function variable(name: string): string {
  return `$(${name})`;
}

/** Variables that `make` itself goes by. */
const ofMake = /^(?:SHELL|MAKE\w*|GNUMAKEFLAGS|VPATH|\.[A-Z_]+)$/;

/** Variables that programs take from their environment, where what is set in the file gets to them. */
const ofPrograms =
  /^(?:CI|ENV|BASH_ENV|\w*(?:PATH|HOME|OPTIONS|OPTS|FLAGS)|(?:NODE|NPM|npm|NX|PYTEST|CARGO|LD|PHASEWRIGHT)_\w+|(?:GO|PYTHON|RUST)[A-Z_]+)$/;

/** The rules that `name other: what they need` begins, with variables in their names put in; undefined for other lines. */
function headsOf(line: string, values: Parts): string[] | undefined {
  const [, withDefaults] = ofJust.exec(line) ?? [];
  if (withDefaults !== undefined) return [withDefaults];
  const head = line.slice(0, Math.max(0, colonIn(line)));
  if (head === '' || head.includes('=')) return undefined;
  const names = withValues(head.replace(/^@/, ''), values).trim().split(/\s+/);
  return names.map((name) => (forAll.test(name) || isAnything(name) ? everywhere : name));
}

/** `[private]` is said of the recipe below it. */
const ofNext = /^\[[\w-]+(?:\([^)]*\))?(?:, *[\w-]+(?:\([^)]*\))?)*\]\s*$/;

/** `deploy env="prod" *more:` has parameters, as recipes of `just` have; some with what they are as a rule. */
const ofJust = /^@?([\w-]+)(?=[^:]*=)(?: +[*+$]?\w+(?:=(?:"[^"]*"|'[^']*'|\w+))?)+ *:(?!=)/;

/** The first one that stands in no reference to a variable. */
function colonIn(line: string): number {
  return line.replaceAll(/\$(?:\([^()]*\)|\{[^{}]*\})/g, (found) => '_'.repeat(found.length)).indexOf(':');
}

/** Names of variables may stand in what variables are; beyond some depth nobody writes them. */
function withValues(text: string, values: Parts): string {
  let is = text;
  for (let depth = 0; depth < 5 && is.length < 10_000; depth++)
    is = is.replaceAll(/\$[({](\w+)[)}]/g, (found, name: string) => values.get(name) ?? found);
  return is;
}

/** What is worked out when `make` runs may be any name; a variable that nobody sets is nothing. */
function isAnything(name: string): boolean {
  return name === '%' || /\$(?![({]\w+[)}])/.test(name);
}

/** Rules that say how all others are run: `.IGNORE`, `.ONESHELL`. */
const forAll = /^\.(?!PHONY$)[A-Z_]+$/;

function isLike(word: string, pattern: string): boolean {
  const at = pattern.indexOf('%');
  const [before, after] = [pattern.slice(0, at), pattern.slice(at + 1)];
  return word.length > before.length + after.length && word.startsWith(before) && word.endsWith(after);
}
