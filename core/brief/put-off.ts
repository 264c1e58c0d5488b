import { posix } from 'node:path';
import type { Brief } from './brief.ts';

/** `until 9a`, `re-enabled in commit 9a`: a word, a task of the plan. */
const marker =
  /\b(?:until|re-?enabled? (?:in|by|with)|back (?:in|with))\s+(?:the\s+)?(?:task\s+|commit\s+)?[`"']?([\w.-]*\w)/gi;

/**
 * Whether a test is disabled as the plan has it: what stands at the test names a later task, this task's own words in the
 * plan name it in the same way, and that task lists the file of the test, or the test. `around` is what stands there.
 */
export function isPutOff(
  { path, around }: { readonly path: string; readonly around: string },
  { brief, later }: { readonly brief: Brief; readonly later: readonly Brief[] },
): boolean {
  const asked = tasksNamedIn([brief.text, ...brief.requirements, ...brief.constraints].join('\n'));
  const named = tasksNamedIn(around);
  return later.some((task) => named.has(task.id) && asked.has(task.id) && lists(task, path, around));
}

function tasksNamedIn(text: string): Set<string> {
  return new Set([...text.matchAll(marker)].map(([, id = '']) => id));
}

function lists({ files, text, tests }: Brief, path: string, around: string): boolean {
  const isNamed = [path, posix.basename(path)].some((name) => text.includes(name));
  return files.includes(path) || isNamed || tests.some((test) => around.includes(test));
}
