import { join } from 'node:path';
import { isTestPath } from '../../review/test-file.ts';
import { changedBetween } from '../../git/changed-between.ts';
import { takeFiles } from '../../git/take-files.ts';
import type { RedGreen } from '../../result/charges.ts';
import type { Verdict } from '../../result/records.ts';
import { decidesTests } from '../../verdict/decides-tests.ts';
import { newTests } from '../../verdict/new-tests.ts';
import { isTestGate } from '../../verdict/test-gates.ts';
import { triage } from '../../verdict/triage.ts';
import { baseGates, nameOf } from './base-gates.ts';
import type { StageContext } from '../context.ts';
import { judgeApart } from './judge-apart.ts';
import type { Run } from './run-contained.ts';

/**
 * Whether the new and changed tests of a change show what it does: they pass on it, and on the base with nothing but these
 * tests something fails that does not fail on the base alone, each new test among it. Text: why nobody could find out.
 */
export async function redGreen(context: StageContext, run: Run, judged: Verdict): Promise<RedGreen | string> {
  const { host, repository, phase } = context;
  const { since, commit } = run;
  const paths = (await changedBetween(repository.git, since, commit, [], 'staying')).filter(decidesTests);
  const files = paths.filter(isTestPath);
  const green = judged.gates.filter((gate) => gate.outcome === 'passed' && isTestGate(gate));
  if (files.length === 0) return { outcome: 'no-tests', tests: [], detail: 'the change has no new or changed tests' };
  if (green.length === 0) return notShown(`no gate runs tests, and these are new or changed: ${files.join(', ')}`);
  const about = { commit: since, from: commit, paths, parent: since, scratch: join(phase.state, 'scratch') };
  const proof = await judgeApart(context, {
    for: run,
    name: 'proof',
    commit: await takeFiles(host, repository.git, about),
    only: { targets: [...new Set(green.map(({ target }) => target))] },
    why: 'the base with the new tests',
  });
  if (!proof.ok) return proof.failure.message;
  const { gates, trouble } = proof.value;
  const red = gates.filter(({ outcome }) => outcome === 'failed');
  if (red.length === 0) return trouble ?? notShown(`they pass on the base too: ${files.join(', ')}`);
  const base = (await baseGates(context, run, [...green, ...red])).gates;
  const own = red.filter((first) => triage({ first, again: [], base: base.get(nameOf(first)) }).charge === 'real');
  if (own.length === 0) return notShown('on the base the gates fail without them in the same way');
  const there = new Map(gates.map((gate) => [nameOf(gate), gate]));
  const isChanged = (file: string): boolean => files.includes(file);
  const came = green.map((now) =>
    newTests({ now, base: base.get(nameOf(now)), proof: there.get(nameOf(now)) }, isChanged),
  );
  const [shown, passing] = [came.flatMap((one) => one.red), came.flatMap((one) => one.passing)];
  if (passing.length > 0) return notShown(`these new tests pass on the base too: ${passing.join(', ')}`, shown);
  const tests = shown.length > 0 ? shown : own.map(nameOf);
  return { outcome: 'shown', tests, detail: `${tests.length} of them fail on the base and pass on the change` };
}

function notShown(detail: string, tests: string[] = []): RedGreen {
  return { outcome: 'not-shown', tests, detail };
}
