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
    const isUnclear =
      (response != null && response !== '' && !accepts.test(response) && !refuses.test(response)) ||
      (status === 'ok' && violations.length === 0 && doubts.test((answer.notes ?? '').replaceAll(denied, '')));
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

/** The word that stands for itself, or begins a line. */
const accepts = /^\W{0,4}ACCEPT\W{0,4}$/i;
const refuses = /^\W{0,4}(?:VIOLATIONS?|REJECT(?:ED|ION)?|REFUSED?|DECLINED?|DENIED|NOT ACCEPTED|OUT OF SCOPE)\b/im;

/** In the middle of a sentence it is neither a yes nor a no, unless it is denied there. */
const doubts = /\b(?:violat|reject|refus|declin|unrelated|out of scope|outside|not accept|cannot accept)/i;
const denied =
  /\b(?:no|not|none|nothing|without|zero|0)(?: (?:a|an|any|is|was|are|were|scope)){0,2} (?:violat\w*|reject\w*|refus\w*|unrelated|out of scope|outside)/gi;

const unclear = 'expected the status accept, or violations and what they are';
const contradicts = 'expected fields that agree, and not both an acceptance and violations';
