import { join, relative, sep } from 'node:path';
import { placeAt, type Check, type Kind, type Place } from '../gate/find/facts.ts';
import { filesToRead } from '../gate/find/find-gates.ts';
import { goChecks } from '../gate/find/go.ts';
import { managerOf, nodeChecks, scriptsOf } from '../gate/find/node.ts';
import { pythonChecks } from '../gate/find/python.ts';
import { rustChecks } from '../gate/find/rust.ts';
import { ownChecks } from '../gate/find/wrappers.ts';
import { shellWord } from '../shell-word.ts';
import type { Desk } from './desk.ts';

/** Commands of a project as its own files name them. Null: they do not say, and nothing is guessed. */
export interface Found {
  readonly gates: { readonly designer_gate: string; readonly test_gate: string } | null;
  readonly formatters: { readonly fmt_cmd: string; readonly lint_cmd: string } | null;
}

/** Looks at the folder where commands run, by what git knows to be there. */
export async function discover({ host, git, workspace }: Desk): Promise<Found> {
  const paths = (await git.text(['ls-files', '-z'])).split('\0').filter(Boolean);
  const folder = relative(git.folder, workspace).split(sep).join('/');
  const texts = new Map<string, string>();
  for (const path of filesToRead({ paths, projectRoot: folder }))
    texts.set(path, (await host.files.read(join(git.folder, path))) ?? '');
  return commandsOf(placeAt({ paths, texts, targets: [], projectRoot: folder }, folder));
}

/** A recipe of the project's own comes before what its language has. */
export function commandsOf(place: Place): Found {
  const checks = [ownChecks, rustChecks, goChecks, pythonChecks, nodeChecks].flatMap((find) => find(place));
  const compile = first(checks, ['typecheck', 'build']);
  const test = first(checks, ['test']);
  return {
    gates: compile && test ? { designer_gate: written(compile.command), test_gate: namingTests(test) } : null,
    formatters: formattersOf(place),
  };
}

function first(checks: readonly Check[], kinds: readonly Kind[]): Check | undefined {
  return kinds.flatMap((kind) => checks.filter((check) => check.kind === kind))[0];
}

/** Some runners name tests only when they are asked to. */
function namingTests({ command }: Check): string {
  const words = [...command];
  const isAsked = words[0] === 'go' || ['pytest', 'unittest'].some((word) => words.includes(word));
  const at = words[0] === 'go' ? 2 : words.length;
  return written(isAsked ? words.toSpliced(at, 0, '-v') : words);
}

function formattersOf(place: Place): Found['formatters'] {
  if (place.has('Cargo.toml'))
    return { fmt_cmd: 'cargo fmt', lint_cmd: 'cargo clippy --fix --allow-dirty --allow-staged --all-targets' };
  if (place.has('go.mod')) return { fmt_cmd: 'gofmt -w .', lint_cmd: '' };
  const scripts = scriptsOf(place);
  const run = (names: readonly string[]): string => {
    const name = names.find((one) => scripts.has(one));
    return name === undefined ? '' : written([...managerOf(place).run, name]);
  };
  const found = { fmt_cmd: run(['format', 'fmt']), lint_cmd: run(['lint:fix', 'lint-fix', 'fix']) };
  return found.fmt_cmd === '' && found.lint_cmd === '' ? null : found;
}

function written(command: readonly string[]): string {
  return command.map((word) => (/^[\w./:@=-]+$/.test(word) ? word : shellWord(word))).join(' ');
}
