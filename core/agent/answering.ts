/** How an agent gives its answer: by its own structured output, by a last line of ours, or as the last words it says. */
export function howToAnswer(schema: object, form: 'native' | 'line' | 'text'): string {
  const text = JSON.stringify(schema);
  switch (form) {
    case 'native':
      return 'Give your answer as the structured output that is asked for, once, when all is done. Nothing that you say beside it is read.';
    case 'line':
      return `Answer with one last line on standard output: {"type":"answer","answer":…}, where the answer fits this JSON schema:\n${text}`;
    case 'text':
      return `End with your answer as your last message: one JSON object, no words around it, that fits this JSON schema:\n${text}`;
  }
}

export function repairPrompt(problems: string): string {
  return `Your answer could not be read: ${problems}. Do no further work and change no file; only give your answer again, in the form that is asked for.`;
}

/** After trouble of the provider in the middle of a turn. */
export const resumePrompt =
  'You were interrupted. Go on where you stopped; look at the files first if you are not sure.';

/** For a new conversation in place of one that broke off. */
export const leftovers =
  'An earlier attempt at this was interrupted. What it had written is in the worktree, unfinished: look at it first.';
