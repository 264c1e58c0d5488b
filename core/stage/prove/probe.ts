import { createHash } from 'node:crypto';
import { collectedTests, type Collected } from '../../gate/collected.ts';
import { runsTests } from '../../gate/test-programs.ts';
import { cleanEnvironment } from '../../gate/environment.ts';
import { leavingNothing } from '../../gate/leaving-nothing.ts';
import { measure } from '../../gate/measure.ts';
import { namedTest } from '../../gate/named-tests.ts';
import { lastLines } from '../../gate/nx.ts';
import type { Git } from '../../git/git.ts';
import type { Host, RunResult } from '../../host/host.ts';
import { runVariable } from '../../host/variables.ts';
import { keepsBudget, type Budget } from '../../plan/criteria/budget.ts';
import { probeOf, type Probe } from '../../plan/criteria/probe.ts';
import { valueIn } from '../../plan/criteria/quantity.ts';
import type { CriterionText } from '../../plan/plan.ts';
import type { Proof } from '../../result/proof.ts';
import type { CriterionRecord, Verdict } from '../../result/records.ts';

export interface ProbeRun {
  readonly worktree: Git;
  /** What lies in the worktree, where that is not its HEAD. */
  readonly tree?: string;
  /** The user's; empty when `worktree` is that. */
  readonly checkout: string;
  readonly run: string;
  /** Seconds for one command. */
  readonly timeLimit: number;
  /** What the gates said about exactly this tree, if they have been asked. */
  readonly verdict: Pick<Verdict, 'gates' | 'green' | 'trouble'> | undefined;
  /** Where a proof is to be left: on what it is made, and where the whole output of a command goes. */
  readonly proof?: {
    readonly basis: (how: Probe) => Promise<Pick<Proof, 'tree' | 'inputs'>>;
    /** Answers with the name of the artifact. */
    readonly keepOutput: (text: string) => string | undefined;
  };
}

/** Bytes of each stream of a command that are kept. */
const keep = 4 * 1024 * 1024;

/** Finds out, in the worktree, whether a criterion holds. What a person must say is left undecided here. */
export async function probe(
  host: Host,
  { text, line }: CriterionText,
  run: ProbeRun,
  how: Probe = probeOf(text),
): Promise<CriterionRecord> {
  const at = new Date(host.clock.wall()).toISOString();
  const { own, ...found } = await find(host, how, run);
  const record = { text, line, ...found };
  if (!run.proof) return record;
  const basis = await run.proof.basis(how);
  if (how.kind === 'file' && record.outcome === 'met' && basis.inputs.digest === ofNothing)
    throw new Error(`Internal error: the proof that ${how.path} is there covers no path of tree ${basis.tree}`);
  return { ...record, proof: { at, ...basis, ...own } };
}

/** Such a proof would never be stale. */
const ofNothing = createHash('sha256').digest('hex');

interface Found extends Omit<CriterionRecord, 'text' | 'line' | 'proof'> {
  /** What only this kind of probe has to show. */
  readonly own: Pick<Proof, 'run' | 'measured'>;
}

async function find(host: Host, how: Probe, run: ProbeRun): Promise<Found> {
  switch (how.kind) {
    case 'command':
    case 'benchmark':
      return await findByCommand(host, how, run);
    case 'file': {
      const found = await run.worktree.run(['cat-file', '-t', `${run.tree ?? 'HEAD'}:${how.path}`]);
      return {
        probe: `path ${how.path}`,
        outcome: found.ok ? 'met' : 'not-met',
        evidence: found.ok ? `a ${found.stdout.trim() === 'tree' ? 'folder' : 'file'} is there` : 'nothing is there',
        own: {},
      };
    }
    case 'gates': {
      const { verdict } = run;
      // A gate that was red before the change counts as green for a task, and is red for all that.
      const isMet = verdict?.green === true && verdict.gates.every((gate) => gate.outcome === 'passed');
      const outcome = verdict === undefined ? 'undecided' : isMet ? 'met' : 'not-met';
      const evidence = verdict
        ? (verdict.trouble ?? verdict.gates.map((gate) => `${gate.project}:${gate.target} ${gate.outcome}`).join('\n'))
        : 'the gates have not run';
      return { probe: 'the project’s gates', outcome, evidence, own: {} };
    }
    case 'person':
      return { probe: 'a person', outcome: 'undecided', evidence: 'nobody has answered yet', own: {} };
  }
}

type ByCommand = Extract<Probe, { kind: 'command' | 'benchmark' }>;

