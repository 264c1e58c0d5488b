import type { Host } from '../host/host.ts';
import { cleanEnvironment } from '../gate/environment.ts';
import { leavingNothing } from '../gate/leaving-nothing.ts';
import { runVariable } from '../host/variables.ts';
import { lastLines } from '../gate/nx.ts';
import type { Git } from '../git/git.ts';
import type { CriterionText } from '../plan/plan.ts';
import { probeOf } from '../plan/criteria/probe.ts';
import type { CriterionRecord, Verdict } from '../result/records.ts';

export interface ProbeRun {
  readonly worktree: Git;
  /** The user's; empty when `worktree` is that. */
  readonly checkout: string;
  readonly run: string;
  /** Seconds for one command. */
  readonly timeLimit: number;
  /** What the gates said about exactly this tree, if they have been asked. */
  readonly verdict: Verdict | undefined;
}

/** Finds out, in the worktree, whether a criterion holds. What a person must say is left undecided here. */
export async function probe(host: Host, criterion: CriterionText, run: ProbeRun): Promise<CriterionRecord> {
  const { text, line } = criterion;
  const how = probeOf(text);
  switch (how.kind) {
    case 'command': {
      const [file, ...args] = how.command;
      const { folder } = run.worktree;
      const environment = { ...cleanEnvironment(host, folder, run.checkout), [runVariable]: run.run };
      const timeLimit = run.timeLimit * 1000;
      // In the user's own checkout what was left behind may be theirs.
      const result = await leavingNothing(
        host,
        run.checkout === '' ? undefined : folder,
        async (marker) =>
          await host.processes.run({ file: file!, args, cwd: folder, env: { ...environment, ...marker }, timeLimit }),
      );
      const ended = result.ended === 'exit' ? `exit code ${result.code}` : result.ended;
      const output = lastLines(`${result.stdout}\n${result.stderr}`, 20);
      return {
        text,
        line,
        probe: `command \`${how.text}\``,
        outcome: result.code === 0 ? 'met' : 'not-met',
        evidence: output ? `${ended}\n${output}` : ended,
      };
    }
    case 'file': {
      const found = await run.worktree.run(['cat-file', '-t', `HEAD:${how.path.replace(/\/$/, '')}`]);
      return {
        text,
        line,
        probe: `path ${how.path}`,
        outcome: found.ok ? 'met' : 'not-met',
        evidence: found.ok ? `${found.stdout.trim()} at the final commit` : 'not at the final commit',
      };
    }
    case 'gates': {
      const { verdict } = run;
      const outcome = verdict === undefined ? 'undecided' : verdict.green ? 'met' : 'not-met';
      const evidence = verdict
        ? verdict.gates.map((gate) => `${gate.project}:${gate.target} ${gate.outcome}`).join('\n')
        : 'the gates have not run';
      return { text, line, probe: 'the project’s gates', outcome, evidence };
    }
    case 'person':
      return { text, line, probe: 'a person', outcome: 'undecided', evidence: 'nobody has answered yet' };
  }
}
