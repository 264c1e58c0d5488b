#!/usr/bin/env node
import { diskFailure } from '../core/disk-trouble.ts';
import { describeFailure } from '../core/failure.ts';
import { UsageError } from './usage-error.ts';

const usage = `phasewright: plans and specs, and what a phase run needs from people

  phasewright plan FILE                                reads a plan and shows what is in it
  phasewright lint [FILES…]                            says what in plans and specs would mislead an agent
  phasewright cheats --base REV [--head REV]           what a change does to look done
  phasewright gates [FOLDER]                           what judges a project, and why
  phasewright status                                   how far phases are, who works on what, and which questions are open
  phasewright answer [<question> <option>]             answers a question, or asks you; then start the run again
  phasewright doctor [--fix]                           what a killed run has left, and what repairs it
  phasewright doctor --agents                          which agents are here, and what they lack
  phasewright driver init|next|report|…                one commit of a plan, for an orchestrator with agents of its own

\`phasewright <command> --help\` says more. A phase itself is run by Nx: nx run <project>:implement-phase
`;

/** Each command loads what it needs and no more: reading a plan is quick. It answers with an exit code. */
const commands: Readonly<Record<string, () => Promise<{ run: (args: readonly string[]) => Promise<number> }>>> = {
  plan: () => import('./plan.ts'),
  lint: () => import('./lint.ts'),
  cheats: () => import('./cheats.ts'),
  gates: () => import('./gates.ts'),
  status: () => import('./status.ts'),
  answer: () => import('./answer.ts'),
  doctor: () => import('./doctor.ts'),
  driver: () => import('./driver.ts'),
  ci: () => import('./ci.ts'),
};

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h') {
    process.stdout.write(usage);
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command)
    throw new UsageError(`Unexpected command "${name}", expected one of ${Object.keys(commands).join(', ')}.`);
  return await (await command()).run(args);
}

// Who reads us may have seen enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  const failure = diskFailure(error);
  if (failure) {
    process.stderr.write(`${describeFailure(failure)}\n`);
    return 1;
  }
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof UsageError) process.stderr.write(`\n${error.usage ?? usage}`);
  return 2;
});
