import { mkdirSync, mkdtempSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Job } from './job.ts';

/** The folders and variables of a fresh machine for one job. */
export interface Machine {
  readonly workspace: string;
  readonly actionsFolder: string;
  /** The context `runner`. */
  readonly runner: Job['runner'];
  /** What each step sees before anything is set: nothing of the environment that this runs in. */
  readonly variables: Readonly<Record<string, string>>;
}

export function makeMachine(work: string, label: string): Machine {
  const root = mkdtempSync(join(work, `${label.replaceAll(/[^\w-]/g, '-')}-`));
  const folder = (name: string) => {
    mkdirSync(join(root, name), { recursive: true });
    return join(root, name);
  };
  const runner = {
    os: 'Linux',
    arch: 'X64',
    name: 'local',
    environment: 'github-hosted',
    temp: folder('_temp'),
    tool_cache: folder('_tool'),
    workspace: folder('work'),
  };
  return {
    workspace: folder('work/workspace'),
    actionsFolder: folder('_actions'),
    runner,
    variables: {
      // The Node that runs this comes first, as setup-node would have it.
      PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
      HOME: folder('home'),
      LANG: 'C.UTF-8',
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      ...Object.fromEntries(Object.entries(runner).map(([name, value]) => [`RUNNER_${name.toUpperCase()}`, value])),
    },
  };
}
