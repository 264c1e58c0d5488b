import { kinds, type Check, type Kind, type Place } from './facts.ts';
import { managerOf, scriptsOf } from './node.ts';

/** What one command of the project's own checks, as far as its text says so. */
export interface Wrapper {
  readonly command: readonly string[];
  readonly because: string;
  readonly covers: readonly Kind[];
}

/** The project's own command for all that has to hold, best first: `make check`, `just check`, npm's script `check`. */
export function wrapperIn(place: Place): Wrapper | undefined {
  for (const { name, command, rules } of recipes(place)) {
    const check = wrapperNames.find((rule) => rules.has(rule));
    if (check === undefined) continue;
    const covers = covered(check, rules);
    if (covers.length > 0) return { command: [...command, check], because: `${name} has "${check}"`, covers };
  }
  return undefined;
}

/** Recipes and scripts for all that has to hold, best first. */
export const wrapperNames: readonly string[] = ['check', 'verify', 'ci'];

/** Recipes of the project's own for single kinds: they wrap what a language has. */
export function ownChecks(place: Place): Check[] {
  const written = recipes(place).filter(({ of }) => of !== 'npm');
  return written.flatMap(({ of, name, command, rules }) =>
    kinds.flatMap((kind): Check[] => {
      const rule = ruleNames.get(kind)?.find((one) => rules.has(one));
      return rule === undefined ? [] : [{ of, kind, command: [...command, rule], because: `${name} has "${rule}"` }];
    }),
  );
}

export const ruleNames: ReadonlyMap<Kind, readonly string[]> = new Map([
  ['build', ['build']],
  ['typecheck', ['typecheck', 'type-check', 'types']],
  ['lint', ['lint', 'clippy', 'vet']],
  ['format', ['fmt-check', 'format-check', 'check-fmt', 'check-format']],
  ['test', ['test', 'tests']],
  ['docs', ['docs-check', 'check-docs']],
]);

interface Recipes {
  readonly of: 'make' | 'just' | 'npm';
  /** The file. */
  readonly name: string;
  readonly command: readonly string[];
  /** Text of each rule by its name: what it depends on, and what it runs. */
  readonly rules: ReadonlyMap<string, string>;
}

export const makefiles = ['GNUmakefile', 'makefile', 'Makefile'];
export const justfiles = ['justfile', '.justfile', 'Justfile'];

function recipes(place: Place): Recipes[] {
  const makefile = makefiles.find((path) => place.has(path));
  const justfile = justfiles.find((path) => place.has(path));
  return [
    ...(makefile
      ? [{ of: 'make' as const, name: makefile, command: ['make'], rules: rulesIn(place.text(makefile)) }]
      : []),
    ...(justfile
      ? [{ of: 'just' as const, name: justfile, command: ['just'], rules: rulesIn(place.text(justfile)) }]
      : []),
    { of: 'npm', name: 'package.json', command: managerOf(place).run, rules: scriptsOf(place) },
  ];
}

/** `check: lint test` and the indented lines below it. An assignment is no rule. */
function rulesIn(text: string): Map<string, string> {
  const rules = new Map<string, string>();
  let current: string[] = [];
  for (const line of text.split('\n')) {
    const [, heads, rest] = /^@?([\w. /-]{1,200}?)(?: [^:=]{0,200})?::?(?!=)(.*)$/.exec(line) ?? [];
    if (heads !== undefined && !/^\s/.test(line)) {
      current = heads.split(' ').filter((name) => name !== '' && !name.startsWith('.'));
      for (const name of current) rules.set(name, `${rules.get(name) ?? ''}\n${rest ?? ''}`);
    } else if (/^\s/.test(line)) for (const name of current) rules.set(name, `${rules.get(name) ?? ''}\n${line}`);
    else if (line.trim() !== '') current = [];
  }
  return rules;
}

/** The kinds that a rule names, itself or through the rules that it leads to. */
function covered(start: string, rules: ReadonlyMap<string, string>): Kind[] {
  const texts: string[] = [];
  const seen = new Set([start]);
  for (const name of seen) {
    const text = rules.get(name) ?? '';
    texts.push(name === start ? text : `${name} ${text}`);
    for (const word of text.split(/[\s;&|()"'$]+/)) if (rules.has(word)) seen.add(word);
  }
  const all = texts.join('\n');
  return kinds.filter((kind) => words.get(kind)?.test(all));
}

/** By these a text shows that it looks after something. */
const words: ReadonlyMap<Kind, RegExp> = new Map([
  ['build', /\b(?:build|compile|cargo check)\b/],
  ['typecheck', /\b(?:tsc|mypy|pyright|type-?check|types)\b/],
  ['lint', /\b(?:lint|eslint|oxlint|clippy|ruff check|flake8|pylint|golangci-lint|go vet|vet|biome)\b/],
  ['format', /\b(?:fmt|gofmt|rustfmt|format|prettier|oxfmt|black|biome)\b/],
  ['test', /\b(?:tests?|pytest|vitest|jest|mocha|nextest|unittest)\b/],
  ['docs', /\b(?:docs?|rustdoc|typedoc|mkdocs|sphinx)\b/],
  ['strict', /\bstrict\b/],
  ['dependencies', /\b(?:audit|cargo deny|govulncheck|pip-audit)\b/],
]);
