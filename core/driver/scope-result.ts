import { z } from 'zod';

/**
 * What a scope review says. The old driver asked for a text in `response`, and its orchestrators answered with a
 * PhaseResult, so that no answer could say no. All three forms are understood, and each can; also where they are mixed.
 */
export const scopeResultSchema = z
  .object({
    status: z.enum(['accept', 'violations', 'ok', 'problems']).nullish(),
    violations: z.array(z.string()).nullish(),
    response: z.string().trim().nullish(),
    notes: z.string().trim().nullish(),
  })
  .transform((answer, context) => {
    const { status, response } = answer;
    const violations = violationsIn(answer);
    const isAccepted = status === 'accept' || (response != null && accepts.test(response));
    const isUnclear = response != null && response !== '' && !accepts.test(response) && !refuses.test(response);
    const saysNothing = violations.length === 0 && !isAccepted && status !== 'ok';
    if (isUnclear || saysNothing || (isAccepted && violations.length > 0)) {
      context.addIssue({ code: 'custom', message: isUnclear || saysNothing ? unclear : contradicts });
      return z.NEVER;
    }
    return { violations };
  });

interface Fields {
  readonly status?: 'accept' | 'violations' | 'ok' | 'problems' | null | undefined;
  readonly violations?: readonly string[] | null | undefined;
  readonly response?: string | null | undefined;
  readonly notes?: string | null | undefined;
}

/** Of a PhaseResult, `ok` says only that the turn was performed: what else is said there counts. */
function violationsIn({ status, violations, response, notes }: Fields): string[] {
  const texts = [response ?? '', notes ?? ''].filter((text) => refuses.test(text));
  const said = [...(violations ?? []), ...texts].filter((text) => text !== '');
  if (said.length > 0 || (status !== 'problems' && status !== 'violations')) return said;
  return [notes ? notes : 'The reviewer reports problems and does not say which.'];
}

/** The word that stands for itself, or begins a line: nothing is looked for in the middle of a sentence. */
const accepts = /^\W{0,4}ACCEPT\W{0,4}$/i;
const refuses = /^\W{0,4}VIOLATIONS?\b/im;

const unclear = 'expected the status accept, or violations and what they are';
const contradicts = 'expected fields that agree, and not both an acceptance and violations';
