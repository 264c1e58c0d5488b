import { z } from 'zod';

/**
 * What a scope review says. The old driver asked for a text in `response`, and its orchestrators answered with a
 * PhaseResult, so that no answer could say no. All three forms are understood, and each can; also where they are mixed.
 * What is said in a sentence is neither a yes nor a no: whoever says anything beside `ok` says it in one of the two forms.
 */
export const scopeResultSchema = z
  .object({
    status: z.enum(['accept', 'violations', 'ok', 'problems']).nullish(),
    violations: z.array(z.string()).nullish(),
    response: z.string().trim().nullish(),
    notes: z.string().trim().nullish(),
  })
  .transform((answer, context) => {
    const { status } = answer;
    const response = answer.response ?? '';
    const notes = answer.notes ?? '';
    const violations = violationsIn(answer);
    const isAccepted = status === 'accept' || accepts.test(response);
    const isFree = (text: string): boolean => text !== '' && !accepts.test(text) && !refuses.test(text);
    const isUnclear = isFree(response) || (status === 'ok' && violations.length === 0 && isFree(notes));
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

/** The words of the old driver: one stands for itself, the other begins a line. */
const accepts = /^\W{0,4}ACCEPT\W{0,4}$/i;
const refuses = /^\W{0,4}VIOLATIONS?\b/im;

const unclear =
  'expected {"status": "accept", "violations": []}, or {"status": "violations", "violations": [...]} with what they are; with the status ok the notes are empty';
const contradicts = 'expected fields that agree, and not both an acceptance and violations';
