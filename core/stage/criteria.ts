import { parse as parseWords } from 'shell-quote';
import type { Host } from '../host/host.ts';
import { cleanEnvironment } from '../gate/environment.ts';
import { runVariable } from '../host/variables.ts';
import { lastLines } from '../gate/nx.ts';
import type { Git } from '../git/git.ts';
import type { CriterionText } from '../plan/plan.ts';
import type { CriterionRecord, Verdict } from '../result/records.ts';

/** How an exit criterion is found out, as far as its own words say so for certain. */
export type Probe =
  | { readonly kind: 'command'; readonly command: readonly string[]; readonly text: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'gates' }
  | { readonly kind: 'person' };

const passes =
  /\b(?:pass|passes|exits? (?:with )?0|exits? with code 0|succeeds?|is green|runs? clean|runs? without errors?)\b|通过|成功/i;
const exists = /\b(?:exists?|is present)\b|存在/i;
const aboutGates = /^(?:all |the )?(?:project'?s? )?(?:standard )?gates? (?:pass|passes|are green|is green)/i;

/**
 * The probe that a criterion's words name: "`npm test` passes", "`README.md` exists", "all gates pass". Anything less
 * plain is for a person: a criterion that code cannot decide is never passed by a model.
 */
export function probeOf(text: string): Probe {
  if (aboutGates.test(text)) return { kind: 'gates' };
  const spans = [...text.matchAll(/(`+)(.+?)\1/g)];
  const [span] = spans;
  if (spans.length !== 1 || !span?.[2] || span.index > 0) return { kind: 'person' };
  const rest = text.slice(span[0].length);
  const code = span[2].trim();
  if (exists.test(rest) && !/\s/.test(code) && !passes.test(rest)) return { kind: 'file', path: code };
  if (!passes.test(rest)) return { kind: 'person' };
  const words = parseWords(code);
  // Pipes, redirections and globs would need a shell, and no text of a plan reaches a shell.
  const command = words.filter((word) => typeof word === 'string');
  return command.length > 0 && command.length === words.length
    ? { kind: 'command', command, text: code }
    : { kind: 'person' };
}

export interface ProbeRun {
  readonly worktree: Git;
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
      const environment = { ...cleanEnvironment(host, run.worktree.folder, run.checkout), [runVariable]: run.run };
      const result = await host.processes.run({
        file: file!,
        args,
        cwd: run.worktree.folder,
        env: environment,
        timeLimit: run.timeLimit * 1000,
      });
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

/** The criteria of a phase. A plan format that has none of its own is held to the gates: an empty set proves nothing. */
export function criteriaOf(phase: {
  readonly criteria: readonly CriterionText[];
  readonly line: number;
}): readonly CriterionText[] {
  return phase.criteria.length > 0 ? phase.criteria : [{ text: 'All gates pass.', line: phase.line }];
}
