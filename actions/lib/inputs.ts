import { z } from 'zod';
import { fail, ok, type Result } from '../../core/failure.ts';
import { visibleLine } from '../../core/visible.ts';
import type { Job } from './job.ts';

/** What starts the name of the variable of each input: actions hand them over so, and never in a script. */
export const prefix = 'PHASEWRIGHT_INPUT_';

/**
 * The inputs of an action as its `action.yml` hands them over, checked: `most-bytes` is `PHASEWRIGHT_INPUT_MOST_BYTES`. GitHub has no
 * absent inputs: an empty one is one that nobody has given.
 */
export function readInputs<T extends z.ZodRawShape>(
  { env }: Pick<Job, 'env'>,
  shape: T,
): Result<z.infer<z.ZodObject<T>>> {
  const written = Object.fromEntries(
    Object.keys(shape).map((name) => [name, env[prefix + name.replaceAll('-', '_').toUpperCase()] || undefined]),
  );
  const read = z.object(shape).safeParse(written);
  if (read.success) return ok(read.data);
  const sentences = read.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const value = written[name];
    const found = value === undefined ? 'absence of' : `value "${visibleLine(value)}" of`;
    return `Unexpected ${found} input "${name}": ${issue.message}.`;
  });
  return fail('bad-option', sentences.join(' '));
}

/** A name or a path: nothing that a program could take for an option, on one line. */
export const word = z
  .string()
  .regex(/^[^-\0\r\n][^\0\r\n]*$/, 'expected a name on one line that does not begin with "-"');
export const yesOrNo = z.enum(['true', 'false']).transform((value) => value === 'true');
const someMinutes = 'expected minutes, more than 0 and at most 7200';
export const minutes = z.coerce.number({ error: someMinutes }).gt(0, someMinutes).max(7200, someMinutes);
/** Several words in one input: one on each line, or with commas between. */
export const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(/[\n,]/)
      .map((one) => one.trim())
      .filter(Boolean),
  );
