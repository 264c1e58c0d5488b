import { describeFailure } from '../core/failure.ts';
import { openToRead } from '../core/git/open-to-read.ts';
import { openRepository } from '../core/git/repository.ts';
import type { Host } from '../core/host/host.ts';
import { callVariable, runVariable } from '../core/host/variables.ts';
import { examine, type Examined } from '../core/stage/doctor/examine.ts';
import { examinationVersion, type Examination, type Finding, type Repaired } from '../core/stage/doctor/finding.ts';
import { repairAll } from '../core/stage/doctor/repair.ts';
import { findingText, repairedText, verdictText, waitingText } from './finding-text.ts';
import { useColor } from './use-color.ts';

/** Says what is wrong in the repository around a folder, and has it repaired if that is wanted. Answers with an exit code. */
export async function examineRepository(
  host: Host,
  folder: string,
  { asJson, fix }: { readonly asJson: boolean; readonly fix: boolean },
): Promise<number> {
  if (fix && (host.env[runVariable] || host.env[callVariable])) {
    process.stderr.write(
      'Unexpected --fix from within a run, expected a person: a gate or an agent must not repair.\n',
    );
    return 2;
  }
  const opened = await openToRead(host, folder);
  if (!opened.ok) {
    process.stderr.write(`${describeFailure(opened.failure)}\n`);
    return 2;
  }
  const { root } = opened.value;
  const examined = await examine(host, opened.value);
  const looks = { color: useColor(), columns: Math.min(process.stdout.columns ?? 100, 120) };
  if (!asJson) for (const finding of examined.findings) process.stdout.write(findingText(finding, looks));
  const repaired = new Map<Finding, Repaired>();
  if (fix && examined.findings.some(({ repair }) => repair !== undefined)) {
    const repository = await openRepository(host, root);
    if (!repository.ok) {
      process.stderr.write(`${describeFailure(repository.failure)}\n`);
      return 2;
    }
    await repairAll(host, repository.value, examined.findings, (finding, outcome) => {
      repaired.set(finding, outcome);
      if (!asJson) process.stdout.write(repairedText(finding, outcome, looks));
    });
  }
  const left = examined.findings.filter((finding) => repaired.get(finding)?.done !== true);
  if (asJson) process.stdout.write(`${JSON.stringify(examinationOf(root, examined, repaired), null, 2)}\n`);
  else
    process.stdout.write(waitingText(examined.waiting, looks) + verdictText(examined.findings, { left, fix }, looks));
  return left.length === 0 ? 0 : 1;
}

function examinationOf(
  checkout: string,
  { findings, waiting }: Examined,
  repaired: ReadonlyMap<Finding, Repaired>,
): Examination {
  return {
    version: examinationVersion,
    checkout,
    findings: findings.map((finding) => {
      const { kind, of, name, says, repair, advice } = finding;
      const outcome = repaired.get(finding) ?? null;
      return { kind, ...of, name, says, repair: repair?.does ?? null, advice: advice ?? null, repaired: outcome };
    }),
    waiting: [...waiting],
  };
}
