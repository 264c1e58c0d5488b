import type { Triaged } from '../result/records.ts';
import { describeEvidence, type Dispute } from './evidence.ts';
import { findingId, isAtLeast, type Finding, type Severity } from './finding.ts';
import type { Unfounded } from './look-up.ts';
import { identify, likeness, quotesSameLine } from './same-finding.ts';

/** What a person has said about a spec that is wrong. */
export interface Decided {
  /** Id of the finding. */
  readonly finding: string;
  readonly path: string;
  readonly choice: 'fix-spec' | 'fix-code' | 'defer';
  /** In the person's words. */
  readonly text: string;
}

interface Findings {
  readonly open: readonly Finding[];
  readonly disputes: readonly Dispute[];
  readonly settled: readonly Triaged[];
  /** Wrong specs that a person has to be asked about. */
  readonly defects: readonly Finding[];
  readonly decided: readonly Decided[];
  /** Ids of findings that were raised again on a line that an earlier review had let pass, one for each time. */
  readonly reopened: readonly string[];
}

interface Raised {
  readonly findings: readonly Finding[];
  /** Those that do not stand where they say. */
  readonly unfounded?: readonly Unfounded[] | undefined;
}

/**
 * What a review does to the findings. One that was being fixed and is not raised again is fixed, or rejected if the
 * implementer disputed it. What is raised is fixed now if it is of this phase and at least as bad as `fixUpTo`; a wrong
 * spec is for a person; the rest is deferred. What is settled stays so unless something new is said of it.
 */
export function settle<T extends Findings>(before: T, raised: Raised, fixUpTo: Severity): T {
  const { open, settled, decided } = before;
  const each = identify(raised.findings, [...open, ...settled.map(({ finding }) => finding)]);
  const ids = new Set(each.map(findingId));
  const closed = open.filter((finding) => !ids.has(findingId(finding))).map((finding) => closing(finding, before));
  const standing = each.filter((finding) => !isSettled(finding, settled));
  const now = new Map<Finding, Destiny>(standing.map((finding) => [finding, destinyOf(finding, { decided, fixUpTo })]));
  const going = (destiny: Destiny): Finding[] => standing.filter((finding) => now.get(finding) === destiny);
  const opened = going('fix');
  const deferred = going('defer').filter((finding) => !isDeferred(finding, settled));
  const again = new Set([...opened, ...going('ask'), ...deferred].map(findingId));
  return {
    ...before,
    open: opened,
    disputes: [],
    defects: going('ask'),
    settled: [
      ...settled.filter((entry) => !again.has(findingId(entry.finding))),
      ...closed,
      ...deferred.map((finding): Triaged => ({ finding, outcome: 'deferred' })),
      ...newUnfounded(raised.unfounded ?? [], settled),
    ],
    reopened: [...before.reopened, ...opened.filter((finding) => wasLetPass(finding, settled)).map(findingId)],
  };
}

type Destiny = 'fix' | 'defer' | 'ask';

function destinyOf(finding: Finding, about: { decided: readonly Decided[]; fixUpTo: Severity }): Destiny {
  const choice = about.decided.find((one) => one.finding === findingId(finding))?.choice;
  if (choice === 'defer' || finding.kind === 'out-of-phase') return 'defer';
  if (choice === undefined && finding.kind === 'spec-defect') return 'ask';
  return isAtLeast(finding.severity, about.fixUpTo) ? 'fix' : 'defer';
}

function closing(finding: Finding, { disputes }: Findings): Triaged {
  const dispute = disputes.find((one) => isAbout(one, finding));
  if (!dispute) return { finding, outcome: 'fixed' };
  const { reason, evidence } = dispute;
  return { finding, outcome: 'rejected', reason, ...(evidence && { evidence }) };
}

/** Disputes name findings by their ids; before findings had ids, by path and words. */
export function isAbout({ finding: named }: Pick<Dispute, 'finding'>, finding: Finding): boolean {
  return named === findingId(finding) || named === `${finding.path}: ${finding.title}`;
}

/**
 * Was it rejected, or deferred by a person, and is it raised with nothing new: the same line, no worse, of no other kind?
 * Whoever raised it has let the rejection pass, with its evidence, or never heard of it.
 */
function isSettled(finding: Finding, settled: readonly Triaged[]): boolean {
  const last = settled.findLast((entry) => findingId(entry.finding) === findingId(finding));
  if (!last) return false;
  const { finding: was, outcome, reason } = last;
  if (outcome !== 'rejected' && !(outcome === 'deferred' && reason !== undefined)) return false;
  const isNoWorse = isAtLeast(was.severity, finding.severity);
  return quotesSameLine(was, finding) && isNoWorse && (was.kind ?? 'in-phase') === (finding.kind ?? 'in-phase');
}

/** Did a review count it as fixed while the line that it quotes stood as it stands now? */
function wasLetPass(finding: Finding, settled: readonly Triaged[]): boolean {
  return settled.some(
    ({ finding: was, outcome }) =>
      outcome === 'fixed' && findingId(was) === findingId(finding) && quotesSameLine(was, finding),
  );
}

/** It stays as it was noted. */
function isDeferred(finding: Finding, settled: readonly Triaged[]): boolean {
  return settled.some((one) => one.outcome === 'deferred' && findingId(one.finding) === findingId(finding));
}

function newUnfounded(unfounded: readonly Unfounded[], settled: readonly Triaged[]): Triaged[] {
  const known = settled.filter((one) => one.outcome === 'unfounded').map(({ finding }) => finding);
  return unfounded
    .filter(({ finding }) => !known.some((one) => likeness(one, finding) > 0))
    .map(({ finding, problem }) => ({ finding, outcome: 'unfounded', reason: problem }));
}

/** Why a finding was rejected: what the implementer says, and what shows it. */
export function describeRejection({ reason = '', evidence }: Triaged): string {
  return evidence ? `${reason} (${describeEvidence(evidence)})` : reason;
}
