import picomatch from 'picomatch';
import { z } from 'zod';
import { fail, ok, type Result } from '../failure.ts';
import { jsonPlaces } from '../json-places.ts';
import { positions } from '../markdown/position.ts';
import { suggestion } from '../nearest.ts';
import { configPath } from './config-path.ts';
import type { RuleSetting, Settings } from './lint.ts';
import { presets, severityIn, type Preset, type Rule } from './rule.ts';
import { rules } from './rules.ts';

const severity = z.enum(['off', 'info', 'warning', 'error']);

/** The configuration as people write it, for these rules: every rule with its own options. */
export function configSchema(among: readonly Rule[]) {
  const settings = z.strictObject(
    Object.fromEntries(
      among.map((rule) => [rule.id, z.union([severity, z.tuple([severity, rule.options])]).optional()]),
    ),
  );
  return z.strictObject({
    $schema: z.string().optional(),
    preset: z.enum(presets).default('recommended').describe('What holds for the rules that are not named.'),
    rules: settings.default({}).describe('Rule id to severity, or to [severity, options].'),
    overrides: z
      .array(
        z.strictObject({
          files: z.array(z.string().min(1)).min(1).describe('Globs of paths, from the repository root.'),
          rules: settings,
        }),
      )
      .default([])
      .describe('Other settings for some files; the last one that names a rule and matches the file holds.'),
  });
}

/** Configuration as the code uses it: nothing is missing. */
export interface LintConfig {
  readonly preset: Preset;
  readonly rules: WrittenSettings;
  readonly overrides: readonly { readonly files: readonly string[]; readonly rules: WrittenSettings }[];
}

type WrittenSettings = Readonly<Record<string, WrittenSetting | undefined>>;
type WrittenSetting = RuleSetting['severity'] | readonly [severity: RuleSetting['severity'], options: unknown];

/** The configuration without a file. */
export const defaultConfig: LintConfig = { preset: 'recommended', rules: {}, overrides: [] };

/** Reads the text of a configuration file; undefined where there is none. Says what is wrong, where, and what is allowed. */
export function readConfig(
  text: string | undefined,
  path: string = configPath,
  among: readonly Rule[] = rules,
): Result<LintConfig> {
  if (text === undefined) return ok(defaultConfig);
  const content = text.replace(/^\uFEFF/, '');
  let written: unknown;
  try {
    written = JSON.parse(content);
  } catch (error) {
    return notJson(error, content, path);
  }
  const checked = configSchema(among).safeParse(written);
  if (checked.success) return ok(checked.data);
  const issues = checked.error.issues.map((issue) => innermost(issue, written));
  const offset = jsonPlaces(content)(placeOf(issues[0]!));
  const message = issues.map((issue) => describe(issue, written, among)).join(' ');
  return fail('bad-option', message, { path, ...positions(content)(offset) });
}

/** How bad a rule's complaints are in a file, and its options: of the last override that says so, else of the preset. */
export function settingsOf(config: LintConfig): Settings {
  const overrides = config.overrides.map((each) => ({ ...each, matches: picomatch([...each.files], { dot: true }) }));
  const layersOf = remembered((path: string) =>
    overrides.filter(({ matches }) => matches(path)).map((override) => override.rules),
  );
  const defaults = remembered((rule: Rule): unknown => rule.options.parse({}));
  return (rule, path) => {
    const layers = [config.rules, ...layersOf(path)].map((layer) => layer[rule.id]).filter((one) => one !== undefined);
    const last = layers.at(-1) ?? severityIn(rule, config.preset);
    // A severity alone leaves the options as they were set before.
    const options = layers.findLast((one) => typeof one !== 'string')?.[1];
    return { severity: typeof last === 'string' ? last : last[0], options: options ?? defaults(rule) };
  };
}

function remembered<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}

function notJson(error: unknown, content: string, path: string): Result<never> {
  const reason = error instanceof Error ? error.message : String(error);
  const offset = /at position (\d+)/.exec(reason)?.[1];
  const place = positions(content)(offset === undefined ? content.length : Number(offset));
  return fail('bad-option', `Unexpected text that is not JSON, expected an object of options: ${reason}.`, {
    path,
    ...place,
  });
}

type Issue = z.core.$ZodIssue;

/** A setting may be written in two ways; what is wrong with the one that was meant says more than that neither fits. */
function innermost(issue: Issue, written: unknown): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors[Array.isArray(valueAt(written, issue.path)) ? 1 : 0]?.[0];
  return inner ? { ...inner, path: [...issue.path, ...inner.path] } : issue;
}

function placeOf(issue: Issue): readonly PropertyKey[] {
  return issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
}

function describe(issue: Issue, written: unknown, among: readonly Rule[]): string {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(issue.path, key, among)).join(' ');
  const value = valueAt(written, issue.path);
  const allowed =
    issue.code === 'invalid_value' ? `one of ${issue.values.map((one) => JSON.stringify(one)).join(', ')}` : undefined;
  const near =
    issue.code === 'invalid_value' && typeof value === 'string' ? suggestion(value, issue.values.map(String)) : '';
  const expected = allowed ?? issue.message.replace(/^Invalid input: expected /, '');
  return `Unexpected value ${JSON.stringify(value) ?? 'nothing'} of option "${named(issue.path)}", expected ${expected}${near || '.'}`;
}

function unknownKey(path: readonly PropertyKey[], key: string, among: readonly Rule[]): string {
  const isRule = path.at(-1) === 'rules';
  const allowed = isRule ? among.map(({ id }) => id) : optionsAt(path, among);
  const expected = allowed.length > 0 ? `one of ${allowed.join(', ')}` : 'none, because this rule has no options';
  const near = suggestion(key, allowed);
  return `Unexpected ${isRule ? 'rule' : 'option'} "${named([...path, key])}", expected ${expected}${near || '.'}`;
}

/** The names that may stand in the object at this path. */
function optionsAt(path: readonly PropertyKey[], among: readonly Rule[]): string[] {
  if (path.length === 0) return ['$schema', 'preset', 'rules', 'overrides'];
  if (path.length === 2 && path[0] === 'overrides') return ['files', 'rules'];
  const rule = among.find(({ id }) => path.includes(id));
  return rule && rule.options instanceof z.ZodObject ? Object.keys(rule.options.shape) : [];
}

/** `overrides[0].rules.spec-reference[1].max` */
function named(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${String(step)}`))
    .join('');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);
}
