import { describe, expect, test } from 'vitest';
import { inputs, onlyWhatWasSeen, seen } from '../rig/only-what-was-seen.ts';

const names = Object.keys(inputs) as (keyof typeof inputs)[];

describe('no verdict is given to a tree on which the gate did not run', () => {
  test.for(names.flatMap((input) => [false, true].map((daemon) => ({ input, daemon }))))(
    'with $input as input of the gate, Nx daemon $daemon',
    async (about) => expect(await onlyWhatWasSeen(about)).toMatchObject(seen),
  );
});
