/**
 * What a step has written to one of its files, `$GITHUB_OUTPUT` for example: `name=value`, or `name<<delimiter`, lines,
 * and the delimiter on a line of its own. A later value takes the place of an earlier one.
 *
 * By the rules of the runner's `EnvFileKeyValuePairs`; throws `FileCommandError` with its words. Like there, what stood
 * before the error counts: it is in `pairs` of the error.
 */
export function readFileCommand(text: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  const lines = new Lines(text.replace(/^\uFEFF/, ''));
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      pairs[line.slice(0, equals)] = line.slice(equals + 1);
    } else if (heredoc >= 0) {
      const name = line.slice(0, heredoc);
      const delimiter = line.slice(heredoc + 2);
      if (name === '' || delimiter === '') {
        throw new FileCommandError(
          `Invalid format '${line}'. Name must not be empty and delimiter must not be empty`,
          pairs,
        );
      }
      pairs[name] = readHeredoc(lines, delimiter, pairs);
    } else {
      throw new FileCommandError(`Invalid format '${line}'`, pairs);
    }
  }
  return pairs;
}

/** A file that the runner refuses; the step fails. */
export class FileCommandError extends Error {
  override readonly name = 'FileCommandError';
  readonly pairs: Readonly<Record<string, string>>;

  constructor(message: string, pairs: Readonly<Record<string, string>>) {
    super(message);
    this.pairs = pairs;
  }
}

function readHeredoc(lines: Lines, delimiter: string, pairs: Readonly<Record<string, string>>): string {
  const body: string[] = [];
  for (let line = lines.next(); line !== delimiter; line = lines.next()) {
    if (line === undefined) {
      throw new FileCommandError(`Invalid value. Matching delimiter not found '${delimiter}'`, pairs);
    }
    if (lines.atEnd) throw new FileCommandError('Invalid value. EOF marker missing new line.', pairs);
    body.push(line);
  }
  return body.join('\n');
}

/** Lines end at a line feed alone: a carriage return belongs to what is written. */
class Lines {
  readonly #text: string;
  #index = 0;
  /** Whether the line that came last had no line feed behind it. */
  atEnd = false;

  constructor(text: string) {
    this.#text = text;
  }

  next(): string | undefined {
    if (this.#index >= this.#text.length) return undefined;
    const end = this.#text.indexOf('\n', this.#index);
    this.atEnd = end < 0;
    const line = this.#text.slice(this.#index, end < 0 ? undefined : end);
    this.#index = end < 0 ? this.#text.length : end + 1;
    return line;
  }
}
