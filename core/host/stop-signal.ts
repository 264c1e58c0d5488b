import { isAlive } from './owner.ts';
import { ownerFromText } from './owner-text.ts';
import { ownerVariable } from './variables.ts';

const lookAfterOwnerEvery = 500;

/**
 * Aborted when this process should stop. Nx forwards Ctrl-C but tells its executors nothing about SIGTERM, and when Nx
 * itself is killed its executors run on; so the channel to Nx and the owner of the run are watched as well. With `after`,
 * milliseconds, it stops by itself then.
 */
export function stopSignal(after?: number): AbortSignal {
  const controller = new AbortController();
  const stop = (why: string): void => controller.abort(new Error(why));
  if (after !== undefined) setTimeout(() => stop('its time is over'), after).unref();
  // Never `once`: libraries that clean up at exit take a signal without a listener for the end, and raise it again.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
  if (process.connected) process.once('disconnect', () => stop('the process that started this one is gone'));

  const owner = ownerFromText(process.env[ownerVariable] ?? '');
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) stop('the process that started this one is gone');
    else if (owner) void isAlive(owner).then((alive) => alive || stop('the run that started this stage is gone'));
  }, lookAfterOwnerEvery);
  timer.unref();
  controller.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  return controller.signal;
}
