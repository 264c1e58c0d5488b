import { describeFailure } from '../core/failure.ts';
import { openRepository } from '../core/git/repository.ts';
import { nodeHost } from '../core/host/node-host.ts';
import type { Gate } from '../core/result/records.ts';
import { why, type Explained } from '../core/stage/gates/why.ts';
import { visibleText } from '../core/visible.ts';

/**
 * `phasewright gates --why [GATE] [--phase ID]`: where the verdicts come from that are known of HEAD, or of a phase.
 * Answers with an exit code.
 */
export async function explainGates(asked: {
  readonly gate?: string | undefined;
  readonly phase?: string | undefined;
  readonly json?: boolean | undefined;
}): Promise<number> {
  const host = nodeHost();
  const opened = await openRepository(host, process.cwd());
  const explained = opened.ok ? await why(host, opened.value, asked) : opened;
  if (!explained.ok) {
    process.stderr.write(`${describeFailure(explained.failure)}\n`);
    return 1;
  }
  const { verdicts, notes } = explained.value;
  for (const note of notes) process.stderr.write(`${note}\n`);
  const text =
    asked.json === true
      ? `${JSON.stringify({ version: 1, verdicts: verdicts.map(asData) }, null, 2)}\n`
      : verdicts.map((one) => `${lines(one).join('\n')}\n`).join('\n');
  process.stdout.write(visibleText(text));
  return 0;
}

function asData({ plan, entry, gates, logOf }: Explained): object {
  const { verdict, ...about } = entry;
  const withLogs = gates.map((gate) => ({ ...gate, log: logOf(gate) ?? null }));
  return { plan, ...about, verdict: { ...verdict, gates: withLogs } };
}

function lines({ plan, entry, gates, logOf }: Explained): string[] {
  const { verdict, input, at, durationMs, where, stage, phase, command, fresh } = entry;
  const tools = Object.entries(input.tools).map(([name, version]) => `${name} ${version}`);
  return [
    `${verdict.green ? 'green' : 'red'}  ${stage}${phase === '' ? ', on the checkout' : ` of phase ${phase}, plan ${plan}`}`,
    row('tree', input.tree),
    row('when', `${at}, took ${seconds(durationMs)}, ${fresh ? 'nothing replayed' : "with Nx's cache of the run"}`),
    row('where', `${where.machine}, ${where.worktree}`),
    row('command', command),
    row('input', `${entry.key.slice(0, 16)}, gate surface ${input.surface.slice(0, 16)}`),
    row('tools', tools.join(', ')),
    ...gates.flatMap((gate) => [row('gate', gateText(gate)), ...logLines(logOf(gate))]),
    ...(verdict.trouble === undefined ? [] : [row('trouble', verdict.trouble)]),
    ...(verdict.complaints ?? []).map(({ kind, message }) => row('found', `${kind}: ${message}`)),
    ...(verdict.redGreen ? [row('tests', `${verdict.redGreen.outcome}: ${verdict.redGreen.detail}`)] : []),
  ];
}

function row(name: string, text: string): string {
  return `  ${name.padEnd(9)}${text}`;
}

function gateText({ project, target, outcome, cached, durationMs, tests, charge }: Gate): string {
  const counts = tests && `${tests.executed} tests, ${tests.failed} failed, ${tests.skipped} skipped`;
  const how = [cached ? 'replayed by Nx' : seconds(durationMs), counts, charge].filter(Boolean);
  return `${project}:${target} ${outcome} (${how.join(', ')})`;
}

function logLines(log: string | undefined): string[] {
  return log === undefined ? [] : [`           ${log}`];
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`;
}
