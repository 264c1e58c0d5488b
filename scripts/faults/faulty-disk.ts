import type { AppendFile, Files, Host, RunOptions } from '../../core/host/host.ts';

/** What a disk does: refuses one call; is full from then on; takes half of what is written into a journal, and is full then. */
export const diskFaults = ['EIO', 'full', 'short'] as const;

export interface DiskFault {
  /** Which call it is that changes the disk, from 1: each of git is one. */
  readonly at: number;
  readonly kind: (typeof diskFaults)[number];
}

/** Counts calls that change the disk, and has some of them fail. */
export function faultyDisk(host: Host, fault: DiskFault | undefined, count: (calls: number) => void): Host {
  let calls = 0;
  /** What is amiss with this call. */
  const call = (): 'EIO' | 'ENOSPC' | 'half' | undefined => {
    calls += 1;
    count(calls);
    if (!fault || calls < fault.at) return undefined;
    if (fault.kind === 'EIO') return calls === fault.at ? 'EIO' : undefined;
    return fault.kind === 'short' && calls === fault.at ? 'half' : 'ENOSPC';
  };
  const checked = (): void => {
    const amiss = call();
    if (amiss) throw refusal(amiss === 'half' ? 'ENOSPC' : amiss);
  };
  const { files } = host;
  const changing: Pick<Files, 'write' | 'create' | 'append' | 'makeFolder' | 'copy' | 'link' | 'openAppend'> = {
    write: async (path, text) => (checked(), await files.write(path, text)),
    create: async (path, text) => (checked(), await files.create(path, text)),
    append: async (path, text) => (checked(), await files.append(path, text)),
    makeFolder: async (path) => (checked(), await files.makeFolder(path)),
    copy: async (from, to) => (checked(), await files.copy(from, to)),
    link: async (target, path) => (checked(), await files.link(target, path)),
    openAppend: async (path) => (checked(), appending(await files.openAppend(path), call)),
  };
  const run = async (options: RunOptions): ReturnType<Host['processes']['run']> =>
    await host.processes.run(options.file === 'git' && call() ? withoutSpace(options) : options);
  return { ...host, processes: { ...host.processes, run }, files: { ...files, ...changing } };
}

function appending(file: AppendFile, call: () => string | undefined): AppendFile {
  return {
    ...file,
    write: async (bytes) => {
      const amiss = call();
      if (amiss === 'half') return await file.write(bytes.subarray(0, Math.ceil(bytes.length / 2)));
      if (amiss) throw refusal(amiss);
      return await file.write(bytes);
    },
    sync: async () => {
      const amiss = call();
      if (amiss) throw refusal(amiss === 'half' ? 'ENOSPC' : amiss);
      await file.sync();
    },
  };
}

function refusal(code: string): Error {
  return Object.assign(new Error(`${code}: simulated`), { code });
}

/** A program that can make files, and cannot write into them. */
function withoutSpace({ file, args, ...options }: RunOptions): RunOptions {
  return { ...options, file: 'sh', args: ['-c', `trap '' XFSZ; ulimit -f 0; exec "$0" "$@"`, file, ...args] };
}
