/** A workflow command that GitHub's runner sees in a line of a log. */
export interface LogCommand {
  /** As written; the runner compares without case. */
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
  /** The line that it was found in, counted from 1. */
  readonly line: number;
}

/**
 * The commands that GitHub's runner recognises in a log, by the rules of its own reader (`ActionCommand`,
 * `ActionCommandManager`): `::name key=value,…::data` at the start of a line, `##[name key=value;…]data` anywhere in it.
 *
 * Where the runner's answer hangs on the culture of its machine, the command counts: better one too many here than one
 * too few there. While commands are stopped, only the one that lets them go on is recognised.
 */
export function recognisedCommands(log: string): LogCommand[] {
  const reader = new CommandReader();
  return logLines(log).flatMap((line, index) => {
    const { command } = reader.read(line);
    return command === undefined ? [] : [{ ...command, line: index + 1 }];
  });
}

/** What the runner takes for lines: it also breaks at a carriage return that stands alone. */
export function logLines(log: string): string[] {
  return log.split(/\r\n|\n|\r/);
}

/** Reads the output of a job line by line. It remembers, from step to step, that commands were stopped. */
export class CommandReader {
  #stopToken: string | undefined;

  /** `error` is what the runner says of a command that it recognises and refuses. */
  read(line: string): { readonly command?: Omit<LogCommand, 'line'>; readonly error?: string } {
    const command = this.#atStart(line) ?? this.#anywhere(line);
    if (command === undefined) return {};
    if (this.#stopToken !== undefined) {
      if (!same(command.name, this.#stopToken)) return {};
      this.#stopToken = undefined;
      return { command };
    }
    if (!same(command.name, 'stop-commands')) return { command };
    if (this.#knows(command.data) || command.data === '' || same(command.data, 'pause-logging')) {
      return { command, error: `Commands cannot be stopped with the token '${command.data}'.` };
    }
    this.#stopToken = command.data;
    return { command };
  }

  #atStart(line: string): Omit<LogCommand, 'line'> | undefined {
    // .NET trims what Unicode calls white space, which is not quite what `trimStart` takes off.
    const text = line.replace(/^[\t-\r\u0085\p{Z}]+/u, '');
    if (!text.startsWith('::')) return undefined;
    const end = closing.exec(text.slice(2));
    if (end === null) return undefined;
    const written = text.slice(2, 2 + end.index);
    return this.#command(written, written.trim(), ',', unescapes.property, {
      data: unescaped(text.slice(2 + end.index + end[0].length), unescapes.data),
    });
  }

  #anywhere(line: string): Omit<LogCommand, 'line'> | undefined {
    const start = line.indexOf('##[');
    const end = start < 0 ? -1 : line.indexOf(']', start);
    if (end < 0) return undefined;
    const written = line.slice(start + 3, end);
    return this.#command(written, written, ';', unescapes.bracket, {
      data: unescaped(line.slice(end + 1), unescapes.bracket),
    });
  }

  #command(
    written: string,
    trimmed: string,
    separator: string,
    escapes: readonly Escape[],
    { data }: { data: string },
  ): Omit<LogCommand, 'line'> | undefined {
    const space = written.indexOf(' ');
    const name = space < 0 ? written : written.slice(0, space);
    if (!this.#knows(name)) return undefined;
    const pairs = space < 0 ? [] : trimmed.slice(trimmed.indexOf(' ') + 1).split(separator);
    const properties = pairs.flatMap((pair) => {
      const [, key, value] = /^=*([^=]+)=+([^]+)$/.exec(pair.trim()) ?? [];
      return key === undefined || value === undefined ? [] : [[key, unescaped(value, escapes)] as const];
    });
    return { name, properties: Object.fromEntries(properties), data };
  }

  #knows(name: string): boolean {
    return registered.has(name.toLowerCase()) || (this.#stopToken !== undefined && same(name, this.#stopToken));
  }
}

const registered = new Set([
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
]);

/** The runner looks for the second `::` by the rules of its culture, which skip characters that have no weight. */
const closing = /:[\p{DI}\p{Cf}\p{Cc}]*:/u;

type Escape = readonly [written: string, meant: string];

// In this order: `%25` comes last, so that `%250A` becomes `%0A` and no line break.
const unescapes = {
  data: [
    ['%0D', '\r'],
    ['%0A', '\n'],
    ['%25', '%'],
  ],
  property: [
    ['%0D', '\r'],
    ['%0A', '\n'],
    ['%3A', ':'],
    ['%2C', ','],
    ['%25', '%'],
  ],
  bracket: [
    ['%3B', ';'],
    ['%0D', '\r'],
    ['%0A', '\n'],
    ['%5D', ']'],
    ['%25', '%'],
  ],
} as const;

function unescaped(text: string, escapes: readonly Escape[]): string {
  return escapes.reduce((current, [written, meant]) => current.replaceAll(written, meant), text);
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
