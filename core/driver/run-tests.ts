import { join } from 'node:path';
import { countTests } from '../gate/count-tests.ts';
import { openReports } from '../gate/test-reports.ts';
import type { Tests } from '../result/tests.ts';
import type { Desk } from './desk.ts';
import { inCheckout } from './in-checkout.ts';
import { runCommand, type Ran } from './run-command.ts';

/** A run of the tests, and what is known of them. */
export interface Tested {
  readonly ran: Ran;
  /** As their runner reports them, all by name. Null: no runner does, and there is nothing but what was printed. */
  readonly reported: Tests | null;
  /** Why nothing that was printed counts: a runner began and did not report, or a report is not a runner's. */
  readonly untold: string | undefined;
}

/** Runs the command that tests, and asks the runners that it starts for a report, as the gates of a phase do. */
export async function runTests(desk: Desk, command: string, timeLimit: number): Promise<Tested> {
  const { host, git, workspace, home } = desk;
  const folder = await openReports(host, join(home, 'reports'));
  const ran = await runCommand(host, command, { folder: workspace, root: git.folder, timeLimit, env: folder.env });
  const { reports, silent, begun, forged } = await folder.read();
  await folder.remove();
  // What code under test prints looks like any runner's words, so one that was there has to report.
  const heard = { reports, silent: [...silent, ...begun], begun: [], forged };
  const { tests, red } = countTests(
    { name: 'test_gate' },
    { reports: heard, output: ran.output, worktree: git.folder },
  );
  const names = reports.flatMap((report) => report.tests);
  return {
    ran,
    reported: tests && reports.length > 0 ? inCheckout({ ...tests, names }, git.folder) : null,
    untold: heard.silent.length > 0 || forged.length > 0 ? red : undefined,
  };
}
