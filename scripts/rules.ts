import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { applyFixes } from '../core/lint/fix.ts';
import type { Rule } from '../core/lint/rule.ts';
import { rules } from '../core/lint/rules.ts';
import { lintExample, ruleDocs, type RuleDoc, type RuleExample } from './rule-docs.ts';
import { rulesIntroduction, suppressionHelp } from './rules-introduction.ts';

/**
 * Writes what is made from the comments of the rules: the page for people, and the help that SARIF carries. With
 * `--check` it only says which of the two is out of date, and exits with 1.
 */
if (import.meta.main) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  if (process.argv.includes('--check')) {
    const stale = staleRuleTexts(root);
    for (const path of stale) console.error(`${path} is out of date, run: npm run rules`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else {
    for (const [path, text] of ruleTexts()) writeFileSync(join(root, path), text);
  }
}

/** The files among them that say something else than the comments do. */
export function staleRuleTexts(root: string): string[] {
  return [...ruleTexts()]
    .filter(([path, text]) => readFileSync(join(root, path), 'utf8') !== text)
    .map(([path]) => path);
}

/** Path, from the root of the project, to content. */
export function ruleTexts(): Map<string, string> {
  const docs = new Map(ruleDocs().map((doc) => [doc.id, doc]));
  const documented = rules.map((rule) => ({ rule, doc: docs.get(rule.id)! }));
  return new Map([
    ['docs/rules.md', page(documented)],
    ['core/lint/rule-help.ts', helpModule(documented)],
  ]);
}

interface Documented {
  readonly rule: Rule;
  readonly doc: RuleDoc;
}

function page(documented: readonly Documented[]): string {
  const rows = documented.map(({ rule, doc }) => [
    `[\`${rule.id}\`](#${rule.id})`,
    rule.recommended,
    rule.strict,
    isFixable(doc) ? 'yes' : '',
    summaryOf(doc.prose).replaceAll('|', String.raw`\|`),
  ]);
  const table = [['rule', 'recommended', 'strict', 'fixed', 'why'], ['---', '---', '---', '---', '---'], ...rows];
  return (
    [
      rulesIntroduction.trim(),
      '## All rules',
      'In the order of their worth: what misleads an agent most comes first.',
      table.map((row) => `| ${row.join(' | ')} |`).join('\n'),
      ...documented.map(section),
    ].join('\n\n') + '\n'
  );
}

function section({ rule, doc }: Documented): string {
  const fixed = isFixable(doc) ? ' `phasewright lint --fix` fixes it.' : '';
  const formats = Object.entries(rule.formats ?? {}).map(([format, severity]) => `, \`${severity}\` in \`${format}\``);
  const presets =
    rule.recommended === rule.strict && formats.length === 0
      ? `\`${rule.recommended}\` in all presets.`
      : `\`${rule.recommended}\` in \`recommended\`, \`${rule.strict}\` in \`strict\`${formats.join('')}.`;
  return [
    `### ${rule.id}`,
    doc.prose,
    presets + fixed,
    ...options(rule),
    ...doc.examples.map((one) => example(doc, one)),
  ].join('\n\n');
}

function options(rule: Rule): string[] {
  const { properties = {} } = z.toJSONSchema(rule.options, { io: 'input' });
  const items = Object.entries(properties).map(([name, schema]) => {
    if (typeof schema === 'boolean') return `- \`${name}\``;
    const { description, default: byDefault } = schema;
    return `- \`${name}\`: ${typeOf(schema)}, by default \`${JSON.stringify(byDefault)}\`.${description ? ` ${description}` : ''}`;
  });
  return items.length > 0 ? ['Options:', items.join('\n')] : [];
}

function typeOf(schema: z.core.JSONSchema.BaseSchema): string {
  if (schema.enum) return `one of ${schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(', ')}`;
  if (schema.type === 'array' && typeof schema.items === 'object' && !Array.isArray(schema.items))
    return `list of ${typeOf(schema.items)}`;
  return String(schema.type ?? 'any value');
}

function example({ id }: RuleDoc, one: RuleExample): string {
  const { files, title, complaints, options: given } = one;
  const isPlain = JSON.stringify(given) === '{}';
  const head = `**${complaints.length === 0 ? 'Fine' : 'Not fine'}:** ${title}`;
  const setting = isPlain ? [] : [`With \`"${id}": ["warning", ${JSON.stringify(given)}]\`:`];
  const sources = files.flatMap(({ path, written }) =>
    written === '' ? [`\`${path}\`, empty`] : [`\`${path}\``, fence(written, path)],
  );
  const said = complaints.length === 0 ? [] : ['is told:', fence(`${complaints.join('\n')}\n`, 'text')];
  return [head, ...setting, ...sources, ...said, ...fixedExample(id, one)].join('\n\n');
}

/** What the fixes make of the file that is linted. */
function fixedExample(id: string, one: RuleExample): string[] {
  const [target] = one.files;
  const fixes = fixesOf(id, one).filter((fix) => fix.path === target?.path);
  if (!target || fixes.length === 0) return [];
  return ['and becomes, with `--fix`:', fence(applyFixes(target.content, fixes).content, target.path)];
}

function isFixable({ id, examples }: RuleDoc): boolean {
  return examples.some((one) => fixesOf(id, one).length > 0);
}

function fixesOf(id: string, one: RuleExample) {
  return lintExample(id, one).flatMap(({ fix }) => fix ?? []);
}

/** A fence that nothing in the text can close. */
function fence(text: string, path: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([marks]) => marks.length));
  const marks = '`'.repeat(longest + 1);
  const language = path.endsWith('.md') ? 'markdown' : path.endsWith('.toml') ? 'toml' : 'text';
  return `${marks}${language}\n${text}${text.endsWith('\n') ? '' : '\n'}${marks}`;
}

function helpModule(documented: readonly Documented[]): string {
  const entries = documented.map(({ rule, doc }) => [rule.id, { summary: summaryOf(doc.prose), markdown: doc.prose }]);
  const help = Object.fromEntries([...entries, ['suppression', suppressionHelp]]);
  return [
    '/** What the comments of the rules say, for those who only see a complaint. Made by `npm run rules`. */',
    'export const ruleHelp: Readonly<Record<string, { readonly summary: string; readonly markdown: string }>> = ' +
      `${JSON.stringify(help, null, 2)};\n`,
  ].join('\n');
}

/** The first sentence. */
function summaryOf(prose: string): string {
  return (/^[\s\S]*?\.(?=\s|$)/.exec(prose)?.[0] ?? prose).replaceAll('\n', ' ');
}
