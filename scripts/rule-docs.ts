import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lint } from '../core/lint/lint.ts';
import type { Diagnostic } from '../core/lint/diagnostic.ts';
import { rules } from '../core/lint/rules.ts';
import { isPlanPath } from '../core/plan/find.ts';
import { readPlan } from '../core/plan/read.ts';

/** What the doc comment of a rule says: prose for people, and examples that are its tests. */
export interface RuleDoc {
  /** The id of the rule and the name of its file. */
  readonly id: string;
  /** Markdown. */
  readonly prose: string;
  readonly examples: readonly RuleExample[];
}

export interface RuleExample {
  readonly title: string;
  readonly options: unknown;
  /** The first file is the one that is linted, as a plan if it is one. */
  readonly files: readonly ExampleFile[];
  /** `path:line:column message` of every complaint, in order; `see also …` on a line of its own. */
  readonly complaints: readonly string[];
}

export interface ExampleFile {
  readonly path: string;
  readonly content: string;
  /** As in the comment: with ⟦200B⟧ in place of the character with that code. */
  readonly written: string;
}

const folder = fileURLToPath(new URL('../core/lint/rules', import.meta.url));

/** The docs of all rules that have an example; what rules share has none. */
export function ruleDocs(): RuleDoc[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readRuleDoc(name.slice(0, -'.ts'.length), readFileSync(join(folder, name), 'utf8')))
    .filter((doc) => doc !== null);
}

/** What a rule says about one of its examples, whatever the presets say about the rule. */
export function lintExample(id: string, { files, options }: RuleExample): Diagnostic[] {
  const rule = rules.find((each) => each.id === id);
  const target = files[0];
  if (!rule || !target) throw new Error(`${id}: an example needs a rule and a file`);
  const plan = isPlanPath(target.path) ? readPlan(target.path, target.content) : null;
  const input = {
    plan,
    phases: plan?.phases ?? [],
    files,
    whole: [target.path],
    exists: (path: string) => files.some((file) => file.path === path || file.path.startsWith(`${path}/`)),
  };
  return lint(input, () => ({ severity: 'warning', options: rule.options.parse(options) }), [rule]);
}

/**
 * Reads the comment above `defineRule`. An example is `@example [options as JSON] title`, then indented lines: `--- path`
 * opens a file, `=== …` is a complaint, and ⟦200B⟧ is the character with that code.
 */
function readRuleDoc(id: string, source: string): RuleDoc | null {
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export const \w+ = defineRule\(/.exec(source)?.[1];
  if (comment === undefined) return null;
  const text = comment
    .split('\n')
    .map((line) => line.replace(/^ \* ?/, ''))
    .join('\n');
  const [prose = '', ...examples] = text.split(/^@example /m);
  return { id, prose: prose.trim(), examples: examples.map((example) => readExample(id, example)) };
}

function readExample(id: string, text: string): RuleExample {
  const [head, body] = splitOnce(text, '\n\n');
  const [, written, title = ''] = /^(\{.*?\})?\s*([^{][\s\S]*)$/.exec(head) ?? [];
  const files: { path: string; lines: string[] }[] = [];
  const complaints: string[] = [];
  for (const line of body
    .trimEnd()
    .split('\n')
    .map((each) => each.replace(/^ {4}/, ''))) {
    if (line.startsWith('--- ')) files.push({ path: line.slice(4), lines: [] });
    else if (line.startsWith('=== ')) complaints.push(withCharacters(line.slice(4)));
    else if (files.length > 0) files.at(-1)!.lines.push(line);
    else throw new Error(`${id}: an example has the line "${line}" before its first "--- path"`);
  }
  return {
    title: title.replaceAll('\n', ' ').trim(),
    options: written === undefined ? {} : JSON.parse(written),
    files: files.map(({ path, lines }) => {
      const content = lines.length > 0 ? `${lines.join('\n')}\n` : '';
      return { path, content: withCharacters(content), written: content };
    }),
    complaints,
  };
}

function withCharacters(line: string): string {
  return line.replaceAll(/⟦([0-9A-F]{1,6})⟧/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
