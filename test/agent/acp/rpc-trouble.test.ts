import { expect, test } from 'vitest';
import { rpcTrouble } from '../../../core/agent/acp/rpc-trouble.ts';

test.each<[number, string, string]>([
  [-32_000, 'Authentication required', 'auth'],
  [401, 'no', 'auth'],
  [429, 'slow down', 'rate-limit'],
  [503, 'later', 'provider'],
  [413, 'too much', 'input-too-large'],
  [-32_603, 'You exceeded your current quota, insufficient_quota', 'quota'],
  [429, 'You exceeded your current quota', 'quota'],
  [-32_603, 'Internal error: 429 Too Many Requests', 'rate-limit'],
  [-32_603, 'Internal error: invalid x-api-key', 'auth'],
  [-32_603, 'Internal error: Overloaded', 'provider'],
  [500, 'exception TypeError: fetch failed', 'network'],
  [-32_603, 'connect ECONNREFUSED 127.0.0.1:1', 'network'],
  [-32_603, 'prompt is too long: 300000 tokens', 'input-too-large'],
  [-32_603, 'Internal error', 'agent-error'],
  [-32_602, 'Invalid params', 'agent-error'],
])('%i "%s" is %s.', (code, message, kind) => {
  expect(rpcTrouble({ code, message })).toEqual({ kind, text: `${message} (code ${code})` });
});

test('What the agent says beside it is read and shown, cut.', () => {
  const { kind, text } = rpcTrouble({ code: -32_603, message: 'Internal error', data: { details: 'ENOTFOUND' } });
  expect({ kind, text }).toEqual({ kind: 'network', text: 'Internal error {"details":"ENOTFOUND"} (code -32603)' });
  expect(rpcTrouble({ code: 1, message: 'x'.repeat(1e6) }).text.length).toBeLessThan(2100);
});
