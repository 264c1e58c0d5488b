import type { Triaged } from '../result/records.ts';
import { describeEvidence, type Dispute } from './evidence.ts';
import { findingId, isAtLeast, type Finding, type Founded, type Severity } from './finding.ts';
import { isDeferred, isLaidAside, isSettled, noted } from './laid-aside.ts';
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
  readonly findings: readonly Founded[];
  /** Those that do not stand where they say. */
  readonly unfounded?: readonly Unfounded[] | undefined;
  /** The findings that the reviewer was told of: silence closes no other, and no other is known by likeness. Without it: all. */
  readonly shown?: readonly Finding[];
  /** Questions are no verdict, and close nothing. Without it: it is one. */
  readonly isVerdict?: boolean;
  /** What a person answered to the reviewer before, and ids of the findings that had come with its questions. */
  readonly clarified?: { readonly text: string; readonly findings: readonly string[] } | undefined;
}

/**
 * What a review does to the findings. One that was being fixed and is not raised again is fixed, or rejected if the
 * implementer disputed it; one that the reviewer was not shown, or says again of a line that is not there, stays as it is.
 * What is raised is fixed now if it is of this phase and at least as bad as `fixUpTo`; a wrong spec is for a person; the
 * rest is deferred. What is settled stays so unless something new is said of it, and is noted where it was settled.
 */
export function settle<T extends Findings>(before: T, raised: Raised, fixUpTo: Severity): T {
  const { open, defects, disputes, settled, decided } = before;
  const { unfounded = [] } = raised;
  const pending = [...open, ...defects];
  const shown = new Set((raised.shown ?? pending).map(findingId));
  const isShown = (finding: Finding): boolean => shown.has(findingId(finding));
  const each = identify(
    raised.findings,
    [...pending.filter(isShown), ...among(settled, isKnownLoosely)],
    [...pending.filter((finding) => !isShown(finding)), ...among(settled, isLaidAside)],
  );
  const ids = new Set(each.map(findingId));
  const unsaid = pending.filter((finding) => !ids.has(findingId(finding)));
  const closes = (finding: Finding): boolean => raised.isVerdict !== false && isShown(finding);
  const left = new Set(unsaid.filter((finding) => !closes(finding) || isSaidWrongly(finding, unfounded)));
  const closed = unsaid.filter((finding) => !left.has(finding));
  const fates = new Map(each.map((finding) => [finding, fateOf(finding, { settled, decided, fixUpTo })]));
  const going = (fate: Fate): Finding[] => each.filter((finding) => fates.get(finding) === fate);
  const opened = going('fix');
  const deferred = going('defer');
  const anew = new Set([...opened, ...going('ask'), ...deferred].map(findingId));
  return {
    ...before,
    open: [...open.filter((finding) => left.has(finding)), ...opened],
    disputes: disputes.filter((one) => [...left].some((finding) => isAbout(one, finding))),
    defects: [...defects.filter((finding) => left.has(finding)), ...going('ask')],
    settled: [
      ...settled.filter((entry) => !anew.has(findingId(entry.finding))).map((entry) => noted(entry, going('stay'))),
      ...closed.map((finding) => closing(finding, { disputes, clarified: raised.clarified })),
      ...deferred.map((finding): Triaged => ({ finding, outcome: 'deferred' })),
      ...newUnfounded(
        unfounded.filter(({ finding }) => !isAnyOf(finding, pending)),
        settled,
      ),
    ],
    reopened: [...before.reopened, ...opened.filter((finding) => wasLetPass(finding, settled)).map(findingId)],
  };
}

function among(settled: readonly Triaged[], is: (entry: Triaged) => boolean): Finding[] {
  return settled.filter(is).map(({ finding }) => finding);
}

function isKnownLoosely(entry: Triaged): boolean {
  return !isLaidAside(entry);
}

/** Whether a reviewer says that a finding still stands, though what it quotes is not there. */
function isSaidWrongly(finding: Finding, unfounded: readonly Unfounded[]): boolean {
  return unfounded.some((one) => isAnyOf(one.finding, [finding]));
}

function isAnyOf(finding: Finding, pending: readonly Finding[]): boolean {
  return pending.some((one) => finding.id === findingId(one) || likeness(finding, one) > 0);
}

/** `stay`: it is settled, and remains as it is. */
type Fate = Destiny | 'stay';

function fateOf(
  finding: Finding,
  about: { settled: readonly Triaged[]; decided: readonly Decided[]; fixUpTo: Severity },
): Fate {
  if (isSettled(finding, about.settled)) return 'stay';
  const destiny = destinyOf(finding, about);
  return destiny === 'defer' && isDeferred(finding, about.settled) ? 'stay' : destiny;
}

type Destiny = 'fix' | 'defer' | 'ask';

function destinyOf(finding: Finding, about: { decided: readonly Decided[]; fixUpTo: Severity }): Destiny {
  const choice = about.decided.find((one) => one.finding === findingId(finding))?.choice;
  if (choice === 'defer' || finding.kind === 'out-of-phase') return 'defer';
  if (choice === undefined && finding.kind === 'spec-defect') return 'ask';
  return isAtLeast(finding.severity, about.fixUpTo) ? 'fix' : 'defer';
}

function closing(
  finding: Finding,
  { disputes, clarified }: Pick<Findings, 'disputes'> & Pick<Raised, 'clarified'>,
): Triaged {
  const dispute = disputes.find((one) => isAbout(one, finding));
  if (!dispute && clarified?.findings.includes(findingId(finding)))
    return { finding, outcome: 'rejected', reason: `not raised again after a person’s answer: ${clarified.text}` };
  if (!dispute) return { finding, outcome: 'fixed' };
  const { reason, evidence } = dispute;
  return { finding, outcome: 'rejected', reason, ...(evidence && { evidence }) };
}

/** Disputes name findings by their ids; before findings had ids, by path and words. */
export function isAbout({ finding: named }: Pick<Dispute, 'finding'>, finding: Finding): boolean {
  return named === findingId(finding) || named === `${finding.path}: ${finding.title}`;
}

/** Did a review count it as fixed while the line that it quotes stood as it stands now? */
function wasLetPass(finding: Finding, settled: readonly Triaged[]): boolean {
  return settled.some(
    ({ finding: was, outcome }) =>
      outcome === 'fixed' && findingId(was) === findingId(finding) && quotesSameLine(was, finding),
  );
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
