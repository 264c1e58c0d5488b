import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { recall } from '../../../core/stage/gates/known-verdicts.ts';
import { contained, type Contained } from '../../agent/contained.ts';
import { commitFiles, writeFiles } from '../../git/scratch.ts';
import { judged } from './judged.ts';

/** A gate that leaves a mark each time that it runs. */
function counting(phase: Contained, more = ''): { code: string; runs: () => number } {
  const file = join(dirname(phase.root), 'runs');
  return {
    code: `fs.appendFileSync(${JSON.stringify(file)}, 'x'); ${more}`,
    runs: () => (existsSync(file) ? readFileSync(file, 'utf8').length : 0),
  };
}

function chainOf(phase: Contained): string {
  const folder = join(dirname(phase.context.phase.state), 'verdicts');
  const name = readdirSync(folder).find((one) => one.endsWith('-x.jsonl'));
  return join(folder, name ?? '');
}

test('A green verdict on exactly the same is taken again, without a gate, and says whose it is.', async () => {
  const phase = await contained();
  const gate = counting(phase);
  const first = await judged(phase, gate.code);
  const second = await judged(phase, gate.code);
  expect(gate.runs()).toBe(1);
  expect(second).toMatchObject({ green: true, tree: first.tree, commit: first.commit, gates: [{ cached: true }] });
  expect(second.notes).toEqual([expect.stringMatching(/^gates: the verdict of task-1.1 on exactly this, of 20\d\d-/)]);
  expect(second.events).toContainEqual(expect.objectContaining({ type: 'gate-finished', outcome: 'passed' }));
});

test('A red verdict is taken again with what the gate has printed.', async () => {
  const phase = await contained();
  const gate = counting(phase, `throw new Error('expected 1 to be 2')`);
  await judged(phase, gate.code);
  const runs = gate.runs();
  const again = await judged(phase, gate.code);
  expect(gate.runs()).toBe(runs);
  expect(again).toMatchObject({ green: false, gates: [{ outcome: 'failed', output: 'expected 1 to be 2' }] });
});

test('A final tree is judged anew whatever is known of it, and what comes of it is known from then on.', async () => {
  const phase = await contained();
  const gate = counting(phase);
  await judged(phase, gate.code);
  await judged(phase, gate.code, { fresh: true });
  expect(gate.runs()).toBe(2);
  await judged(phase, gate.code, { fresh: true, cache: 'gates' });
  await judged(phase, gate.code, { cache: 'gates' });
  expect(gate.runs()).toBe(3);
});

test('A verdict with trouble is judged anew.', async () => {
  const phase = await contained();
  const gate = counting(phase, `fs.writeFileSync('a.txt', 'evil')`);
  expect((await judged(phase, gate.code)).green).toBe(false);
  await judged(phase, gate.code);
  expect(gate.runs()).toBe(2);
});

test('What the gate surface, the tools or the tree decide is judged anew.', async () => {
  const phase = await contained();
  const gate = counting(phase);
  await judged(phase, gate.code);
  const { context, host, repository } = phase;
  const asked = { stage: 'task-1.1', cache: 'x', commit: repository.head, since: repository.head };
  expect(await recall(context, asked)).toMatchObject({ green: true });

  const commit = commitFiles(phase.root, { 'c.txt': 'three\n' });
  expect(await recall(context, { ...asked, commit })).toBeUndefined();
  expect(await recall(context, { ...asked, since: commit })).toBeUndefined();
  expect(await recall(context, { ...asked, cache: 'y' })).toBeUndefined();
  const options = { ...context.phase.options, gateTimeLimit: 1 };
  expect(await recall({ ...context, phase: { ...context.phase, options } }, asked)).toBeUndefined();
  const withEnv = { ...host, env: { ...host.env, TZ: 'Antarctica/Troll' } };
  expect(await recall({ ...context, host: withEnv }, asked)).toBeUndefined();
  const elsewhere = { ...host, machine: { ...host.machine, nodeVersion: 'v0.1.0' } };
  expect(await recall({ ...context, host: elsewhere }, asked)).toBeUndefined();
  const inTerminal = { ...host, env: { ...host.env, TERM: 'dumb', SSH_TTY: '/dev/pts/9', OLDPWD: '/' } };
  expect(await recall({ ...context, host: inTerminal }, asked)).toMatchObject({ green: true });

  writeFiles(phase.root, { 'node_modules/nx/package.json': '{ "version": "2.0.0" }' });
  expect(await recall(context, asked)).toBeUndefined();
});

