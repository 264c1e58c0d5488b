import { expect, test } from 'vitest';
import { minutes, readInputs } from '../../../actions/lib/inputs.ts';

const read = (limit: string) =>
  readInputs({ env: { PHASEWRIGHT_INPUT_TIME_LIMIT: limit } }, { 'time-limit': minutes.default(330) });

test.for([
  ['', 330],
  ['45', 45],
  ['0.5', 0.5],
  ['7200', 7200],
] as const)('A time limit "%s" is %d minutes.', ([text, limit]) => {
  expect(read(text)).toEqual({ ok: true, value: { 'time-limit': limit } });
});

test.for(['0', '-1', '7201', 'soon', 'Infinity', '1; id'])(
  'A time limit "%s" is refused, with what is allowed.',
  (text) => {
    const message = `Unexpected value "${text}" of input "time-limit": expected minutes, more than 0 and at most 7200.`;
    expect(read(text)).toEqual({ ok: false, failure: { reason: 'bad-option', message } });
  },
);
