import { describe, expect, test } from 'vitest';
import { lint } from '../../core/lint/lint.ts';
import { rules } from '../../core/lint/rules.ts';
import { planFormats } from '../../core/plan/plan.ts';
import { readPlan } from '../../core/plan/read.ts';

/**
 * Seconds of the processor for one reading or one lint: far more than they take, far less than anything takes that is
 * not linear. A clock on the wall would measure whatever else the machine does.
 */
const limit = 2;
const many = 50_000;
/** Of what plans have much of: lines, rows, headings. */
const lines = 20_000;

const phase = '## Phase 1: a\n\n';
const header = '| # | Task | Spec | Status |\n| --- | --- | --- | --- |\n';

/** What makes a reader slow that looks at anything twice. The first ones are those that CommonMark's own parser is tested with. */
const inputs: Readonly<Record<string, string>> = {
  'nested strong emphasis': `${'*a **a '.repeat(many)}b${' a** a*'.repeat(many)}`,
  'many closers of emphasis': 'a_ '.repeat(many),
  'many openers of emphasis': '_a '.repeat(many),
  'many closers of links': 'a]'.repeat(many),
  'many openers of links': '[a'.repeat(many),
  'openers and closers that do not match': '*a_ '.repeat(many),
  'openers of links and closers of emphasis': '[ a_'.repeat(many),
  'the pattern [ (](': '[ (]('.repeat(many),
  'the pattern ![[]()': '![[]()'.repeat(many),
  'nested brackets': `${'['.repeat(many)}a${']'.repeat(many)}`,
  'nested parentheses': `${'('.repeat(many)}a${')'.repeat(many)}`,
  'nested full-width parentheses': `${'（'.repeat(many)}a${'）'.repeat(many)}`,
  'nested block quotes': `${'> '.repeat(many)}a`,
  'nested lists on one line': `${'- '.repeat(many)}a`,
  'nested numbered lists on one line': `${'1. '.repeat(many)}a`,
  'nested lists': Array.from({ length: 1_000 }, (_, depth) => `${'  '.repeat(depth)}* a\n`).join(''),
  'nested boxes': Array.from({ length: 1_000 }, (_, depth) => `${'  '.repeat(depth)}- [ ] a\n`).join(''),
  'nested lists of criteria': Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth)}- Verify:\n`).join(''),
  'nested lists of criteria below a box': `- [ ] a\n${Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth + 2)}- Verify:\n`).join('')}`,
  'nested lists of criteria, two blanks each': `- [ ] a\n${Array.from({ length: 1_000 }, (_, depth) => `${'  '.repeat(depth + 1)}- Verify:\n`).join('')}`,
  'many lists of criteria below a box': `- [ ] a\n${'  - Verify:\n    - b\n'.repeat(lines / 2)}`,
  'many lists below nested boxes': `- [ ] a\n  - [ ] b\n${'  - c\n'.repeat(lines)}`,
  'zero bytes': 'abc\0de\0'.repeat(many),
  'runs of backticks, each longer': Array.from({ length: 1_000 }, (_, length) => `e${'`'.repeat(length)}`).join(''),
  'unclosed links in angle brackets': '[a](<b'.repeat(many),
  'unclosed links': '[a](b'.repeat(many),
  'unclosed comments': `</${'<!--'.repeat(many)}`,
  'unclosed comments on lines of their own': '<!--\n'.repeat(lines),
  'references without a text': '[](\n'.repeat(lines),
  'definitions of references': '[a]: u\n'.repeat(lines),
  'empty definitions of references': '[\\\\]: \n'.repeat(lines),
  'a table of many columns': `|${'x|'.repeat(many)}\n|${'-|'.repeat(many)}\n|${'y|'.repeat(many)}\n`,
  'a task table of many columns': `${phase}| # | Task |${'x|'.repeat(many)}\n|-|-|${'-|'.repeat(many)}\n| 1 | a |${'y|'.repeat(many)}\n`,
  'a task with many cells': `${phase}${header}| 1.1 | a |${'|'.repeat(many)}\n`,

  'one line of words': 'word '.repeat(many),
  'one line of one word': 'x'.repeat(4 * many),
  'one line of blanks': `a${' '.repeat(4 * many)}b`,
  'one line of tabs': `- [ ] a${'\t'.repeat(4 * many)}b`,
  'one line of dashes': '-'.repeat(4 * many),
  'one line of dashes and blanks': '- '.repeat(many),
  'one line of stars': '*'.repeat(4 * many),
  'one line of colons': ':'.repeat(4 * many),
  'one line of marks of headings': '#'.repeat(4 * many),
  'one line of section signs': `${phase}${header}| 1.1 | a | ${'§ '.repeat(many)} | |\n`,
  'one line of escaped bars': `${phase}${header}| 1.1 | ${'\\|'.repeat(many)} | | |\n`,
  'one line of backticks and bars': `${phase}${header}| 1.1 | ${'`|` `` '.repeat(many)} | | |\n`,
  'a spec cell of many numbers': `${phase}${header}| 1.1 | a | ${'10 § 1, '.repeat(many)} | |\n`,
  'a spec cell of many sections': `${phase}${header}| 1.1 | a | 10 §§ ${'1.1, '.repeat(many)} | |\n`,
  'a spec cell of many ranges': `${phase}${header}| 1.1 | a | 10 §§ ${'1.1–1.99, '.repeat(many / 50)} | |\n`,
  'a spec cell of many links': `${phase}${header}| 1.1 | a | ${'[a](b.md#c) '.repeat(many)} | |\n`,
  'a criterion of many semicolons': `${phase}**Exit criteria**: ${'a; '.repeat(many)}`,
  'a criterion of many lines': `${phase}**Exit criteria**:\n${'a; b\n'.repeat(lines)}`,
  'a list of many criteria': `${phase}**Exit criteria**:\n\n${'- a\n'.repeat(lines)}`,
  'many labels': `${phase}${'**Exit criteria**:\n'.repeat(lines)}`,
  'many bold words': '**a** '.repeat(many),
  'a task of many lines': `- [ ] a\n${'  more\n'.repeat(lines)}`,
  'a task with many blank lines below': `- [ ] a\n${'\n'.repeat(lines)}  b\n`,
  'a task with many statuses': `- [ ] a\n${'  - status: open\n'.repeat(lines)}`,
  'a task with many fences': `- [ ] a\n${'  ```\n'.repeat(lines)}`,
  'many fences, each longer than the last': '```\n````\n'.repeat(lines),
  'many fences of both kinds': '```\n~~~\n'.repeat(lines),
  'many fences that nothing closes': '``` `\n```a\n'.repeat(lines),
  'many headings': '# a\n'.repeat(lines),
  'many headings of all levels': '# a\n###### b\n## c\n'.repeat(lines),
  'many underlines': 'a\n---\n'.repeat(lines),
  'many phases of one name': '## Phase 1: a\n'.repeat(lines),
  'many phases': Array.from({ length: lines }, (_, index) => `## Phase ${index}: a\n- [ ] a\n`).join(''),
  'many milestones': Array.from({ length: lines }, (_, index) => `### M${index} — a\n- a\n`).join(''),
  'many findings': Array.from({ length: lines }, (_, index) => `### P1-${index} — a\n`).join(''),
  'many boxes': Array.from({ length: lines }, (_, index) => `- [ ] 1.${index} a\n`).join(''),
  'many rows': `${phase}${header}${Array.from({ length: lines }, (_, index) => `| 1.${index} | a | 10 | |\n`).join('')}`,
  'many rows with a range': `${phase}| # | Task | After |\n|-|-|-|\n${Array.from({ length: lines }, (_, index) => `| 1.${index} | a | ${index}.1–${index}.1000 |\n`).join('')}`,
  'many elements that nothing closes': '- a\n  <pre>\n'.repeat(lines),
  'many fields below nested boxes': `- [ ] a\n  - [ ] b\n${'  status: open\n'.repeat(lines)}`,
  'many rows of one id': `${phase}${header}${'| 1.1 | a | 10 | |\n'.repeat(lines)}`,
  'many rows with too few cells': `${phase}${header}${'| 1.1 | a\n'.repeat(lines)}`,
  'many tables': `${phase}${`${header}\n`.repeat(lines)}`,
  'many delimiter rows': '|-|-|\n'.repeat(lines),
  'many lines of block quotes': '> Status: done\n'.repeat(lines),
  'front matter that nothing closes': `---\n${'a: b\n'.repeat(lines)}`,
  'line endings alone': '\r\n\r\r\n'.repeat(lines),
  'byte order marks': '\uFEFF'.repeat(many),
  'bytes that are not UTF-8': '\uDCE9\uDCFF'.repeat(many),
  'invisible characters': '\u200B\u202E'.repeat(many),
  'combining characters': `- [ ] a${'\u0301'.repeat(many)}\n`,
  'emoji of many parts': `- [ ] ${'\u{1F469}\u200D'.repeat(many)}\n`,

  'many numbers of the first level': Array.from({ length: lines }, (_, index) => `- [ ] ${index}. a\n`).join(''),
  'a graph of many waves': `${Array.from({ length: lines }, (_, index) => `- [ ] ${index}. a\n`).join('')}## Task Dependency Graph\n\`\`\`json\n{"waves":[${Array.from({ length: lines }, (_, index) => `["${index}"]`).join(',\n')}]}\n\`\`\`\n`,
  'many headings that are tasks': Array.from({ length: lines }, (_, index) => `### Task ${index}: a\n- [ ] b\n`).join(
    '',
  ),
  'many tasks that wait for each other': JSON.stringify({
    tasks: Array.from({ length: lines }, (_, id) => ({ id, title: 'a', status: 'deferred', dependencies: [id + 1] })),
  }),
  'many issues below each other': issues((at) => [
    { type: 'parent-child', depends_on_id: `i${at - 1}` },
    { type: 'blocks', depends_on_id: `i${at >> 1}` },
  ]),
  'many issues of one epic': issues((at) => [
    { type: 'parent-child', depends_on_id: 'i0' },
    { type: 'blocks', depends_on_id: `i${at - 1}` },
  ]),

  'many entries': Array.from({ length: many / 5 }, (_, index) => `[[commits]]\nid = ${index}\ntitle = "a"\n`).join(''),
  'many entries of one id': '[[commits]]\nid = 1\n'.repeat(many / 5),
  'nested arrays': `a = ${'['.repeat(many)}`,
  'nested tables': `a = ${'{a='.repeat(many)}`,
  'a key of many parts': `${'a.'.repeat(many)}a = 1`,
  'a table of many parts': `[${'a.'.repeat(many)}a]`,
  'many quotes': '"'.repeat(many),
  'a text of many escapes': `a = "${'\\u0041'.repeat(many)}"`,
  'a text that nothing closes': `a = """${'\n"'.repeat(many)}`,
  'many dependencies': `[dependencies]\n1 = [${'1,'.repeat(many)}]\n[[commits]]\nid = 1\n`,
};

