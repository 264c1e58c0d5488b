import { expect, test } from 'vitest';
import { gatesOf, keyOfGate, recordedName } from '../../core/gate/option.ts';
import { resolveOptions } from '../../core/options.ts';

function resolve(gates: unknown) {
  const options = resolveOptions([{ from: 'nx.json', written: { gates } }]);
  return options.ok ? options.value.gates : options.failure.message;
}

test('A name is an Nx target that has to pass.', () => {
  expect(resolve(['test'])).toEqual([{ name: 'test', run: { target: 'test' }, expect: 'pass' }]);
});

test('A command is split without a shell where none is needed, and is called what it is.', () => {
  expect(resolve([{ command: 'cargo clippy -- -D warnings' }, { command: 'a | b' }, { command: 'A=1 b' }])).toEqual([
    {
      name: 'cargo clippy -- -D warnings',
      run: { command: ['cargo', 'clippy', '--', '-D', 'warnings'] },
      expect: 'pass',
    },
    { name: 'a | b', run: { command: ['sh', '-c', 'a | b'] }, expect: 'pass' },
    { name: 'A=1 b', run: { command: ['sh', '-c', 'A=1 b'] }, expect: 'pass' },
  ]);
});

test('All that is written of a gate is kept.', () => {
  const gate = {
    name: 'strict',
    target: 'lint',
    when: { boundary: ['src/api'] },
    timeLimit: 5,
    resource: 'db',
    expect: 'fail',
  };
  const { target, ...rest } = gate;
  expect(resolve([gate])).toEqual([{ ...rest, run: { target } }]);
});

test.each([
  [[{}], 'option "gates.0": expected a gate with either a target or a command'],
  [[{ target: 'a', command: 'b' }], 'expected a gate with either a target or a command'],
  [['test', ''], 'Unexpected value "" of option "gates.1"'],
  [[{ command: ['', 'a'] }], 'option "gates.0.command.0"'],
  [[{ target: 'a', when: {} }], 'option "gates.0.when": expected paths, dependencies or boundary'],
  [[{ target: 'a', when: { dependencies: false } }], 'option "gates.0.when.dependencies"'],
  [[{ target: 'a', resource: '../x' }], 'option "gates.0.resource": expected a word such as'],
  [[{ target: 'a', timeLimit: 0 }], 'option "gates.0.timeLimit"'],
  [[{ target: 'a', retries: 2 }], 'Unrecognized key: "retries"'],
  [[{ target: 'a', expect: 'red' }], 'option "gates.0.expect"'],
  [['a', { name: 'a', command: 'b' }], 'expected gates of different names, found "a" twice'],
  [[], 'option "gates"'],
  [[7], 'option "gates.0"'],
])('%j is refused, and it is said where.', (gates, message) => {
  expect(resolve(gates)).toContain(message);
});

test('Keys of results are the same as before there was more than a name.', () => {
  const written = ['test', { target: 'lint', timeLimit: 5 }, { target: 'e2e', expect: 'fail' }];
  const [plain, limited, failing] = resolve(written) as never[];
  expect(keyOfGate(failing!)).toEqual({ name: 'e2e', run: { target: 'e2e' }, expect: 'fail' });
  expect(keyOfGate(plain!)).toBe('test');
  expect(keyOfGate(limited!)).toEqual({ name: 'lint', run: { target: 'lint' }, timeLimit: 5, expect: 'pass' });
});

test('A project is judged by the targets that it has, and by all commands.', () => {
  const gates = resolve(['test', 'lint', { name: 'audit', command: 'audit' }]);
  if (typeof gates === 'string') throw new Error(gates);
  expect(gatesOf(gates, ['lint']).map(recordedName)).toEqual(['lint', 'audit']);
});
