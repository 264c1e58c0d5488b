import type { Owner } from './host.ts';

/** An owner as one environment variable. */
export function ownerToText(owner: Owner): string {
  return [owner.host, owner.user, owner.pid, owner.boot, owner.started].join('|');
}

export function ownerFromText(text: string): Owner | undefined {
  const [host, user, pid, boot, started] = text.split('|');
  if (!host || user === undefined || !pid || boot === undefined || started === undefined) return undefined;
  return { host, user, pid: Number(pid), boot, started };
}
