import { describe, expect, test } from 'vitest';
import { revert } from '../../../core/plan/edit/change.ts';
import { clearMetadata, setMetadata, type Metadata } from '../../../core/plan/edit/metadata.ts';
import { readPlan } from '../../../core/plan/read.ts';
import { edit, tasksOf } from './edits.ts';

const path = 'todo.md';
const claim: Metadata = { branch: 'impl/read', status: 'claimed' };

/** The text with the metadata of its first task set; reverting that gives the text again. */
function claimed(text: string, metadata: Metadata = claim): string {
  const plan = readPlan(path, text);
  const { content, change } = edit(setMetadata(text, plan, tasksOf(plan)[0]!, metadata));
  expect(tasksOf(readPlan(path, content))[0]).toMatchObject(metadata);
  expect(revert(path, content, change)).toEqual({ ok: true, value: text });
  return content;
}

function cleared(text: string): string {
  const plan = readPlan(path, text);
  return edit(clearMetadata(text, plan, tasksOf(plan)[0]!)).content;
}

const added = '  - branch: `impl/read`\n  - status: `claimed`\n';

describe('a claim', () => {
  test.each<[string, string, string]>([
    ['below the item', '- [ ] Read\n- [ ] Write\n', `- [ ] Read\n${added}- [ ] Write\n`],
    ['below a title of several lines', '- [ ] Read\n  it all\n', `- [ ] Read\n  it all\n${added}`],
    ['above the details', '- [ ] Read\n  - a\n\n  b\n', `- [ ] Read\n${added}  - a\n\n  b\n`],
    ['above a nested item', '- [ ] Read\n  - [ ] Write\n', `- [ ] Read\n${added}  - [ ] Write\n`],
    ['with the endings of the file', '- [ ] Read\r\n', `- [ ] Read\r\n${added.replaceAll('\n', '\r\n')}`],
    [
      'at an end without a newline',
      '# a\r\n- [ ] Read',
      `# a\r\n- [ ] Read\r\n${added.replaceAll('\n', '\r\n').trimEnd()}`,
    ],
    ['in a file of one line', '- [ ] Read', `- [ ] Read\n${added.trimEnd()}`],
    ['deeper where the item is', '  * [ ] Read\n', `  * [ ] Read\n${added.replaceAll(/^/gm, '  ').trimEnd()}\n`],
    ['behind a marker with a tab', '-\t[ ] Read\n', `-\t[ ] Read\n${added.replaceAll(/^ {2}/gm, '     ')}`],
    [
      'no deeper than its text where another stands deeper',
      '- [ ] Read\n\t- [x] Write\n        branch: impl/write\n',
      '- [ ] Read\n  branch: impl/read\n  status: claimed\n\t- [x] Write\n        branch: impl/write\n',
    ],
    ['where Markdown sees it as nested', '10. [ ] Read\n', `10. [ ] Read\n${added.replaceAll(/^ {2}/gm, '    ')}`],
    [
      'in the form of another item',
      '- [ ] Read\n- [x] Write\n    * Branch: "impl/write"\n',
      '- [ ] Read\n    * Branch: "impl/read"\n    * Status: "claimed"\n- [x] Write\n    * Branch: "impl/write"\n',
    ],
    [
      'without bullets where the file has none',
      '- [ ] Read\n- [x] Write\n\tbranch: impl/write\n',
      '- [ ] Read\n\tbranch: impl/read\n\tstatus: claimed\n- [x] Write\n\tbranch: impl/write\n',
    ],
    [
      'deep enough where another item has it at the depth of a nested box',
      '- [ ] Read\n- [ ] Foo\n  - [x] sub\n  - branch: `impl/foo`\n',
      `- [ ] Read\n${added}- [ ] Foo\n  - [x] sub\n  - branch: \`impl/foo\`\n`,
    ],
    [
      'deep enough below a wider marker than that of the form',
      '10. [ ] Read\n- [x] Write\n  * Branch: impl/write\n',
      '10. [ ] Read\n    * Branch: impl/read\n    * Status: claimed\n- [x] Write\n  * Branch: impl/write\n',
    ],
    [
      'in bold where another item has it so',
      '- [ ] Read\n- [x] Write\n  - **Branch**: `impl/write`\n',
      '- [ ] Read\n  - **Branch**: `impl/read`\n  - **Status**: `claimed`\n- [x] Write\n  - **Branch**: `impl/write`\n',
    ],
    [
      'in its own form where a detail only looks like one',
      '- [ ] Read\n  - Answer\n    - status: 404\n',
      `- [ ] Read\n${added}  - Answer\n    - status: 404\n`,
    ],
  ])('is added %s, and cleared to the byte.', (_where, text, expected) => {
    const content = claimed(text);
    expect(content).toBe(expected);
    expect(cleared(content)).toBe(text);
    const [before, after] = [text, content].map((each) =>
      tasksOf(readPlan(path, each)).map(({ id, title }) => [id, title]),
    );
    expect(after).toEqual(before);
  });

  test.each<[string, string, Metadata, string]>([
    ['backticks', '- branch: `a` (Ada)', { branch: 'b' }, '- branch: `b` (Ada)'],
    ['quotes', "- branch: 'a'  ", { branch: 'b' }, "- branch: 'b'  "],
    ['no quotes', 'status: in review  ', { status: 'done' }, 'status: done  '],
    ['a full-width colon', '- Status：open', { status: 'done' }, '- Status：done'],
    ['nothing yet', '- branch:', { branch: 'b' }, '- branch: b'],
    ['a quote that opens nothing', '- branch: `a', { branch: 'b' }, '- branch: b'],
    ['bold marks', '- **Status**: open', { status: 'done' }, '- **Status**: done'],
    ['a bold colon', '- **Status:** open', { status: 'done' }, '- **Status:** done'],
    ['a bold value', '- 状态：**open**', { status: 'done' }, '- 状态：**done**'],
    ['a Chinese name', '- 状态：进行中', { status: 'done' }, '- 状态：done'],
    ['a second name of the key', '- state: open', { status: 'done' }, '- state: done'],
    ['a bold name and nothing yet', '- **Branch:**', { branch: 'b' }, '- **Branch:** b'],
    ['another key beside it', '- branch: `a`', { status: 'done' }, '- branch: `a`\n  - status: `done`'],
  ])('changes the value of a line with %s.', (_what, line, metadata, expected) => {
    const text = `- [ ] Read\n  ${line}\n- [ ] Write\n`;
    expect(claimed(text, metadata)).toBe(text.replace(line, expected));
  });

  test('of what is there already changes nothing.', () => {
    const text = `- [ ] Read\n${added}`;
    const plan = readPlan(path, text);
    expect(edit(setMetadata(text, plan, tasksOf(plan)[0]!, claim))).toMatchObject({
      content: text,
      changed: false,
      noPlace: [],
    });
  });

  test('has no place below an item behind a lone return.', () => {
    const text = '# Plan\n\n## Phase 1: a\n\n**Tasks:**\n1. Read\n\r2. Write\n\n## Phase 2: b\n\n1. Go\n';
    const plan = readPlan('IMPLEMENTATION_PLAN.md', text);
    const task = tasksOf(plan).find(({ line }) => line === 7)!;
    expect(edit(setMetadata(text, plan, task, claim))).toMatchObject({
      content: text,
      changed: false,
      noPlace: [task.id],
    });
  });

  test('has no place below a row or an entry.', () => {
    const files = {
      'specs/91-impl-plan.md': '## Phase 1: a\n\n| # | Task |\n| --- | --- |\n| 1 | Read |\n',
      'implementation-plan.toml': '[[commits]]\nid = 1\ntitle = "Read"\n',
    };
    for (const [name, text] of Object.entries(files)) {
      const plan = readPlan(name, text);
      for (const result of [
        setMetadata(text, plan, tasksOf(plan)[0]!, claim),
        clearMetadata(text, plan, tasksOf(plan)[0]!),
      ]) {
        expect(edit(result)).toEqual({ content: text, change: [], changed: false, noPlace: ['1'] });
      }
    }
  });
});

