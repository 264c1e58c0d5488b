import { array, assert, boolean, constantFrom, property, record, type Arbitrary } from 'fast-check';
import { expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';

/** A phase as its author has it in mind, before it is written in one of the shapes. */
interface Intended {
  readonly title: string;
  readonly tasks: readonly { readonly title: string; readonly done: boolean }[];
  readonly criterion: string;
}

const words = array(constantFrom('parse', 'the', 'plan', '`a | b`', '写', '解析器', '（可选）', 'テスト'), {
  minLength: 1,
  maxLength: 6,
});
const sentence = words.map((all) => `Do ${all.join(' ')}`);
const phase: Arbitrary<Intended> = record({
  title: sentence,
  tasks: array(record({ title: sentence, done: boolean() }), { minLength: 1, maxLength: 5 }),
  criterion: sentence,
});
const phases = array(phase, { minLength: 1, maxLength: 4 });

/** How a phase is written: its heading, its tasks and its criterion. `tells` is whether it has a place for a tick. */
interface Shape {
  readonly heading: (number: number, title: string) => readonly string[];
  readonly work: (tasks: Intended['tasks'], number: number) => readonly string[];
  readonly criterion: (text: string) => readonly string[];
  readonly tells: boolean;
}

const criterion: Shape['criterion'] = (text) => ['', `**Exit criteria (M1)**: ${text}`];

const shapes: Readonly<Record<string, Shape>> = {
  'a table with a status': {
    heading: (number, title) => [`## ${number + 2}. Phase ${number} — ${title}`],
    work: (tasks, number) => [
      '| # | Task | Status |',
      '| -- | :-- | --: |',
      ...tasks.map(({ title, done }, index) => `| ${number}.${index} | ${title} | ${done ? '✅' : 'open'} |`),
    ],
    criterion,
    tells: true,
  },
  'tables of tracks': {
    heading: (number, title) => [`### Phase ${number}: ${title}`],
    work: (tasks, number) =>
      tasks.flatMap(({ title, done }, index) => [
        `#### Track ${index}`,
        '|ID|Deliverable|Effort|',
        '|---|---|---|',
        `|${number}A.${index}|${title}|${done ? 'done' : '1 d'}|`,
        '',
      ]),
    criterion,
    tells: true,
  },
  'boxes below sub-headings': {
    heading: (number, title) => [`Phase ${number}: ${title}`, '-----'],
    work: (tasks) =>
      tasks.flatMap(({ title, done }, index) => [`### ${index}`, `* [${done ? 'X' : ' '}] ${title}`, '    1. detail']),
    criterion: (text) => ['', 'Done when:', `- ${text}`],
    tells: true,
  },
  'a numbered list under Tasks': {
    heading: (number, title) => [`## **Phase ${number}**: ${title}`, '**Goal:** all of it', '1. no', '2. task', ''],
    work: (tasks) => ['### Tasks', '', ...tasks.flatMap(({ title }) => [`1) ${title}`, '   - detail', ''])],
    criterion: (text) => ['### Exit criteria', text],
    tells: false,
  },
  'bullets under Deliverables': {
    heading: (number, title) => [`## Phase ${number}. ${title}`],
    work: (tasks) => ['Deliverables:', '', ...tasks.map(({ title }) => `- ${title}`)],
    criterion: (text) => ['', 'Exit criteria:', '', `- ${text}`],
    tells: false,
  },
  'bullets alone': {
    heading: (number, title) => [`## Stage ${number} – ${title}`, 'Goal: all of it', ''],
    work: (tasks) => tasks.map(({ title }) => `- ${title}`),
    criterion: (text) => [`- Verify: ${text}`],
    tells: false,
  },
  'Chinese boxes': {
    heading: (number, title) => [`## 阶段 ${number}：${title}`],
    work: (tasks) => ['任务：', '', ...tasks.map(({ title, done }) => `- [${done ? 'x' : ' '}] ${title}`)],
    criterion: (text) => ['', `**退出标准（M1）**：${text}`],
    tells: true,
  },
  'a Japanese list': {
    heading: (number, title) => [`## 第${number}フェーズ：${title}`],
    work: (tasks) => ['### タスク', ...tasks.map(({ title }) => `+ ${title}`)],
    criterion: (text) => ['', `完了条件：${text}`],
    tells: false,
  },
};

test.each(Object.entries(shapes))('What is written as %s is read as it was meant.', (_name, shape) => {
  assert(
    property(phases, constantFrom('\n', '\r\n'), (intended, ending) => {
      const content = write(intended, shape).join(ending);
      const plan = readPlan('docs/work.md', content);
      expect(plan.problems).toEqual([]);
      expect(
        plan.phases.map(({ title, tasks, criteria }) => [title, tasks.map((task) => task.title), criteria]),
      ).toEqual(
        intended.map(({ title, tasks, criterion: text }) => [
          title,
          tasks.map((task) => task.title),
          [expect.objectContaining({ text })],
        ]),
      );
      const ticked = plan.phases.map(({ tasks }) => tasks.map((task) => task.ticked));
      expect(ticked).toEqual(intended.map(({ tasks }) => tasks.map(({ done }) => done && shape.tells)));
    }),
    { numRuns: 40, seed: 1 },
  );
});

test.each(Object.entries(shapes))('What is written as %s stands where its ranges say.', (_name, shape) => {
  assert(
    property(phases, (intended) => {
      const content = `\uFEFF${write(intended, shape).join('\n')}`;
      const bytes = Buffer.from(content);
      for (const { title, ranges, tasks } of readPlan('docs/work.md', content).phases) {
        expect(bytes.subarray(ranges.title?.start, ranges.title?.end).toString()).toBe(title);
        for (const task of tasks) {
          const { start, end } = task.ranges.title ?? {};
          expect(task.title).toBe(bytes.subarray(start, end).toString());
          expect(content).toContain(task.text);
        }
      }
    }),
    { numRuns: 20, seed: 2 },
  );
});

function write(intended: readonly Intended[], { heading, work, criterion: criteria }: Shape): string[] {
  const parts = intended.map(({ title, tasks, criterion: text }, index) => [
    ...heading(index + 1, title),
    ...work(tasks, index + 1),
    ...criteria(text),
    '',
  ]);
  return ['# A plan', '', '1. no', '2. task', '', ...parts.flat(), '## Risks', '', '- [link](x)', ''];
}
