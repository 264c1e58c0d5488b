import { z } from 'zod';
import { placeOf } from '../context.ts';
import { placeOfTask } from '../place-in-task.ts';
import { defineRule } from '../rule.ts';

/**
 * The message of a planned commit follows [Conventional Commits](https://www.conventionalcommits.org): a type, maybe a
 * scope, a colon, a subject; a blank line before the body. A subject that is not too long is shown whole wherever
 * commits are listed. Only strict, since a project may write its messages in another way.
 *
 * @example A scope, a breaking change, and a body.
 *
 *     --- implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     message = "feat(reader)!: read lines lazily\n\nCallers have to close what they open."
 *
 * @example {"maxSubject": 20} No type, too long, no blank line, nothing.
 *
 *     --- implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     message = "Read lines"
 *
 *     [[commits]]
 *     id = 2
 *     message = "feat: read lines lazily"
 *
 *     [[commits]]
 *     id = 3
 *     message = "feat: read\nAll of it."
 *
 *     [[commits]]
 *     id = 4
 *     === implementation-plan.toml:3:12 Unexpected message of commit 1, expected a type and a subject such as "feat(reader): read lines"; add the type
 *     === implementation-plan.toml:7:12 Unexpected subject of 23 characters in the message of commit 2, expected at most 20; say it shorter, the rest in the body
 *     === implementation-plan.toml:11:12 Unexpected second line in the message of commit 3, expected a blank line before the body; add one
 *     === implementation-plan.toml:14:6 Unexpected commit 4 without a message, expected a type and a subject such as "feat(reader): read lines"; add message = "…"
 */
export const conventionalMessage = defineRule({
  id: 'conventional-message',
  recommended: 'off',
  strict: 'warning',
  options: z.strictObject({
    /** How many characters the first line may have. */
    maxSubject: z.int().positive().default(72),
  }),
  check({ plan, phases }, report, { maxSubject }) {
    if (plan?.format !== 'toml') return;
    for (const task of phases.flatMap((phase) => phase.tasks)) {
      const message = troubleWith(task.id, task.commit.message.trim(), maxSubject);
      const { ranges } = task;
      const places = ranges.message ? placeOf(plan.path, ranges.message) : placeOfTask(plan.path, task);
      if (message !== null) report({ message, ...places });
    }
  },
});

const header = /^[a-z][\w-]*(?:\([^()\r\n]+\))?!?: +\S/i;

function troubleWith(id: string, message: string, maxSubject: number): string | null {
  const [subject = '', second = ''] = message.split(/\r?\n/);
  const form = 'expected a type and a subject such as "feat(reader): read lines"';
  if (message === '') return `Unexpected commit ${id} without a message, ${form}; add message = "…"`;
  if (!header.test(subject)) return `Unexpected message of commit ${id}, ${form}; add the type`;
  const { length } = subject;
  if (length > maxSubject) {
    return `Unexpected subject of ${length} characters in the message of commit ${id}, expected at most ${maxSubject}; say it shorter, the rest in the body`;
  }
  if (second.trim() !== '') {
    return `Unexpected second line in the message of commit ${id}, expected a blank line before the body; add one`;
  }
  return null;
}
