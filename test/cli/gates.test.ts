import { expect, test } from 'vitest';
import { scratch } from '../git/scratch.ts';
import { phasewright } from './phasewright.ts';

const nxJson = (gates: unknown): string => JSON.stringify({ plugins: [{ plugin: 'phasewright', options: { gates } }] });

test('Gates that are found are shown with how they run and why.', async () => {
  const { root } = await scratch({ 'Cargo.toml': '', 'deny.toml': '', 'nx.json': '{}' });
  const { code, out } = phasewright(root, ['gates']);
  expect(code).toBe(0);
  const lines = out.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^gate +runs +when +because$/);
  expect(lines[1]).toMatch(/^rust:build +cargo build --workspace --all-targets +always +Cargo.toml is there$/);
  expect(lines.at(-1)).toMatch(/^rust:dependencies +cargo deny check +dependencies +deny.toml is there$/);
});

test('Gates that are written are shown, those of the project’s targets and the commands.', async () => {
  const { root } = await scratch({
    'nx.json': nxJson(['test', 'lint', { name: 'audit', command: 'npm audit', when: { dependencies: true } }]),
    'libs/a/project.json': '{ "targets": { "test": {} } }',
    'libs/a/Makefile': 'check:\n\ttest\n',
  });
  const { code, out } = phasewright(root, ['gates', 'libs/a', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    version: 1,
    gates: [
      { name: 'test', target: 'test', because: expect.stringContaining('option "gates"') },
      { name: 'audit', command: ['npm', 'audit'], when: { dependencies: true }, because: expect.any(String) },
    ],
  });
});

test('Where there are none, it is said what to do.', async () => {
  const { root } = await scratch({ 'README.md': '' });
  expect(phasewright(root, ['gates'])).toMatchObject({
    code: 1,
    out: expect.stringContaining('Name targets or commands'),
  });
});

test('An option that is wrong is named.', async () => {
  const { root } = await scratch({ 'nx.json': nxJson([{}]) });
  expect(phasewright(root, ['gates'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('either a target or a command'),
  });
});
