import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileTexts } from '../core/cheat/change.ts';

/** What the doc comment of a cheat says: prose for people, and examples that are its tests. */
export interface CheatDoc {
  readonly id: string;
  /** Markdown. */
  readonly prose: string;
  readonly examples: readonly CheatExample[];
}

export interface CheatExample {
  readonly title: string;
  readonly files: readonly FileTexts[];
  /** The files as they are written, in the form of a diff. */
  readonly written: string;
  /** `path:line message` of every sight, in order. */
  readonly sights: readonly string[];
}

const folder = fileURLToPath(new URL('../core/cheat/cheats', import.meta.url));

/** The docs of all cheats; what cheats share has none. */
export function cheatDocs(): CheatDoc[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readCheatDoc(name.slice(0, -'.ts'.length), readFileSync(join(folder, name), 'utf8')))
    .filter((doc) => doc !== null);
}

function readCheatDoc(id: string, source: string): CheatDoc | null {
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export const \w+ = defineCheat\(/.exec(source)?.[1];
  if (comment === undefined) return null;
  const text = comment
    .split('\n')
    .map((line) => line.replace(/^ \* ?/, ''))
    .join('\n');
  const [prose = '', ...examples] = text.split(/^@example /m);
  return { id, prose: prose.trim(), examples: examples.map((example) => readExample(id, example)) };
}

function readExample(id: string, text: string): CheatExample {
  const at = text.indexOf('\n\n');
  const lines = text
    .slice(at + 2)
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^ {4}/, ''));
  const sights = lines.filter((line) => line.startsWith('=== ')).map((line) => line.slice(4));
  const title = text.slice(0, at).replaceAll('\n', ' ').trim();
  const shown = lines.filter((line) => !line.startsWith('=== '));
  return { title, sights, files: readFiles(id, shown), written: shown.join('\n') };
}

/**
 * Files of a change, written as one: `--- path` opens a file, or `--- old → new` one that was moved; then `- ` is a line of
 * the base, `+ ` one of the head, and two blanks one of both. A file without a line of the base was added; one without a
 * line of the head was deleted. U+27E6 and U+27E7 around a code are the character with that code.
 */
export function readFiles(name: string, lines: readonly string[]): FileTexts[] {
  const files: { path: string; from: string | undefined; base: string[]; head: string[] }[] = [];
  for (const line of lines) {
    if (line.startsWith('--- ')) {
      const [from, to] = line.slice(4).split(' → ');
      files.push({ path: to ?? from ?? '', from: to === undefined ? undefined : from, base: [], head: [] });
      continue;
    }
    const file = files.at(-1);
    const mark = line === '' ? ' ' : line[0];
    if (!file || !/^(?:[-+ ](?: |$)|$)/.test(line)) throw new Error(`${name}: unexpected line "${line}"`);
    const text = withCharacters(line.slice(2));
    if (mark !== '+') file.base.push(text);
    if (mark !== '-') file.head.push(text);
  }
  return files.map(({ path, from, base, head }) => ({ path, from, base: joined(base), head: joined(head) }));
}

function joined(lines: readonly string[]): string | undefined {
  return lines.length > 0 ? `${lines.join('\n')}\n` : undefined;
}

function withCharacters(line: string): string {
  return line.replaceAll(/⟦([0-9A-F]{1,6})⟧/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
}
