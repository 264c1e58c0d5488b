import type { Child } from './child.ts';

/** What every driven child can be told to do. Paths are relative to its working directory. */
export interface Actions {
  /** Bytes on standard output, as they are. */
  print(text: string): Promise<void>;
  /** Bytes on standard error. */
  complain(text: string): Promise<void>;
  /** Path → content. */
  write(files: Readonly<Record<string, string>>): Promise<void>;
  remove(...paths: string[]): Promise<void>;
  /** Runs a program to its end. */
  exec(
    file: string,
    ...args: string[]
  ): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
  /** Ignores SIGTERM, SIGINT and SIGHUP from now on. */
  deafen(): Promise<void>;
  /** Starts a process in a session of its own that does not end by itself. Answers with its number. */
  daemon(): Promise<number>;
  /** Ends; what was printed before arrives whole. */
  exit(code: number): Promise<void>;
  /** Settles when the process is gone. */
  readonly closed: Promise<void>;
}

export function actionsOf(child: Child): Actions {
  return {
    print: async (text) => void (await child.tell({ do: 'print', to: 'stdout', text })),
    complain: async (text) => void (await child.tell({ do: 'print', to: 'stderr', text })),
    write: async (files) => void (await child.tell({ do: 'write', files })),
    remove: async (...paths) => void (await child.tell({ do: 'remove', paths })),
    exec: async (file, ...args) =>
      (await child.tell({ do: 'run', file, args })) as Awaited<ReturnType<Actions['exec']>>,
    deafen: async () => void (await child.tell({ do: 'deafen' })),
    daemon: async () => (await child.tell({ do: 'daemon' })) as number,
    exit: async (code) => await child.exit(code),
    closed: child.closed,
  };
}