describe('A claim below nested boxes', () => {
  const text = '- [ ] Read\n  - [ ] Part\n    - branch: `part`\n  - branch: `a`\n  status: open\n- [ ] Write\n';

  test('is cleared, and the boxes between stay as they are.', () => {
    expect(cleared(text)).toBe('- [ ] Read\n  - [ ] Part\n    - branch: `part`\n- [ ] Write\n');
    expect(cleared('- [ ] Read\n  - [ ] Part\n  - status: a')).toBe('- [ ] Read\n  - [ ] Part');
  });

  test('is changed where it stands, or has what is missing beside it.', () => {
    expect(claimed(text, { branch: 'b', status: 'done' })).toBe(
      text.replace('`a`', '`b`').replace('status: open', 'status: done'),
    );
    expect(claimed('- [ ] Read\n  - [ ] Part\n  - branch: `a`\n', { status: 'done' })).toBe(
      '- [ ] Read\n  - [ ] Part\n  - branch: `a`\n  - status: `done`\n',
    );
  });

  test('is not written over where it is that of another.', () => {
    const plan = readPlan(path, text);
    const [task] = tasksOf(plan);
    const before = readPlan(path, text.replace('  - branch: `a`\n', ''));
    const refused = { ok: false, failure: { reason: 'plan-changed', at: { path } } };
    expect(setMetadata(text.replace('`a`', '`theirs`'), plan, task!, claim)).toMatchObject(refused);
    expect(clearMetadata(text, before, tasksOf(before)[0]!)).toMatchObject(refused);
  });
});

test.each<[string, string]>([
  ['claimed by another', `- [ ] Read\n${added}  more\n`],
  ['taken away', '# Todo\n'],
  ['cut off', '- [ ] Read'],
])('An item that was %s since it was read is not written to.', (_what, changed) => {
  const text = '- [ ] Read\n\n  more\n';
  const plan = readPlan(path, text);
  const refused = { ok: false, failure: { reason: 'plan-changed', at: { path } } };
  expect(setMetadata(changed, plan, tasksOf(plan)[0]!, claim)).toMatchObject(refused);
  expect(clearMetadata(changed, plan, tasksOf(plan)[0]!)).toMatchObject(refused);
});

test('A claim that would not be read back is refused.', () => {
  const text = '- [ ] Read\n- [ ] Write\n';
  const plan = readPlan(path, text);
  expect(setMetadata(text, plan, tasksOf(plan)[0]!, { status: 'claimed by Ada Lovelace' })).toMatchObject({
    ok: false,
    failure: { reason: 'broken-plan', message: expect.stringContaining('status'), at: { path, line: 1 } },
  });
});

test('A sentence behind the name of a key is left alone, and the claim stands beside it.', () => {
  const text = '- [ ] Read\n  - status: see the notes, they are long\n';
  expect(claimed(text)).toBe(`- [ ] Read\n${added}  - status: see the notes, they are long\n`);
  expect(cleared(claimed(text))).toBe(text);
});

test('A value that does not fit on its line is a bug of ours.', () => {
  for (const branch of ['a\nb', 'a`b', '']) expect(() => claimed('- [ ] Read\n', { branch })).toThrow('Internal error');
});
