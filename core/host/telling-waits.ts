import type { Host } from './host.ts';

/** Milliseconds for which a program waits before people are told. */
const moment = 3000;
/** Milliseconds until they are told again of the same. */
const again = 30_000;

/** The same host, which tells what a program waits for when that takes more than a moment. */
export function tellingWaits(host: Host, tell: (text: string) => void): Host {
  const toldAt = new Map<string, number>();
  const told = (what: string): void => {
    const now = host.clock.monotonic();
    if (now < (toldAt.get(what) ?? -Infinity) + again) return;
    toldAt.set(what, now);
    tell(`waits for ${what}, which has not answered yet`);
  };
  const { processes } = host;
  return {
    ...host,
    processes: {
      ...processes,
      run: async (options) => {
        const { waitsFor } = options;
        if (waitsFor === undefined || options.pulse) return await processes.run(options);
        return await processes.run({ ...options, pulse: { every: moment, beat: () => told(waitsFor) } });
      },
    },
  };
}
