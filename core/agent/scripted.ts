import { extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AgentOption } from '../options.ts';
import { parseLine } from './command.ts';
import type { AgentDriver } from './driver.ts';

/** The embedded agent that follows a script: offline, free, and a real child process like any other. */
export const scriptedDriver: AgentDriver<Extract<AgentOption, { driver: 'scripted' }>> = {
  describe: (option) => `scripted ${option.script}`,
  launch: (option, at) => ({ file: at.node, args: [program, resolve(at.workspace, option.script)], env: [] }),
  parse: parseLine,
};

/** Beside this file, in source and in what is published. */
const program = fileURLToPath(new URL(`./scripted-agent${extname(import.meta.url)}`, import.meta.url));
