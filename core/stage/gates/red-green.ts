import { join } from 'node:path';
import { isTestFile } from '../../review/test-file.ts';
import { changedBetween } from '../../git/changed-between.ts';
import { takeFiles } from '../../git/take-files.ts';
import type { RedGreen } from '../../result/charges.ts';
import type { Gate, Verdict } from '../../result/records.ts';
import { decidesTests } from '../../verdict/decides-tests.ts';
import { failingTests, nameOfTest } from '../../verdict/same-failure.ts';
import { isTestGate } from '../../verdict/test-gates.ts';
import { triage } from '../../verdict/triage.ts';
import { baseGates, nameOf } from './base-gates.ts';
import type { StageContext } from '../context.ts';
import { judgeApart } from './judge-apart.ts';
import type { Run } from './run-contained.ts';

/**
 * Why it could not be found out, or whether the new and changed tests of a change show what it does: they pass on it, and on the base with nothing but these
 * tests something fails that does not fail on the base alone.
 */
export async function redGreen(context: StageContext, run: Run, judged: Verdict): Promise<RedGreen | string> {
  const { host, repository, phase } = context;
  const { since, commit } = run;
  const paths = (await changedBetween(repository.git, since, commit, [], 'staying')).filter(decidesTests);
  const files = paths.filter(isTestFile);
  const green = judged.gates.filter((gate) => gate.outcome === 'passed' && isTestGate(gate));
  if (files.length === 0) return { outcome: 'no-tests', tests: [], detail: 'the change has no new or changed tests' };
  if (green.length === 0) return { outcome: 'no-tests', tests: [], detail: 'no gate runs tests' };
  const about = { commit: since, from: commit, paths, parent: since, scratch: join(phase.state, 'scratch') };
  const proof = await judgeApart(context, {
    for: run,
    name: 'proof',
    commit: await takeFiles(host, repository.git, about),
    only: { targets: [...new Set(green.map(({ target }) => target))] },
    why: 'the base with the new tests',
  });
  if (!proof.ok) return proof.failure.message;
  const red = proof.value.gates.filter(({ outcome }) => outcome === 'failed');
  if (red.length === 0) return proof.value.trouble ?? notShown(`they pass on the base too: ${files.join(', ')}`);
  const base = (await baseGates(context, run, red)).gates;
  const own = red.filter((first) => triage({ first, again: [], base: base.get(nameOf(first)) }).charge === 'real');
  const shown = own.flatMap((gate) => testsOf(gate, green));
  if (own.length === 0) return notShown('on the base the gates fail without them in the same way');
  return { outcome: 'shown', tests: shown, detail: `${shown.length} of them fail on the base and pass on the change` };
}

function notShown(detail: string): RedGreen {
  return { outcome: 'not-shown', tests: [], detail };
}

/** Those that fail there and pass now; where a runner names none, the gate. */
function testsOf(gate: Gate, green: readonly Gate[]): string[] {
  const now = green.find((one) => nameOf(one) === nameOf(gate));
  const passing = new Set(now?.tests?.names?.filter(({ outcome }) => outcome === 'passed').map(nameOfTest));
  const names = (failingTests(gate) ?? []).filter((name) => passing.has(name));
  return names.length > 0 ? names : [nameOf(gate)];
}
