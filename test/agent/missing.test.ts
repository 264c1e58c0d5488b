import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missingAgent } from '../../core/agent/missing.ts';
import { resolveOptions, type AgentOption } from '../../core/options.ts';
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
  const found = await missingAgent(hostWith({ env: { PATH: programs } }), repository, options.value);
  return found?.failure.message;
}

test.each<[AgentOption]>([
  [here],
  [{ driver: 'scripted', script: join(import.meta.dirname, 'missing.test.ts') }],
  [{ driver: 'command', command: ['on-path'], env: [] }],
  [{ driver: 'command', command: ['./agents/run.sh'], env: [] }],
  [{ driver: 'command', command: [process.execPath], env: [] }],
])('%j is there.', async (agent) => {
  expect(await missing(agent)).toBeUndefined();
});

test.each<[AgentOption, string]>([
  [{ driver: 'scripted', script: 'none.json' }, 'its script none.json is not a file at HEAD.'],
  [{ driver: 'scripted', script: '/none.json' }, 'its script /none.json is not a file at HEAD.'],
  [
    { driver: 'command', command: ['no-such'], env: [] },
    'the program `no-such` is neither on PATH nor a file of the workspace at HEAD.',
  ],
  [
    { driver: 'command', command: ['./agents/not-committed.sh'], env: [] },
    'the program `./agents/not-committed.sh` is neither',
  ],
  [{ driver: 'command', command: ['/no/such'], env: [] }, 'the program `/no/such` is neither'],
])('%j is missing.', async (agent, message) => {
  expect(await missing(agent)).toContain(`Unexpected absence of the reviewer: ${message}`);
});
