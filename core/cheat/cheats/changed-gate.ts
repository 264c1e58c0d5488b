import { posix } from 'node:path';
import { checkName } from '../../gate/surface-file.ts';
import { defineCheat } from '../cheat.ts';
import type { ChangedFile, Source } from '../change.ts';

/**
 * A command that checks, changed: a script, a target, what Nx takes for its input, a recipe of `make`. A new one is fine.
 *
 * @example A script and a recipe.
 *
 *     --- package.json
 *       {
 *         "scripts": {
 *           "build": "tsc",
 *     -     "test": "vitest run"
 *     +     "test": "vitest run --exclude test/sum.test.ts"
 *         }
 *       }
 *     --- Makefile
 *       test:
 *     - 	pytest
 *     + 	pytest || true
 *     === Makefile:1 Unexpected change of the check "test", expected the plan to ask for it
 *     === package.json:4 Unexpected change of the check "test", expected the plan to ask for it
 *
 * @example A target is left out of its inputs.
 *
 *     --- packages/a/project.json
 *     - { "targets": { "test": { "command": "vitest run", "inputs": ["default"] } } }
 *     + { "targets": { "test": { "command": "vitest run", "inputs": ["{projectRoot}/package.json"] } } }
 *     === packages/a/project.json:1 Unexpected change of the check "test", expected the plan to ask for it
 *
 * @example Another script, and one that does not check.
 *
 *     --- package.json
 *       {
 *         "scripts": {
 *     -     "start": "node a.js",
 *     +     "start": "node b.js",
 *     +     "test:slow": "vitest run slow",
 *           "test": "vitest run"
 *         }
 *       }
 */
export const changedGate = defineCheat({
  id: 'changed-gate',
  verdict: 'block',
  asked: 'judge',
  look({ files }, see) {
    for (const file of files) {
      const { path, base, head } = file;
      const read = readerOf(file);
      if (!read || !base) continue;
      const [before, after] = [read(base), head ? read(head) : new Map<string, string>()];
      for (const [name, how] of before) {
        if (!isCheck(name) || after.get(name) === how) continue;
        const source = head ?? base;
        const line = source.lines.findIndex((text) => text.includes(name)) + 1;
        const message = `Unexpected change of the check "${name}", expected the plan to ask for it`;
        see({ path, line: Math.max(line, 1), message, side: head ? 'head' : 'base' });
      }
    }
  },
});

/** What judges; and in `nx.json` what all of them go by. */
function isCheck(name: string): boolean {
  return checkName.test(name) || name === 'targetDefaults' || name === 'namedInputs';
}

type Read = (source: Source) => Map<string, string>;

function readerOf({ path }: ChangedFile): Read | undefined {
  switch (posix.basename(path)) {
    case 'package.json':
      return ({ text }) => new Map([...entries(json(text), 'scripts'), ...entries(at(json(text), 'nx'), 'targets')]);
    case 'project.json':
      return ({ text }) => new Map([...entries(json(text), 'targets'), ...some(json(text), 'namedInputs')]);
    case 'nx.json':
      return ({ text }) => new Map([...some(json(text), 'targetDefaults'), ...some(json(text), 'namedInputs')]);
    case 'tox.ini':
      return commandsOfTox;
    case 'GNUmakefile':
    case 'Makefile':
    case 'makefile':
    case 'justfile':
    case 'Justfile':
      return recipes;
    default:
      return undefined;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // What cannot be read sets nothing; the tool that reads it complains.
    return undefined;
  }
}

function at(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function entries(value: unknown, name: string): [string, string][] {
  const found = at(value, name);
  return typeof found === 'object' && found !== null
    ? Object.entries(found).map(([key, one]) => [key, JSON.stringify(one)])
    : [];
}

function some(value: unknown, name: string): [string, string][] {
  const found = at(value, name);
  return found === undefined ? [] : [[name, JSON.stringify(found)]];
}

/** The commands of each environment. */
function commandsOfTox({ lines }: Source): Map<string, string> {
  const found = new Map<string, string>();
  let name = '';
  for (const line of lines) {
    const key = /^(\w+)\s*=/.exec(line)?.[1];
    if (key !== undefined || line.startsWith('[')) name = key ?? '';
    if (/^commands(?:_pre|_post)?$/.test(name)) found.set('check', `${found.get('check') ?? ''}${line.trim()}\n`);
  }
  return found;
}

/** What stands below each rule, up to the next. */
function recipes({ lines }: Source): Map<string, string> {
  const found = new Map<string, string>();
  let name = '';
  for (const line of lines) {
    const rule = /^([\w.-]+)\s*:(?!=)(.*)$/.exec(line);
    if (rule) name = rule[1] ?? '';
    if (name !== '' && (rule || /^\s/.test(line)))
      found.set(name, `${found.get(name) ?? ''}${(rule?.[2] ?? line).trim()}\n`);
  }
  return found;
}
