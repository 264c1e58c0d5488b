import { markdownLines, type Line } from '../markdown/lines.ts';

/** The header of a research memo. What is not written, or written in two ways, is null. */
export interface Memo {
  /** What the file's name starts with: `spike-cache.md`. */
  readonly kind: MemoKind | null;
  readonly status: string | null;
  readonly owner: string | null;
  readonly date: string | null;
  readonly outcome: 'PASS' | 'FAIL' | 'PASS-with-caveat' | null;
  readonly decision: 'GO' | 'NO-GO' | 'GO-with-amendments' | null;
}

const memoKinds = ['spike', 'study', 'survey'] as const;
type MemoKind = (typeof memoKinds)[number];

/**
 * Reads the lines above the first heading below the title: `Status: … · Owner: …`, lines and bullets with bold labels,
 * a block quote, YAML front matter.
 */
export function readMemo(path: string, content: string): Memo {
  const written = readFields(headerLines(markdownLines(content)));
  return {
    kind: memoKind(path),
    status: agreed(written('status')),
    owner: agreed(written('owner')),
    date: agreed(written('date')),
    outcome: agreed(written('outcome').map(outcomeOf)),
    decision: agreed(written('decision').map(decisionOf)),
  };
}

/** What all of them say; null where there is none, or two that differ. */
function agreed<T>(values: readonly T[]): T | null {
  const [value, ...others] = new Set(values);
  return value === undefined || others.length > 0 ? null : value;
}

/** Whether a file is a research memo, by its name or by the folder `research` that it lies in. */
export function isMemo(path: string): boolean {
  return (
    /\.md$/i.test(path) &&
    !/(?:^|\/)(?:index|readme)\.md$/i.test(path) &&
    (memoKind(path) !== null || /(?:^|\/)research\//i.test(path))
  );
}

/** What a memo comes to: its decision counts, since a person has made it, and else its outcome. */
export function memoSays({ outcome, decision }: Memo): 'go' | 'no-go' | 'open' {
  const said = decision ?? outcome;
  if (said === null) return 'open';
  return said === 'NO-GO' || said === 'FAIL' ? 'no-go' : 'go';
}

/** The kind that a memo's name starts with. */
export function memoKind(path: string): MemoKind | null {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return memoKinds.find((kind) => name.startsWith(`${kind}-`)) ?? null;
}

function headerLines(lines: readonly Line[]): readonly Line[] {
  // What looks like a heading in front matter is a comment, or the dashes below the last key.
  const frontMatterEnd = lines[0]?.text === '---' ? lines.findIndex(({ text }, at) => at > 0 && text === '---') : -1;
  const end = lines.findIndex((line, at) => at > frontMatterEnd && line.heading !== null && line.heading.level > 1);
  return lines.slice(0, end < 0 ? undefined : end).filter(({ kind }) => !unread.has(kind));
}

const unread: ReadonlySet<Line['kind']> = new Set(['fence-start', 'code', 'fence-end', 'comment']);

type Field = 'status' | 'owner' | 'date' | 'outcome' | 'decision';

const fieldOf: ReadonlyMap<string, Field> = new Map([
  ['status', 'status'],
  ['状态', 'status'],
  ['owner', 'owner'],
  ['负责人', 'owner'],
  ['date', 'date'],
  ['日期', 'date'],
  ['outcome', 'outcome'],
  ['结果', 'outcome'],
  ['decision', 'decision'],
  ['决定', 'decision'],
]);

/** A label with its colon, at the start of a line or behind a sign that separates fields. */
const label = new RegExp(
  String.raw`(^(?:[-*+>]\s{1,3}){0,3}|[·•|;；,，]\s{0,5})(${[...fieldOf.keys()].join('|')})\s{0,3}[:：]`,
  'giu',
);

/** Answers the values of a field, one for each place where it is written. */
function readFields(lines: readonly Line[]): (field: Field) => readonly string[] {
  const values = new Map<Field, string[]>();
  for (const { text } of lines) {
    const plain = text.replaceAll(/\*\*|__|`/g, '').trim();
    const labels = [...plain.matchAll(label)];
    for (const [nth, found] of labels.entries()) {
      const field = fieldOf.get((found[2] ?? '').toLowerCase());
      const [value = ''] = plain.slice(found.index + found[0].length, labels[nth + 1]?.index).split(/\s[·•|]/, 1);
      if (!field || value.trim() === '') continue;
      const known = values.get(field) ?? [];
      known.push(unquoted(value.trim()));
      values.set(field, known);
    }
  }
  return (field) => values.get(field) ?? [];
}

function unquoted(value: string): string {
  return /^(["']).*\1$/s.test(value) ? value.slice(1, -1) : value;
}

/** `PASS / FAIL` is a form that nobody has filled in, and says nothing. */
function outcomeOf(text: string): Memo['outcome'] {
  const said = firstClause(text);
  const [passes, fails] = [/\bpass(?:ed)?\b/i.test(said), /\bfail(?:ed)?\b/i.test(said)];
  if (passes === fails || /\bnot\b/i.test(said)) return null;
  if (fails) return 'FAIL';
  return /\bcaveats?\b/i.test(text.replace(/\b(?:no|without) caveats?\b/i, '')) ? 'PASS-with-caveat' : 'PASS';
}

/** `go with the first` chooses, but does not say GO. */
function decisionOf(text: string): Memo['decision'] {
  const said = firstClause(text.replaceAll(/[-\s(（,，]+/g, ' '));
  const words = said.match(/\bno go\b|\bgo with amendments?\b|\bgo\b(?! with\b)/gi) ?? [];
  const [decision, ...others] = new Set(words.map(decided));
  return decision === undefined || others.length > 0 || /\bnot\b/i.test(said) ? null : decision;
}

function decided(word: string): NonNullable<Memo['decision']> {
  if (/^no/i.test(word)) return 'NO-GO';
  return /with/i.test(word) ? 'GO-with-amendments' : 'GO';
}

function firstClause(text: string): string {
  return text.split(/[;；.。—–:：]/, 1)[0] ?? '';
}
