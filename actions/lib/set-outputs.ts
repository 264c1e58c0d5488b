import { setOutput } from '@actions/core';
import { fail, ok, type Result } from '../../core/failure.ts';

/**
 * Sets outputs of the step that this runs in, name → text, each behind a delimiter of its own that nobody can guess; a lone
 * surrogate is U+FFFD. Outside of a step it does nothing. More than a job may have in outputs is refused, and none is set:
 * GitHub would drop them.
 */
export function setOutputs(outputs: Readonly<Record<string, string>>): Result<void> {
  const entries = Object.entries(outputs);
  const bad = entries.find(([name]) => !/^[A-Za-z_][\w-]*$/.test(name));
  if (bad) throw new Error(`Internal error: ${JSON.stringify(bad[0])} is no name of an output`);
  // GitHub counts in UTF-16.
  const bytes = entries.reduce((sum, [, text]) => sum + 2 * text.length, 0);
  if (bytes > mostBytes) {
    const largest = entries.toSorted(([, a], [, b]) => b.length - a.length)[0]![0];
    return fail(
      'bad-output',
      `The outputs of this step are ${bytes} bytes, and a job may have ${mostBytes}; the largest is "${largest}". Hand it on as an artifact.`,
    );
  }
  // Without the file the toolkit prints a command that does nothing any more, and what follows it in the log.
  if (process.env['GITHUB_OUTPUT']) {
    for (const [name, text] of entries) setOutput(name, text);
  }
  return ok(undefined);
}

const mostBytes = 1024 * 1024;
