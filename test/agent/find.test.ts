import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findAgents } from '../../core/agent/find.ts';
import type { AgentOption } from '../../core/agent/option.ts';
import { resolveOptions } from '../../core/options.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';
import { scratch, writeFiles } from '../git/scratch.ts';

const here: AgentOption = { driver: 'scripted', script: 'agents/script.json' };

async function missing(reviewer: AgentOption): Promise<string | undefined> {
  const { root, repository } = await scratch({ 'agents/script.json': '{}', 'agents/run.sh': '#!/bin/sh\n' });
  writeFiles(root, { 'agents/not-committed.sh': '#!/bin/sh\n' });
  const programs = temporaryFolder();
  writeFiles(programs, { 'on-path': '#!/bin/sh\n' });
  const options = resolveOptions([{ from: 'test', written: { implementer: here, reviewer } }]);
  if (!options.ok) throw new Error(options.failure.message);
  const at = { git: repository.git, commit: repository.head };
  const host = hostWith({ env: { PATH: programs } });
  const found = await findAgents(host, at, options.value, ['implementer', 'reviewer']);
  return found.ok ? undefined : found.failure.message;
}

test.each<[AgentOption]>([
  [here],
  [{ driver: 'scripted', script: join(import.meta.dirname, 'find.test.ts') }],
  [{ driver: 'command', command: ['on-path'], env: [], maxSteps: 3 }],
  [{ driver: 'command', command: ['{phaseWorktree}/agents/run.sh'], env: [] }],
  [{ driver: 'command', command: ['on-path', '{phaseWorktree}/agents/run.sh'], env: [] }],
  [{ driver: 'command', command: [process.execPath], env: [] }],
  [{ driver: 'command', command: ['on-path', 'agents', '--out=none.txt', '-e', 'run(1)'], env: [] }],
])('%j is there.', async (agent) => {
  expect(await missing(agent)).toBeUndefined();
});

test.each<[AgentOption, string]>([
  [{ ...here, maxSteps: 3 }, 'scripted agents/script.json does not tell of its steps, so option "maxSteps" could not'],
  [{ ...here, maxCostUsd: 3 }, 'scripted agents/script.json does not end by itself when a call costs too much'],
  [{ driver: 'command', command: ['on-path'], env: [], maxCostUsd: 3 }, 'so option "maxCostUsd" could not be kept'],
])('%j cannot do what is asked of it.', async (agent, message) => {
  expect(await missing(agent)).toMatch(/^The reviewer cannot do what is asked of it: /);
  expect(await missing(agent)).toContain(message);
});

test.each<[AgentOption, string]>([
  [{ driver: 'scripted', script: 'none.json' }, 'its script none.json is not a file at '],
  [{ driver: 'scripted', script: '/none.json' }, 'there is no script /none.json.'],
  [{ driver: 'command', command: ['no-such'], env: [] }, 'the program `no-such` is not on PATH.'],
  [
    { driver: 'command', command: ['{phaseWorktree}/agents/not-committed.sh'], env: [] },
    '`{phaseWorktree}/agents/not-committed.sh` is not a file at ',
  ],
  [
    { driver: 'command', command: ['./agents/run.sh'], env: [] },
    '`./agents/run.sh` would be looked for in the worktree of each task, which agents change',
  ],
  [
    { driver: 'command', command: ['on-path', './agents/run.sh'], env: [] },
    '`./agents/run.sh` would be looked for in the worktree of each task, which agents change; write `{phaseWorktree}/agents/run.sh`.',
  ],
  [
    { driver: 'acp', command: ['on-path', '--import=agents/run.sh'], allow: [], env: [] },
    '`agents/run.sh` would be looked for in the worktree of each task',
  ],
  [{ driver: 'command', command: ['/no/such'], env: [] }, 'there is no program `/no/such`.'],
])('%j is missing.', async (agent, message) => {
  expect(await missing(agent)).toContain(`Unexpected absence of the reviewer: ${message}`);
});
