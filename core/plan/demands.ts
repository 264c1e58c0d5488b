import { criteriaOf } from './criteria/probe.ts';
import type { Phase, Plan } from './plan.ts';

/*
 * What a plan demands, and what must stay as it is when its words are polished.
 */

/**
 * What an edit of words must not have touched: which phases and tasks there are outside of one phase, their ids, what is
 * ticked, and what other phases demand. A sentence for each thing that is not as it was.
 */
export function touchedBeyond(before: Plan, after: Plan, phaseId: string): string[] {
  const said: string[] = [];
  for (const phase of before.phases) {
    const now = after.phases.find(({ id }) => id === phase.id);
    if (!now) {
      said.push(`Phase ${phase.id} is gone, or has another id. Put its heading back.`);
      continue;
    }
    const tasks = new Map(now.tasks.map((task) => [task.id, task]));
    for (const task of phase.tasks) {
      const left = tasks.get(task.id);
      if (!left) said.push(`Task ${task.id} of phase ${phase.id} is gone, or has another id. Put it back.`);
      else if (left.ticked !== task.ticked)
        said.push(`Task ${task.id} is ${left.ticked ? 'ticked' : 'open'} now. Only code ticks; put it back.`);
    }
    if (phase.id === phaseId) continue;
    const known = new Set(phase.tasks.map(({ id }) => id));
    for (const { id } of now.tasks)
      if (!known.has(id)) said.push(`Task ${id} of phase ${phase.id} is new. Only phase ${phaseId} is polished.`);
    if (!sameTexts(demandsOf(phase), demandsOf(now)))
      said.push(`What phase ${phase.id} demands was changed. Only phase ${phaseId} is polished; put it back.`);
  }
  return said;
}

/** What one phase demands that it did not demand before, and the other way round. Empty: it demands the same. */
export function changedDemands(before: Phase, after: Phase): { readonly gone: string[]; readonly added: string[] } {
  const [old, now] = [demandsOf(before), demandsOf(after)];
  return { gone: old.filter((text) => !now.includes(text)), added: now.filter((text) => !old.includes(text)) };
}

/** Exit criteria of the phase, and what its tasks are accepted by; blanks do not count. */
function demandsOf(phase: Phase): string[] {
  return [...criteriaOf(phase), ...phase.tasks.flatMap((task) => task.criteria)].map(({ text }) =>
    text.replaceAll(/\s+/g, ' ').trim(),
  );
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}
