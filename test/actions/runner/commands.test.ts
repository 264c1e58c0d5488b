import { expect, test } from 'vitest';
import { recognisedCommands } from './commands.ts';

const names = (log: string) => recognisedCommands(log).map(({ name }) => name);

test.each([
  ['::error::plain', 'error', {}, 'plain'],
  ['::error file=a.ts,line=3::said%0Atwice %2525', 'error', { file: 'a.ts', line: '3' }, 'said\ntwice %25'],
  ['::warning title=a%3Ab%2Cc::', 'warning', { title: 'a:b,c' }, ''],
  ['  \t\u00A0::notice::behind white space', 'notice', {}, 'behind white space'],
  ['\u0085::notice::behind what .NET trims', 'notice', {}, 'behind what .NET trims'],
  ['::ERROR::by any case', 'ERROR', {}, 'by any case'],
  ['::error file=,line==2::empty values are none', 'error', { line: '2' }, 'empty values are none'],
  ['::error::a::b', 'error', {}, 'a::b'],
  ['::error:\u200B:ignored between', 'error', {}, 'ignored between'],
  ['text ##[error]anywhere', 'error', {}, 'anywhere'],
  ['##[warning file=a;line=1]x%3By%5Dz', 'warning', { file: 'a', line: '1' }, 'x;y]z'],
  ['::unknown::##[error]both', 'error', {}, 'both'],
])('%j is a command', (line, name, properties, data) => {
  expect(recognisedCommands(line)).toEqual([{ name, properties, data, line: 1 }]);
});

test.each([
  'x ::error::not at the start',
  '\uFEFF::error::.NET does not trim this',
  '::error',
  ':error::',
  '::nothing-of-theirs::',
  '::err\u200Bor::',
  '::error:: '.replace('::error', ':: error'),
  '##[error',
  '##[nothing]',
  '##[ error]',
  '# #[error]',
  '##[other] ##[error] only the first counts',
])('%j is none', (line) => {
  expect(recognisedCommands(line)).toEqual([]);
});

test('lines end at a carriage return too', () => {
  expect(recognisedCommands('a\r::error::1\n\r\n::error::2').map(({ data, line }) => [data, line])).toEqual([
    ['1', 2],
    ['2', 4],
  ]);
});

test('stopped commands go on with the very token, in either form and any case', () => {
  expect(names('::stop-commands::Token\n::error::\n##[error]\n::token::\n::error::')).toEqual([
    'stop-commands',
    'token',
    'error',
  ]);
  expect(names('::stop-commands::token\n::other::\ntext ##[TOKEN]\n::error::')).toEqual([
    'stop-commands',
    'TOKEN',
    'error',
  ]);
});

test.each(['', 'error', 'stop-commands', 'Pause-Logging'])('commands are not stopped with the token %j', (token) => {
  expect(names(`::stop-commands::${token}\n::error::`)).toEqual(['stop-commands', 'error']);
});

test('a token is no command once it was used', () => {
  expect(names('::stop-commands::once\n::once::\n::once::')).toEqual(['stop-commands', 'once']);
});
