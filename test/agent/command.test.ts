import { expect, test } from 'vitest';
import { acpDriver } from '../../core/agent/acp.ts';
import { commandDriver, parseLine } from '../../core/agent/command.ts';
import { turn } from './call-parts.ts';

test.each<[string, unknown]>([
  ['{"type":"say","text":"hello"}', { type: 'say', text: 'hello' }],
  [
    '{"type":"usage","inputTokens":3,"costUsd":0.5}',
    { type: 'usage', usage: { inputTokens: 3, costUsd: 0.5 }, counts: 'more' },
  ],
  ['{"type":"usage","costUsd":0.5,"counts":"session"}', { type: 'usage', usage: { costUsd: 0.5 }, counts: 'session' }],
  [
    '{"type":"answer","answer":{"status":"done","more":[1]}}',
    { type: 'answer', answer: { status: 'done', more: [1] } },
  ],
  ['{"type":"answer","answer":null}', { type: 'answer', answer: null }],
  // Everything else is shown as it is, and is no answer.
  ['plain words', { type: 'say', text: 'plain words' }],
  ['', { type: 'say', text: '' }],
  ['{"type":"shout","text":"hello"}', { type: 'say', text: '{"type":"shout","text":"hello"}' }],
  ['{"type":"say"}', { type: 'say', text: '{"type":"say"}' }],
  ['{"type":"usage","inputTokens":-3}', { type: 'say', text: '{"type":"usage","inputTokens":-3}' }],
  ['{"type":"answer","answer":{}', { type: 'say', text: '{"type":"answer","answer":{}' }],
  [' {"type":"answer","answer":{}}', { type: 'say', text: ' {"type":"answer","answer":{}}' }],
  ['[{"type":"answer","answer":{}}]', { type: 'say', text: '[{"type":"answer","answer":{}}]' }],
  ['null', { type: 'say', text: 'null' }],
])('%s', (line, event) => {
  expect(parseLine(line)).toEqual([event]);
});

test('A command is started as it is written, without a shell, and is given the variables it names.', () => {
  const option = { driver: 'command', command: ['my-agent', '--prompt', '$HOME; rm'], env: ['KEY'] } as const;
  const agent = { ...option, command: [...option.command], env: [...option.env] };
  expect(commandDriver.argv(agent, { ...turn, workspace: '/w' })).toEqual(['my-agent', '--prompt', '$HOME; rm']);
});

test('Two commands of one program do not share their usage limits.', () => {
  const providers = ['one.mjs', 'two.mjs'].map((file) => {
    const command = ['node', file];
    return [commandDriver.provider({ driver: 'command', command, env: [] }), acpProvider(command)];
  });
  expect(providers).toEqual([
    ['command node one.mjs', 'acp node one.mjs'],
    ['command node two.mjs', 'acp node two.mjs'],
  ]);
});

function acpProvider(command: string[]): string {
  return acpDriver.provider({ driver: 'acp', command, allow: [], env: [] });
}
