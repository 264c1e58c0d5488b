import type { ImplementerAnswer } from '../agent/answer.ts';
import { findingId, type Finding } from '../review/finding.ts';
import type { Decided } from '../review/triage.ts';
import type { Answer } from './question.ts';
import type { Progress } from './state.ts';

/** A spec that a writer holds to be wrong, as a finding; undefined when it did not say where. */
export function defectOf({ status, defect }: ImplementerAnswer): Finding | undefined {
  if (status !== 'spec-wrong' || !defect) return undefined;
  return { severity: 'P1', kind: 'spec-defect', ...defect };
}

/** What is known once a person has said which side of a wrong spec changes: the first that was asked about is done with. */
export function decide(progress: Progress, answer: Answer): Progress {
  const [defect, ...defects] = progress.defects;
  const choice = choices.find((one) => one === answer.choice);
  if (!defect || !choice) throw new Error(`Internal error: "${answer.choice}" is no decision about a spec`);
  const one: Decided = { finding: findingId(defect), path: defect.path, choice, text: answer.text };
  const next = { ...progress, defects, decided: [...progress.decided, one] };
  if (choice !== 'defer') return { ...next, open: [...progress.open, defect] };
  const reason = [`left for later by ${answer.by}`, answer.text].filter(Boolean).join(': ');
  return { ...next, settled: [...progress.settled, { finding: defect, outcome: 'deferred', reason }] };
}

const choices = ['fix-spec', 'fix-code', 'defer'] as const;

/** What a writer is told of a person's decision. */
export function describeDecision({ finding, path, choice, text }: Decided): string {
  const does = {
    'fix-spec': `the spec is wrong: correct ${path}, there and nowhere else in it, and let the code follow`,
    'fix-code': 'the spec holds: bring the code to it',
    defer: 'leave the spec and the code as they are in this, and go on with the rest',
  };
  return [`${finding}: ${does[choice]}`, text].filter(Boolean).join('\n  ');
}

/** Specs that a person has said to correct: a change may touch them. */
export function correctedSpecs(progress: Pick<Progress, 'decided'>): string[] {
  return progress.decided.filter(({ choice }) => choice === 'fix-spec').map(({ path }) => path);
}
