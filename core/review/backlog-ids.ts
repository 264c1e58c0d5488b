import type { Finding as Entry } from '../plan/findings/finding.ts';
import { anchorHash } from './backlog-anchor.ts';
import type { Finding } from './finding.ts';

/**
 * Ids for new entries that go on with those of the backlog: `F12` after `F11`; `P2-21` after `P2-20`, where each
 * severity is counted apart or all are counted through. Where ids are words, a new one has a hash. Empty where the
 * backlog's entries have no ids.
 */
export function newIds(
  entries: readonly Entry[],
  findings: readonly Finding[],
  allowed: { readonly withoutSeverity: boolean },
): string[] {
  const ids = entries.map(({ id }) => id).filter((id) => id !== '');
  if (ids.length === 0) return findings.map(() => '');
  const bySeverity = ids.flatMap((id) => numbered(/^(P[0-3]-)(\d{1,6})$/, id));
  if (bySeverity.length > 0) {
    const isApart = new Set(bySeverity.map(({ number }) => number)).size < bySeverity.length;
    return countOn(bySeverity, findings, ({ severity }) => ({ prefix: `${severity}-`, isApart }));
  }
  const byPrefix = ids.flatMap((id) => numbered(/^([A-Z]{1,8}-?)(\d{1,6})$/, id));
  const prefix = byPrefix[0]?.prefix ?? '';
  const isOne = byPrefix.length * 2 > ids.length && byPrefix.every((one) => one.prefix === prefix);
  if (isOne && allowed.withoutSeverity) return countOn(byPrefix, findings, () => ({ prefix, isApart: true }));
  return findings.map((finding) => `${finding.severity}-${anchorHash(finding).slice(0, 6).toUpperCase()}`);
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
  findings: readonly Finding[],
  schemeOf: (finding: Finding) => { prefix: string; isApart: boolean },
): string[] {
  const highest = new Map<string, number>();
  const raise = (key: string, number: number): void => void highest.set(key, Math.max(highest.get(key) ?? 0, number));
  for (const { prefix, number } of known) {
    raise(prefix, number);
    raise('', number);
  }
  return findings.map((finding) => {
    const { prefix, isApart } = schemeOf(finding);
    const key = isApart ? prefix : '';
    raise(key, (highest.get(key) ?? 0) + 1);
    return `${prefix}${highest.get(key)}`;
  });
}
