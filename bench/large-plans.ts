import type { SpecFile } from '../core/spec/section.ts';

const specCount = 20;
const sectionsEach = 10;

/** The specs that the tasks of the large plans cite. */
export const specs: readonly SpecFile[] = Array.from({ length: specCount }, (_, index) => ({
  path: `specs/${10 + index}-part.md`,
  content: [`# ${10 + index} Part`, ...Array.from({ length: sectionsEach }, (_section, at) => section(at + 1))].join(
    '\n\n',
  ),
}));

function section(number: number): string {
  const words = 'The parser reads one line at a time and returns a value of type `Plan`. '.repeat(4).trim();
  return `## ${number}. Section ${number}\n\n${words}`;
}

/** A plan with a task table for each of ten phases; each task cites one or two sections. */
export function tablePlan(tasks: number): SpecFile {
  const phases = Array.from({ length: 10 }, (_, phase) => {
    const rows = Array.from({ length: tasks / 10 }, (_row, index) => {
      const [spec, at] = [10 + (index % specCount), 1 + (index % sectionsEach)];
      const cited =
        index % 2 === 0 ? `${spec} § ${at}` : `[${spec} § ${at}](./${spec}-part.md#${at}-section-${at}), ${spec}`;
      return `| ${phase + 1}.${index + 1} | Write part ${index + 1} of \`core/part-${phase}.ts\` | ${cited} | 0.5 d | |`;
    });
    return [
      `## ${phase + 2}. Phase ${phase + 1} — part ${phase + 1}`,
      ['| # | Task | Spec | Effort | Status |', '| --- | --- | --- | --- | --- |', ...rows].join('\n'),
      `**Exit criteria**: \`npm test -- part-${phase}\` is green; p95 of a read is below 20 ms.`,
    ].join('\n\n');
  });
  return { path: 'specs/91-impl-plan.md', content: ['# Plan', ...phases, ''].join('\n\n') };
}

/** The same number of tasks as boxes, some of them claimed. */
export function checklist(tasks: number): SpecFile {
  const items = Array.from({ length: tasks }, (_, index) => {
    const claim = index % 10 === 0 ? `\n  - branch: \`impl/part-${index}\`\n  - status: \`in-review\`` : '';
    return `- [${index % 3 === 0 ? 'x' : ' '}] 1.${index + 1} Write part ${index + 1} of \`core/part.ts\`${claim}`;
  });
  return { path: 'specs/todo.md', content: `# Todo\n\n## Tasks\n\n${items.join('\n')}\n` };
}
