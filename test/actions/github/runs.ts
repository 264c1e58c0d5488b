/** A run of a workflow, as far as it can be listed and cancelled. */
export interface WorkflowRun {
  readonly id: number;
  status: 'queued' | 'pending' | 'waiting' | 'in_progress' | 'completed';
  /** Comes to its end between being listed and being cancelled. */
  readonly endsFirst?: boolean;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** What GitHub answers about the runs that there are, in the form of its example; undefined for other operations. */
export function answerAboutRuns(
  runs: readonly WorkflowRun[],
  { id, path, query, example }: Readonly<Record<'id' | 'path' | 'query' | 'example', string>>,
): Answer | undefined {
  if (id === 'actions/list-workflow-runs') {
    const wanted = new URLSearchParams(query).get('status');
    const found = runs.filter(({ status }) => wanted === null || status === wanted);
    const [usual] = (JSON.parse(example) as { workflow_runs: object[] }).workflow_runs;
    const all = found.map((run) => ({ ...usual, id: run.id, status: run.status }));
    return { status: 200, text: JSON.stringify({ total_count: all.length, workflow_runs: all }) };
  }
  if (id !== 'actions/cancel-workflow-run') return undefined;
  const run = runs.find((one) => path.endsWith(`/runs/${one.id}/cancel`));
  if (run === undefined) return { status: 404, text: '{"message":"Not Found"}' };
  const isOver = run.status === 'completed' || run.endsFirst === true;
  run.status = 'completed';
  // Of a group, one runs, and the one that waits for it is next.
  const next = runs.find(({ status }) => status === 'pending');
  if (next !== undefined && !runs.some(({ status }) => status === 'in_progress')) next.status = 'in_progress';
  return isOver
    ? { status: 409, text: '{"message":"Cannot cancel a workflow run that is completed."}' }
    : { status: 202, text: '{}' };
}
