import { expect, test } from 'vitest';
import type { Annotation } from '../../../actions/lib/annotations.ts';
import { recognisedCommands } from '../runner/commands.ts';
import { attacks, naughty } from './attacks.ts';
import { told } from './told.ts';

test('Each annotation is one command with what it says and its place, from a real process.', () => {
  const annotations: Annotation[] = [
    { level: 'error', title: 'P1: a, b', message: 'one\ntwo 100%', path: 'src/a,b:c.ts', line: 3 },
    { level: 'notice', title: 'Small', message: 'three' },
  ];
  const { log } = told({ annotations: [annotations] });
  expect(recognisedCommands(log)).toEqual([
    {
      name: 'error',
      properties: { title: 'P1: a, b', file: 'src/a,b:c.ts', line: '3' },
      data: 'one\ntwo 100%',
      line: 1,
    },
    { name: 'notice', properties: { title: 'Small' }, data: 'three', line: 2 },
  ]);
});

test('A text of the lists is what an annotation says, or where it is, and nothing else.', () => {
  const texts = [...naughty, ...attacks].filter((text) => text.isWellFormed());
  const { log } = told({
    annotations: texts.map((text) => [{ level: 'warning', title: `of ${text}.`, message: text, path: `a/${text}/b` }]),
  });
  expect(recognisedCommands(log).map(({ name, properties, data }) => ({ name, ...properties, data }))).toEqual(
    texts.map((text) => ({ name: 'warning', title: `of ${text}.`, file: `a/${text}/b`, data: text })),
  );
});

test('There are no more than GitHub shows of a step.', () => {
  const annotations = Array.from({ length: 30 }, (_, index) => ({ level: 'error', title: 'one', message: `${index}` }));
  const commands = recognisedCommands(told({ annotations: [annotations] }).log);
  expect(commands).toHaveLength(10);
  expect(commands.at(-1)?.data).toBe('And 21 more: see the summary of this run.');
});
