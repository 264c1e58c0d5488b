import type { Finding as Entry } from '../plan/findings/finding.ts';
import type { Severity } from './finding.ts';

/**
 * Ids for new entries that go on with those of the backlog: `F12` after `F11`; `P2-21` after `P2-20`, where each
 * severity is counted apart or all are counted through. Where ids are words, a new one has a hash. Empty where the
 * backlog's entries have no ids.
 */
export function newIds(
  entries: readonly Entry[],
  added: readonly Named[],
  allowed: { readonly withoutSeverity: boolean },
): string[] {
  const ids = entries.map(({ id }) => id).filter((id) => id !== '');
  if (ids.length === 0) return added.map(() => '');
  const bySeverity = ids.flatMap((id) => numbered(/^(P[0-3]-)(\d{1,6})$/, id));
  if (bySeverity.length > 0) {
    const isApart = new Set(bySeverity.map(({ number }) => number)).size < bySeverity.length;
    return countOn(bySeverity, added, ({ severity }) => ({ prefix: `${severity}-`, isApart }));
  }
  const byPrefix = ids.flatMap((id) => numbered(/^([A-Z]{1,8}-?)(\d{1,6})$/, id));
  const prefix = byPrefix[0]?.prefix ?? '';
  const isOne = byPrefix.length * 2 > ids.length && byPrefix.every((one) => one.prefix === prefix);
  if (isOne && allowed.withoutSeverity) return countOn(byPrefix, added, () => ({ prefix, isApart: true }));
  return added.map(({ severity, anchor }) => `${severity}-${anchor.slice(0, 6).toUpperCase()}`);
}

/** What names a new entry: how bad it is, and the hash in its comment. */
interface Named {
  readonly severity: Severity;
  readonly anchor: string;
}

interface Numbered {
  readonly prefix: string;
  readonly number: number;
}

function numbered(pattern: RegExp, id: string): Numbered[] {
  const [, prefix, number] = pattern.exec(id) ?? [];
  return prefix === undefined ? [] : [{ prefix, number: Number(number) }];
}

/** `isApart`: each prefix has numbers of its own. */
function countOn(
  known: readonly Numbered[],
  added: readonly Named[],
  schemeOf: (one: Named) => { prefix: string; isApart: boolean },
): string[] {
  const highest = new Map<string, number>();
  const raise = (key: string, number: number): void => void highest.set(key, Math.max(highest.get(key) ?? 0, number));
  for (const { prefix, number } of known) {
    raise(prefix, number);
    raise('', number);
  }
  return added.map((one) => {
    const { prefix, isApart } = schemeOf(one);
    const key = isApart ? prefix : '';
    raise(key, (highest.get(key) ?? 0) + 1);
    return `${prefix}${highest.get(key)}`;
  });
}
