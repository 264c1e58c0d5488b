import { parseArgs, type ParseArgsConfig } from 'node:util';

/** A command line that makes no sense; the usage that would is shown with it. */
export class UsageError extends Error {
  readonly usage: string | undefined;

  constructor(message: string, usage?: string) {
    super(message);
    this.usage = usage;
  }
}

/** Reads flags and positionals as Node does, and complains with the usage of the command. */
export function readArgs<Config extends ParseArgsConfig>(config: Config, usage: string) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), usage);
  }
}
