import { expect, test } from 'vitest';
import { tell, tellAsItComes, withoutCommands } from '../../../actions/lib/tell.ts';
import { recognisedCommands } from '../runner/commands.ts';
import { attacks, naughty } from './attacks.ts';
import { told } from './told.ts';

/** The log of a job in which this was done. */
function logOf(act: (job: { write: (text: string) => void }) => void): string {
  let log = '';
  act({ write: (text) => void (log += text) });
  return log;
}

test('A text stands in the log as it is, between the words that stop commands and let them go on.', () => {
  const log = logOf((job) => tell(job, 'one\n::error::two'));
  expect(log).toMatch(/^::stop-commands::(phasewright-[0-9a-f-]{36})\none\n::error::two\n::\1::\n$/);
  expect(logOf((job) => tell(job, 'ended\n'))).toMatch(/\nended\n::/);
  expect(logOf((job) => tell(job, ''))).toBe('');
});

test('The word is another one each time, and each text is one write.', () => {
  const writes: string[] = [];
  for (const text of ['a', 'a']) tell({ write: (chunk) => void writes.push(chunk) }, text);
  expect(writes).toHaveLength(2);
  expect(writes[0]).not.toBe(writes[1]);
});

test('No text of the lists is a command, and each arrives as it was, from a real process.', () => {
  const texts = [...naughty, ...attacks].filter((text) => text !== '');
  const { log } = told({ texts });
  const blocks = [...log.matchAll(/::stop-commands::(phasewright-[0-9a-f-]{36})\n([^]*?)::\1::\n/g)];
  expect(blocks.map(([, , text = '']) => text)).toEqual(
    texts.map((text) => (/[\n\r]$/.test(text) ? text : `${text}\n`).toWellFormed()),
  );
  expect(recognisedCommands(log).map(({ name }) => name)).toEqual(
    blocks.flatMap(([, word]) => ['stop-commands', word]),
  );
});

test('Where commands cannot be stopped, no text of the lists is one; all others stay as they are.', () => {
  const weightless = /[\p{Default_Ignorable_Code_Point}\p{Cf}\0]/gu;
  expect(attacks.flatMap(recognisedCommands).length).toBeGreaterThan(50);
  for (const text of [...naughty, ...attacks]) {
    const shown = withoutCommands(text);
    expect(recognisedCommands(shown)).toEqual([]);
    expect(recognisedCommands(shown.replaceAll(weightless, ''))).toEqual([]);
  }
  const others = [...naughty, ...attacks].filter((text) => !/:.{0,9}:|#.{0,9}\[/u.test(text));
  expect(others.map(withoutCommands)).toEqual(others.map((text) => text.toWellFormed()));
  expect(withoutCommands('a::b\n  ::error::x\r##[error]y')).toBe('a::b\n  : :error::x\r## [error]y');
});

test('What a program prints is told by whole lines, however it is cut.', () => {
  const text = 'one\n::error::two\r\nsaid ##[error]three\nlast';
  for (const size of [1, 2, 3, 7, 100]) {
    const writes: string[] = [];
    const telling = tellAsItComes({ write: (chunk) => void writes.push(chunk) });
    for (let at = 0; at < text.length; at += size) telling.add(text.slice(at, at + size));
    telling.end();
    telling.end();
    expect(writes).toEqual(['one\n', ': :error::two\r\n', 'said ## [error]three\n', 'last\n']);
  }
});

test('A line without an end is broken, and no command begins there.', () => {
  const writes: string[] = [];
  const telling = tellAsItComes({ write: (chunk) => void writes.push(chunk) });
  telling.add('x'.repeat(70_000));
  expect(writes).toEqual([`${'x'.repeat(70_000)}\n`]);
  telling.add('::error::y');
  telling.end();
  expect(writes[1]).toBe(': :error::y\n');
});
