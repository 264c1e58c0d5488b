import { describeFailure, type Result } from '../core/failure.ts';
import { nodeHost } from '../core/host/node-host.ts';
import { presets, type Preset } from '../core/lint/rule.ts';
import type { LintReport } from '../core/lint/suppress.ts';
import { lintRoots } from './lint-roots.ts';
import { lintRoot, seenFrom, type RootReport } from './lint-root.ts';
import { useColor } from './use-color.ts';
import { readArgs, UsageError } from './usage-error.ts';

const usage = `phasewright lint [FILES…] [flags]

Says what in plans and specs would mislead the agents that work by them. Without FILES: every plan at a known place of
the repository, with its whole spec folder. A file that is called a plan, or has boxes or ids of tasks, is linted with
what it cites, other Markdown as it is; with --phase, all that has phases is a plan.

  --phase ID            only this phase, and what it cites
  --fix                 applies the fixes that change no meaning, then says what is left
  --preset NAME         recommended, strict, speckit, openspec, kiro or gsd; stronger than
                        phasewright.lint.json
  --max-warnings N      more warnings than this are a failure
  --quiet               only errors are shown
  --json                for programs, by the schema phasewright/diagnostics.schema.json
  --sarif               for code scanning, SARIF 2.1.0
  --github              as annotations of a GitHub workflow
  -h, --help            this text

What the rules look for, phasewright.lint.json, and comments that suppress: docs/rules.md of phasewright.
Exit code: 0 clean, 1 errors or too many warnings, 2 where the command line, the configuration or a file cannot be read.
`;

interface Flags {
  readonly fix: boolean;
  readonly quiet: boolean;
  readonly phase: string | undefined;
  readonly preset: Preset | undefined;
  readonly maxWarnings: number;
  readonly output: 'terminal' | 'json' | 'sarif' | 'github';
}

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArgs(
    {
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        sarif: { type: 'boolean' },
        github: { type: 'boolean' },
        fix: { type: 'boolean' },
        quiet: { type: 'boolean' },
        phase: { type: 'string' },
        preset: { type: 'string' },
        'max-warnings': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    },
    usage,
  );
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const flags: Flags = {
    fix: values.fix ?? false,
    quiet: values.quiet ?? false,
    phase: values.phase,
    preset: presetOf(values.preset),
    maxWarnings: limitOf(values['max-warnings']),
    output: outputOf((['json', 'sarif', 'github'] as const).filter((name) => values[name])),
  };
  return await lint(positionals, flags);
}

async function lint(files: readonly string[], flags: Flags): Promise<number> {
  const host = nodeHost();
  const { base, roots } = await lintRoots(host, process.cwd(), files);
  const linted: RootReport[] = [];
  for (const root of roots) {
    const report = await lintRoot(host, root, flags);
    if (!report.ok) return refuse(report);
    linted.push(report.value);
  }
  const fixed = linted.reduce((sum, each) => sum + each.fixed, 0);
  if (flags.fix) process.stderr.write(`${fixed === 1 ? '1 fix' : `${fixed} fixes`} applied.\n`);
  // Whoever reads a terminal opens files from where they are; programs know the root of the repository.
  const { report, contents } = seenFrom(flags.output === 'terminal' ? process.cwd() : base, linted);
  const errors = report.diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = report.diagnostics.filter(({ severity }) => severity === 'warning').length;
  const shown = flags.quiet ? onlyErrors(report) : report;
  // That there is nothing to complain about would be wrong where the warnings are too many.
  const isMisleading = flags.output === 'terminal' && shown.diagnostics.length === 0 && warnings > flags.maxWarnings;
  if (!isMisleading) await print(shown, contents, flags.output);
  if (warnings > flags.maxWarnings)
    process.stderr.write(`Unexpected number of warnings (${warnings}), expected at most ${flags.maxWarnings}.\n`);
  return errors > 0 || warnings > flags.maxWarnings ? 1 : 0;
}

function refuse(result: Extract<Result<unknown>, { ok: false }>): number {
  process.stderr.write(`${describeFailure(result.failure)}\n`);
  return 2;
}

function onlyErrors({ diagnostics, suppressed }: LintReport): LintReport {
  return { diagnostics: diagnostics.filter(({ severity }) => severity === 'error'), suppressed };
}

/** Each output loads what it needs. */
async function print(
  report: LintReport,
  contents: ReadonlyMap<string, string>,
  output: Flags['output'],
): Promise<void> {
  const { diagnostics } = report;
  if (output === 'json') {
    const { formatJson } = await import('../core/lint/format/json.ts');
    process.stdout.write(formatJson(diagnostics));
  } else if (output === 'sarif') {
    const { formatSarif } = await import('../core/lint/format/sarif.ts');
    process.stdout.write(formatSarif(report, contents));
  } else if (output === 'github') {
    const [{ annotations }, actions] = await Promise.all([
      import('../core/lint/format/github.ts'),
      import('@actions/core'),
    ]);
    for (const { level, message, place } of annotations(diagnostics)) actions[level](message, place);
  } else {
    const { formatTerminal } = await import('../core/lint/format/terminal.ts');
    const { stdout } = process;
    stdout.write(
      formatTerminal(diagnostics, contents, { color: useColor(), columns: stdout.isTTY ? stdout.columns : 120 }),
    );
  }
}

function presetOf(written: string | undefined): Preset | undefined {
  const preset = presets.find((name) => name === written);
  if (preset || written === undefined) return preset;
  throw new UsageError(`Unexpected preset "${written}", expected one of ${presets.join(', ')}.`, usage);
}

function limitOf(written: string | undefined): number {
  if (written === undefined) return Infinity;
  if (/^\d{1,9}$/.test(written)) return Number(written);
  throw new UsageError(`Unexpected value "${written}" of --max-warnings, expected a whole number.`, usage);
}

function outputOf(asked: readonly Exclude<Flags['output'], 'terminal'>[]): Flags['output'] {
  if (asked.length <= 1) return asked[0] ?? 'terminal';
  throw new UsageError(`Unexpected outputs ${asked.map((name) => `--${name}`).join(' and ')}, expected one.`, usage);
}