/** An export of beads: an epic, and issues with these edges. */
function issues(edges: (at: number) => readonly object[]): string {
  return Array.from({ length: lines }, (_, at) => {
    const issue = { id: `i${at}`, title: 'a', status: 'open', issue_type: at === 0 ? 'epic' : 'task' };
    return `${JSON.stringify({ ...issue, dependencies: at === 0 ? [] : edges(at) })}\n`;
  }).join('');
}

describe('Read in every format and linted in time:', () => {
  test.each(Object.keys(inputs))('%s.', { timeout: 60_000 }, (name) => {
    const content = inputs[name] ?? '';
    const slow = planFormats.filter((format) => isSlow(() => readPlan('specs/91-impl-plan.md', content, format)));
    expect(slow).toEqual([]);
    expect(isSlow(() => lintAll(content))).toBe(false);
  });
});

/** With all rules, as a plan and as a spec. */
function lintAll(content: string): void {
  const path = 'specs/91-impl-plan.md';
  const plan = readPlan(path, content, 'impl');
  const files = [
    { path, content },
    { path: 'specs/10-spec.md', content: '# 10\n\n## 1. Words\n' },
  ];
  const input = { plan, phases: plan.phases, files, whole: [path], exists: () => false };
  lint(input, (rule) => ({ severity: 'warning', options: rule.options.parse({}) }), rules);
}

/** Twice over the limit: once may be the garbage of the test before. */
function isSlow(work: () => void): boolean {
  return seconds(work) > limit && seconds(work) > limit;
}

function seconds(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000_000;
}