async function findByCommand(host: Host, how: ByCommand, run: ProbeRun): Promise<Found> {
  const result = await runCommand(host, how.command, run);
  const { ended, code, durationMs, isCut = false } = result;
  const output = [result.stdout, result.stderr].filter(Boolean).join('\n');
  const tests = collectedTests(output);
  const { outcome, why, measured } = judged(how, result, { output, tests });
  const artifact = run.proof?.keepOutput(output);
  const digest = createHash('sha256').update(output).digest('hex');
  const said = lastLines(output, 20);
  return {
    probe: `command \`${how.text}\``,
    outcome,
    evidence: [ended === 'exit' ? `exit code ${code}` : ended, why, said].filter(Boolean).join('\n'),
    own: {
      run: {
        command: [...how.command],
        ended,
        ...(code === undefined ? {} : { code }),
        durationMs: Math.round(durationMs),
        output: { digest, isCut, ...(artifact === undefined ? {} : { artifact }) },
        ...(tests ? { tests: { runners: [...tests.runners], passed: tests.passed } } : {}),
      },
      ...(measured ? { measured } : {}),
    },
  };
}

async function runCommand(host: Host, command: readonly string[], run: ProbeRun): Promise<RunResult> {
  const [file = '', ...args] = command;
  const { folder } = run.worktree;
  const environment = { ...cleanEnvironment(host, folder, run.checkout), [runVariable]: run.run };
  const timeLimit = run.timeLimit * 1000;
  // In the user's own checkout what was left behind may be theirs.
  return await leavingNothing(
    host,
    run.checkout === '' ? undefined : folder,
    async (marker) =>
      await host.processes.run({ file, args, cwd: folder, env: { ...environment, ...marker }, timeLimit, keep }),
  );
}

interface Judged {
  readonly outcome: CriterionRecord['outcome'];
  readonly why?: string;
  readonly measured?: NonNullable<Proof['measured']>;
}

/** An exit code alone is not enough where the criterion asks for more, or where nothing was tested after all. */
function judged(
  how: ByCommand,
  { code, isCut = false }: RunResult,
  { output, tests }: { readonly output: string; readonly tests: Collected | undefined },
): Judged {
  if (code !== 0) return { outcome: 'not-met' };
  if (tests && tests.passed === 0)
    return {
      outcome: 'not-met',
      why: `No test was collected and passed (${tests.runners.join(', ')}): that proves nothing.`,
    };
  if (tests && tests.failed > 0)
    return { outcome: 'not-met', why: `${tests.failed} tests failed, though it ended as if all were well.` };
  if (!tests && runsTests(how.command))
    return { outcome: 'undecided', why: 'Its output does not say how many tests passed; let it print a summary.' };
  if (how.kind === 'command') return judgedTests(how.tests, output);
  // Another number may have stood in the part that is gone.
  return isCut ? { outcome: 'undecided', why: 'It printed too much to be kept.' } : judgedNumber(how.budget, output);
}

function judgedTests(names: readonly string[], output: string): Judged {
  const seen = names.map((name) => ({ name, as: namedTest(output, name) }));
  const missed = seen.find(({ as }) => as === 'not-passed') ?? seen.find(({ as }) => as === 'not-named');
  if (missed?.as === 'not-passed') return { outcome: 'not-met', why: `Test ${missed.name} did not pass.` };
  if (missed)
    return { outcome: 'not-met', why: `Test ${missed.name} is not among those that the output names as passed.` };
  const unclear = seen.find(({ as }) => as !== 'passed');
  if (unclear?.as === 'tried-again')
    return {
      outcome: 'undecided',
      why: `The output names test ${unclear.name} as failed, and then as passed: it does not say that this is another try.`,
    };
  if (unclear?.as === 'alike')
    return {
      outcome: 'undecided',
      why: `The output names a test as passed that may be ${unclear.name}, but not by all of that name; use the name as it is printed.`,
    };
  if (unclear)
    return {
      outcome: 'undecided',
      why: `The output does not name all tests that passed, so ${unclear.name} cannot be seen; let it print names.`,
    };
  return { outcome: 'met' };
}

function judgedNumber(budget: Budget, output: string): Judged {
  const number = measure(output, budget);
  if ('why' in number) return { outcome: 'undecided', why: `No number can be told for certain: ${number.why}.` };
  const { comparison, unit, value: limit } = budget;
  const value = valueIn(unit, number.found.amount);
  const holds = keepsBudget(number.found.amount, budget);
  return {
    outcome: holds ? 'met' : 'not-met',
    why: `${value} ${unit}, budget ${comparison} ${limit} ${unit}`,
    measured: { value, comparison, budget: limit, unit },
  };
}
