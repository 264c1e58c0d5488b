import { readChange, type Change } from '../core/cheat/change.ts';
import { detect, type Detected } from '../core/cheat/detect.ts';
import { describeFailure } from '../core/failure.ts';
import { changedTexts } from '../core/git/changed-texts.ts';
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
  const change = await readChange(await changedTexts(host, git, base, head));
  const found = detect(change);
  if (values.json === true) process.stdout.write(`${JSON.stringify({ version: 1, base, head, found }, null, 2)}\n`);
  else await print(found, change);
  return found.some(({ verdict }) => verdict === 'block') ? 1 : 0;
}

async function print(found: readonly Detected[], { files }: Change): Promise<void> {
  const { formatTerminal } = await import('../core/lint/format/terminal.ts');
  const contents = new Map(files.map(({ path, base, head }) => [path, (head ?? base)?.text ?? '']));
  const { stdout } = process;
  const columns = stdout.isTTY ? stdout.columns : 120;
  stdout.write(formatTerminal(found.map(diagnosticOf), contents, { color: useColor(), columns }));
}

function diagnosticOf({ cheat, verdict, path, line, message }: Detected): Diagnostic {
  return { rule: cheat, severity: verdict === 'block' ? 'error' : 'warning', message, at: { path, line, column: 1 } };
}