test('A command is known by the program that it runs.', async () => {
  const phase = await contained();
  const program = join(dirname(phase.root), 'bin', 'judge-it');
  writeFiles(dirname(program), { 'judge-it': '#!/bin/sh\nexit 0\n' });
  const host = { ...phase.host, env: { ...phase.host.env, PATH: `${dirname(program)}:${phase.host.env['PATH']}` } };
  const gates = [{ name: 'own', run: { command: ['judge-it'] }, expect: 'pass' as const }];
  const options = { ...phase.context.phase.options, gates };
  const context = { ...phase.context, host, phase: { ...phase.context.phase, options, gates: ['own'] } };
  await judged({ ...phase, context }, '');
  const { head } = phase.repository;
  const asked = { stage: 'task-1.1', cache: 'x', commit: head, since: head };
  expect(await recall(context, asked)).toMatchObject({ green: true, gates: [{ target: 'own' }] });
  writeFiles(dirname(program), { 'judge-it': '#!/bin/sh\nexit 1\n' });
  expect(await recall(context, asked)).toBeUndefined();
});

test('So are the languages that a target may run, whatever is asked for.', async () => {
  const phase = await contained();
  const [bin, home] = [join(dirname(phase.root), 'bin'), join(dirname(phase.root), 'home')];
  writeFiles(bin, { go: '#!/bin/sh\n# one\n' });
  writeFiles(home, { '.rustup/update-hashes/stable': 'one' });
  const env = { ...phase.host.env, PATH: `${bin}:${phase.host.env['PATH']}`, HOME: home };
  const context = { ...phase.context, host: { ...phase.host, env } };
  await judged({ ...phase, context }, '');
  const asked = { stage: 'task-1.1', cache: 'x', commit: phase.repository.head, since: phase.repository.head };
  expect(await recall(context, asked)).toMatchObject({ green: true });
  writeFiles(home, { '.rustup/update-hashes/stable': 'two' });
  expect(await recall(context, asked)).toBeUndefined();
  writeFiles(home, { '.rustup/update-hashes/stable': 'one' });
  expect(await recall(context, asked)).toMatchObject({ green: true });
  writeFiles(bin, { go: '#!/bin/sh\n# two\n' });
  expect(await recall(context, asked)).toBeUndefined();
});

test('A line of the ledger that somebody has changed makes all of its chain count for nothing, and it is kept.', async () => {
  const phase = await contained();
  const gate = counting(phase, `throw new Error('red')`);
  await judged(phase, gate.code);
  const runs = gate.runs();
  const path = chainOf(phase);
  const forged = readFileSync(path, 'utf8').replace('"green":false', '"green":true').replace('"failed"', '"passed"');
  writeFileSync(path, forged);
  const again = await judged(phase, gate.code);
  expect(gate.runs()).toBeGreaterThan(runs);
  expect(again.green).toBe(false);
  const note = again.notes.find((text) => text.includes('laid aside')) ?? '';
  expect(note).toContain('Unexpected hash in record 1');
  const aside = /laid aside as (\S+): /.exec(note)?.[1] ?? '';
  expect(readFileSync(aside, 'utf8')).toBe(forged);
});

test('All that a red gate has printed is kept beside, as far as it is not endless.', async () => {
  const phase = await contained();
  const { gates } = await judged(phase, `throw new Error('red ' + 'x'.repeat(3_000_000) + ' end')`);
  const log = readFileSync(join(dirname(chainOf(phase)), 'logs', `${gates[0]?.log}.txt`), 'utf8');
  expect(log.length).toBeLessThan(1_100_000);
  expect(log).toMatch(/^red x{1000}[^]*characters left out[^]* end$/);
});
