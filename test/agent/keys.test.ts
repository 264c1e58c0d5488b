import { expect, test } from 'vitest';
import { agentKeys } from '../../core/agent/keys.ts';
import { resolveOptions, type WrittenOptions } from '../../core/options.ts';
import { hostWith } from '../host/temporary.ts';

const env = {
  PATH: '/bin',
  ANTHROPIC_API_KEY: 'for claude',
  OPENAI_API_KEY: 'for codex',
  MY_KEY: 'for mine',
  GITHUB_TOKEN: 'for nobody',
};
const mine = { driver: 'command' as const, command: ['mine'], env: ['MY_KEY', 'NOT_SET'] };

test.each<[string, WrittenOptions, object]>([
  [
    'the keys that its driver looks for',
    { implementer: 'claude', reviewer: 'claude' },
    { ANTHROPIC_API_KEY: 'for claude' },
  ],
  ['the variables that its option names', { implementer: mine, reviewer: mine }, { MY_KEY: 'for mine' }],
  [
    'those of every role',
    { implementer: 'codex', reviewer: 'codex', arbiter: { ...mine, env: ['MY_KEY'] } },
    { OPENAI_API_KEY: 'for codex', MY_KEY: 'for mine' },
  ],
])('Of what looks like a secret an agent is handed %s, and no other.', (_, written, expected) => {
  const options = resolveOptions([{ from: 'test', written }]);
  if (!options.ok) throw new Error(options.failure.message);
  expect(agentKeys(hostWith({ env }), options.value)).toEqual(expected);
});
