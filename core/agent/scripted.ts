import { extname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, ok } from '../failure.ts';
import { fileAt } from '../git/repository.ts';
import { finishLines, lineCapabilities, parseLine } from './command.ts';
import type { AgentDriver } from './driver.ts';
import type { AgentOf } from './option.ts';

/** The embedded agent that follows a script: offline, free, and a real child process like any other. */
export const scriptedDriver: AgentDriver<AgentOf<'scripted'>> = {
  describe: (option) => `scripted ${option.script}`,
  provider: (option) => `scripted ${option.script}`,
  capabilities: () => ({ ...lineCapabilities, turns: false, resume: false }),
  async detect(host, { script }, { git, commit }) {
    const installed = ok({ program: program, version: null });
    if (isAbsolute(script))
      return (await host.files.exists(script)) ? installed : fail('missing-agent', `there is no script ${script}.`);
    return (await fileAt(git, commit, script.replace(/^\.\//, ''))) === undefined
      ? fail(
          'missing-agent',
          `its script ${script} is not a file at ${commit.slice(0, 10)}, the commit that the phase starts from.`,
        )
      : installed;
  },
  argv: (option, { node, workspace }) => [node, program, resolve(workspace, option.script)],
  env: () => ({}),
  parse: parseLine,
  finish: finishLines,
};

/** Beside this file, in source and in what is published. */
const program = fileURLToPath(new URL(`./scripted-agent${extname(import.meta.url)}`, import.meta.url));
