/** A phase as a test says it; what it leaves out is not what the test is about. */
export interface PlannedPhase {
  readonly id?: string;
  readonly title?: string;
  readonly tasks: readonly PlannedTask[];
  readonly criteria?: readonly string[];
}

export interface PlannedTask {
  readonly id: string;
  readonly title?: string;
  readonly spec?: string;
  readonly after?: readonly string[];
  readonly status?: string;
  /** Paths and globs that the task may touch; without any in a phase the table does not say. */
  readonly files?: readonly string[];
}

/** An impl plan with these phases, as `specs/91-impl-plan.md`. */
export function plan(...phases: readonly PlannedPhase[]): string {
  return ['# Implementation plan', ...phases.map(phaseText)].join('\n\n') + '\n';
}

/** 1.1 → 1.2 and 1.3, side by side → 1.4 */
export const diamond: PlannedPhase = {
  tasks: [
    { id: '1.1' },
    { id: '1.2', after: ['1.1'] },
    { id: '1.3', after: ['1.1'] },
    { id: '1.4', after: ['1.2', '1.3'] },
  ],
};

/** Tasks that know nothing of each other. */
export function sideBySide(...ids: readonly string[]): PlannedPhase {
  return { tasks: ids.map((id) => ({ id })) };
}

function phaseText({
  id = '1',
  title = 'The first part',
  tasks,
  criteria = ['All gates pass.'],
}: PlannedPhase): string {
  const saysFiles = tasks.some((task) => task.files);
  const rows = tasks.map((task) => {
    const files = saysFiles ? ` ${(task.files ?? []).map((file) => `\`${file}\``).join(', ')} |` : '';
    return `| ${task.id} | ${task.title ?? `Part ${task.id}`} | ${task.spec ?? '10'} | ${task.after?.join(', ') || '—'} | ${task.status ?? 'open'} |${files}`;
  });
  return [
    `## Phase ${id} — ${title}\n`,
    `| # | Task | Spec | Depends on | Status |${saysFiles ? ' Files |' : ''}`,
    `| --- | --- | --- | --- | --- |${saysFiles ? ' --- |' : ''}`,
    ...rows,
    '\n**Exit criteria**:\n',
    ...criteria.map((text) => `- ${text}`),
  ].join('\n');
}
