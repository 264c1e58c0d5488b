import { changeBetween } from '../core/cheat/change-between.ts';
import type { Change } from '../core/cheat/change.ts';
import { honestyOf, type Honesty } from '../core/cheat/honesty.ts';
import type { Sighting } from '../core/cheat/sighting.ts';
import { describeFailure } from '../core/failure.ts';
import { openRepository } from '../core/git/repository.ts';
import { nodeHost } from '../core/host/node-host.ts';
import type { Diagnostic } from '../core/lint/diagnostic.ts';
import { readArgs, UsageError } from './usage-error.ts';
import { useColor } from './use-color.ts';

const usage = `phasewright cheats --base REV [--head REV] [--json]

Judges what a change does to look done: tests that are gone or skipped, assertions that are weaker, checks that are
switched off. Errors are what no honest change has unless the plan says so; warnings are questions for a reviewer.

  --base REV   what the change started from
  --head REV   what it came to; HEAD without it
  --json       for programs: cheat, verdict, path, line, side, message and quote of each
  -h, --help   this text

What is looked for: docs/cheats.md of phasewright.
Exit code: 0 nothing that blocks, 1 something that does, 2 where the command line or a revision cannot be read.
`;

export async function run(args: readonly string[]): Promise<number> {
  const options = {
    base: { type: 'string' },
    head: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  const { values } = readArgs({ args: [...args], options }, usage);
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  if (values.base === undefined) throw new UsageError('Unexpected absence of --base, expected a revision.', usage);
  const host = nodeHost();
  const opened = await openRepository(host, process.cwd());
  if (!opened.ok) {
    process.stderr.write(`${describeFailure(opened.failure)}\n`);
    return 2;
  }
  const { git } = opened.value;
  const commits: string[] = [];
  for (const revision of [values.base, values.head ?? 'HEAD']) {
    const found = await git.run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
    if (!found.ok) {
      process.stderr.write(`Unexpected revision "${revision}", expected a commit of this repository.\n`);
      return 2;
    }
    commits.push(found.stdout.trim());
  }
  const [base = '', head = ''] = commits;
  const change = await changeBetween(host, git, { base, head });
  const found = inOrder(honestyOf(change, nobody));
  if (values.json === true) process.stdout.write(`${JSON.stringify({ version: 1, base, head, found }, null, 2)}\n`);
  else await print(found, change);
  return found.some(({ verdict }) => verdict === 'block') ? 1 : 0;
}

/** No plan is known here that could allow anything, and of targets only the usual names. */
const nobody = { mayChange: () => false, isPutOff: () => false, gates: [] };

interface Found extends Omit<Sighting, 'id'> {
  readonly verdict: 'block' | 'flag';
}

/** What blocks first, as `honestyOf` has it; its ids are those of a run. */
function inOrder({ breaches, flags }: Honesty): Found[] {
  const as = (verdict: Found['verdict'], all: readonly Sighting[]): Found[] =>
    all.map(({ cheat, path, line, side, message, quote }) => ({ cheat, verdict, path, line, side, message, quote }));
  return [...as('block', breaches), ...as('flag', flags)];
}

async function print(found: readonly Found[], { files }: Change): Promise<void> {
  const { formatTerminal } = await import('../core/lint/format/terminal.ts');
  const contents = new Map(files.map(({ path, base, head }) => [path, (head ?? base)?.text ?? '']));
  const { stdout } = process;
  const columns = stdout.isTTY ? stdout.columns : 120;
  stdout.write(formatTerminal(found.map(diagnosticOf), contents, { color: useColor(), columns }));
}

function diagnosticOf({ cheat, verdict, path, line, message }: Found): Diagnostic {
  return { rule: cheat, severity: verdict === 'block' ? 'error' : 'warning', message, at: { path, line, column: 1 } };
}
