import { openToRead } from '../../../core/git/open-to-read.ts';
import { examine, type Examined } from '../../../core/stage/doctor/examine.ts';
import type { Finding, Repaired } from '../../../core/stage/doctor/finding.ts';
import { repairAll } from '../../../core/stage/doctor/repair.ts';
import { openScratch, type Scratch } from '../../git/scratch.ts';

/** What the doctor finds. */
export async function look({ host, root }: Scratch): Promise<Examined> {
  const opened = await openToRead(host, root);
  if (!opened.ok) throw new Error(opened.failure.message);
  return await examine(host, opened.value);
}

/** The kinds and names of what is found. */
export async function found(made: Scratch): Promise<string[]> {
  return (await look(made)).findings.map(({ kind, name }) => `${kind} ${name}`);
}

/** Repairs these findings, or all there are; answers with what became of each. */
export async function treat(made: Scratch, findings?: readonly Finding[]): Promise<Repaired[]> {
  const outcomes: Repaired[] = [];
  const { repository } = await openScratch(made.host, made.root);
  await repairAll(made.host, repository, findings ?? (await look(made)).findings, (_, repaired) =>
    outcomes.push(repaired),
  );
  return outcomes;
}
