import { readJournal, type Entry } from '../../core/journal/journal.ts';
import { replay } from '../../core/workflow/drive.ts';
import {
  formattingTests,
  iterative,
  merging,
  phaseReview,
  polishing,
  tdd,
  type Workflow,
} from '../../core/workflow/workflow.ts';

const limits = { gateRetries: 2, maxReviewRounds: 3, maxStyleRounds: 3 };

/** As today's release has them; a journal tells what was otherwise when it was begun. */
function workflowOf({ workflow, formatted = [] }: Begun): Workflow {
  switch (workflow) {
    case 'iterative':
      return iterative(limits);
    case 'merge':
      return merging();
    case 'phase-review':
      return phaseReview(limits);
    case 'polish':
      return polishing(limits);
    case 'tdd':
      return formatted.length > 0 ? formattingTests(tdd(limits, true)) : tdd(limits, true);
  }
}

/** What a loop's first record tells. */
interface Begun {
  readonly stage: string;
  readonly workflow: Workflow['name'];
  readonly start: string;
  readonly formatted?: readonly string[];
}

/** The entries of a golden journal: its first ones, or all. */
export function entriesIn(text: string, name: string, records = Infinity): readonly Entry[] {
  const lines = text.trimEnd().split('\n').slice(0, records);
  const read = readJournal(lines.map((line) => `${line}\n`).join(''), name);
  if (!read.ok) throw new Error(read.failure.message);
  return read.value.entries;
}

/** What a loop's journal leads to. */
export function replayed(entries: readonly Entry[]): ReturnType<typeof replay> {
  const begun = entries.find(({ kind }) => kind === 'opened')?.data as Begun;
  const { stage, start } = begun;
  return replay({ stage, workflow: workflowOf(begun), start, journal: { entries } });
}
