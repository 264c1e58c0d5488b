import type { Triaged } from '../result/records.ts';
import { describeFinding, findingId, isAtLeast, type Finding, type Severity } from './finding.ts';
import { quotesSameLine } from './same-finding.ts';

/*
 * Findings that were rejected or left for later, and are raised again.
 */

/** What is rejected or left for later is not looked at again, so it takes more to be taken for it. */
export function isLaidAside({ outcome }: Triaged): boolean {
  return outcome === 'rejected' || outcome === 'deferred';
}

/**
 * Was it rejected, or deferred by a person, and is it raised with nothing new: the same line, no worse, of no other kind?
 * Whoever raised it has let the rejection pass, with its evidence, or never heard of it.
 */
export function isSettled(finding: Finding, settled: readonly Triaged[]): boolean {
  const last = settled.findLast((entry) => isLaidAside(entry) && findingId(entry.finding) === findingId(finding));
  if (!last) return false;
  const { finding: was, outcome, reason } = last;
  if (outcome !== 'rejected' && !(outcome === 'deferred' && reason !== undefined)) return false;
  const isNoWorse = isAtLeast(was.severity, finding.severity);
  return quotesSameLine(was, finding) && isNoWorse && (was.kind ?? 'in-phase') === (finding.kind ?? 'in-phase');
}

export function isDeferred(finding: Finding, settled: readonly Triaged[]): boolean {
  return settled.some((one) => one.outcome === 'deferred' && findingId(one.finding) === findingId(finding));
}

/** That it was raised again; what is for later is for later as what it is worst held to be. */
export function noted(entry: Triaged, staying: readonly Finding[]): Triaged {
  const said = staying.find((finding) => isLaidAside(entry) && findingId(finding) === findingId(entry.finding));
  if (!said) return entry;
  const { finding, outcome, again = [] } = entry;
  const isWorse = outcome === 'deferred' && !isAtLeast(finding.severity, said.severity);
  const known = outcome === 'deferred' ? [finding, ...again] : again;
  if (known.some((one) => describeFinding(one) === describeFinding(said))) return entry;
  return { ...entry, finding: isWorse ? said : finding, again: [...again, isWorse ? finding : said] };
}

/** What was rejected, and is raised again by a review that has nothing else to be fixed: it is contested, and not approved. */
export function contestedIn(settled: readonly Triaged[], raised: readonly Finding[], fixUpTo: Severity): Triaged[] {
  return settled.filter(
    ({ outcome, finding, again = [] }) =>
      outcome === 'rejected' && isAtLeast(finding.severity, fixUpTo) && again.some((one) => isSaidIn(raised, one)),
  );
}

/** Whether a review has raised a finding just so, whatever id it has come to have. */
export function isSaidIn(raised: readonly Finding[], finding: Finding): boolean {
  return raised.some(
    ({ path, line, title }) => path === finding.path && line === finding.line && title === finding.title,
  );
}
