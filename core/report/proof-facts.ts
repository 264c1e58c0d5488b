import type { Proof } from '../result/proof.ts';
import { duration, momentWords, short } from './wording.ts';

/** A label, and what a proof says under it. */
export type ProofFact = readonly [label: string, words: string];

/** What of a proof a person can check: on which tree, when, and what was seen. */
export function proofFacts({ at, tree, inputs, run, measured, person }: Proof): ProofFact[] {
  return [
    ['Tree', `${short(tree)}, ${momentWords(at)}`],
    ...(run ? runFacts(run) : []),
    ...(measured ? [['Measured', measuredWords(measured)] as const] : []),
    ...(person ? [['Said by', personWords(person)] as const] : []),
    ['Holds while unchanged', coveredWords(inputs)],
  ];
}

function runFacts({ ended, code, durationMs, output, tests }: NonNullable<Proof['run']>): ProofFact[] {
  const how = ended === 'exit' ? `exit code ${code}` : ended.replaceAll('-', ' ');
  const where = output.artifact === undefined ? 'not kept' : output.artifact;
  return [
    ['Ended', `${how}, after ${duration(durationMs)}`],
    ...(tests ? [['Tests', `${tests.passed} passed (${tests.runners.join(', ')})`] as const] : []),
    ['Whole output', `${where}${output.isCut ? ', without its middle' : ''}, SHA-256 ${output.digest.slice(0, 12)}…`],
  ];
}

function measuredWords({ value, comparison, budget, unit }: NonNullable<Proof['measured']>): string {
  return `${value} ${unit}; the budget is ${comparison} ${budget} ${unit}`;
}

function personWords({ by, at, words }: NonNullable<Proof['person']>): string {
  return `${by}, ${momentWords(at)}${words === '' ? '' : `: “${words}”`}`;
}

function coveredWords({ only, leftOut }: Proof['inputs']): string {
  if (only?.length === 0) return 'the history that it was found in';
  if (only) return only.join(', ');
  return leftOut.length === 0 ? 'every file' : `every file but ${leftOut.join(', ')}`;
}
