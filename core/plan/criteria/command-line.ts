import { parse as parseWords } from 'shell-quote';

/** Several words that look like a program with its arguments, or the name of a well-known program. */
export function isCommandLine(code: string): boolean {
  return (
    /^(?:[\w./-]+\/)?[a-z][\w.-]*(?:\s+[^\s(){};=]\S*)+$/.test(code) || /^(?:make|just|pytest|tsc|tox)$/.test(code)
  );
}

/** Undefined for what would need a shell, pipes, redirections, globs, variables: no text of a plan reaches one. */
export function commandOf(code: string): readonly string[] | undefined {
  const words = wordsOf(code);
  const command = words.filter((word) => typeof word === 'string');
  return command.length > 0 && command.length === words.length ? command : undefined;
}

function wordsOf(code: string): readonly unknown[] {
  try {
    // A variable becomes an object, as an operator does; left alone it would silently be empty.
    return parseWords(code, (variable) => ({ variable }));
  } catch {
    // Such as `${a b}`.
    return [];
  }
}
