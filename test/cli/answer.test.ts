import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../host/temporary.ts';

const program = join(import.meta.dirname, '../../cli/phasewright.ts');
const refusal = 'A question is for a person: answers from within a run do not count.\n';

/** Runs the command in an empty folder, where it can find no question. */
function phasewright(args: readonly string[], env: Readonly<Record<string, string>>) {
  const { PHASEWRIGHT_RUN: _run, PHASEWRIGHT_CALL: _call, ...own } = process.env;
  const options = { cwd: temporaryFolder(), env: { ...own, ...env }, encoding: 'utf8' } as const;
  return spawnSync(process.execPath, [program, ...args], options);
}

test.each(['PHASEWRIGHT_RUN', 'PHASEWRIGHT_CALL'])('An answer from where %s is set is refused.', (name) => {
  expect(phasewright(['answer', 'q', 'met'], { [name]: 'x' })).toMatchObject({ status: 1, stderr: refusal });
});

test('A person is heard, and anybody may look.', () => {
  expect(phasewright(['answer', 'q', 'met'], {}).stderr).toContain('Unexpected folder without a git checkout');
  expect(phasewright(['status'], { PHASEWRIGHT_RUN: 'x' }).stderr).toContain(
    'Unexpected folder without a git checkout',
  );
});

test('Without a terminal and without a question it is said that nobody can be asked.', () => {
  const { status, stderr } = phasewright(['answer'], {});

  expect(status).toBe(1);
  expect(stderr).toContain(
    'this is no terminal, on which you would be asked. Unexpected folder without a git checkout',
  );
});

test('A question without an option is looked for, so that its options can be told.', () => {
  expect(phasewright(['answer', 'q'], {}).stderr).toContain('Unexpected folder without a git checkout');
});
