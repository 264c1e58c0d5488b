import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runStages } from '../../core/stage/run.ts';
import { contained } from '../agent/contained.ts';
import { writeFiles } from '../git/scratch.ts';

/** How the stages of one call of Nx end; the exit code is that of Nx. */
interface Call {
  readonly code: number;
  readonly stages: Readonly<Record<string, boolean>>;
}

/** 1 fails; 2 only comes after it, 3 needs 2, and 4 needs 1. */
const tasks = [
  { id: '1', slug: '1', title: 'One', dependsOn: [] },
  { id: '2', slug: '2', title: 'Two', dependsOn: [], after: ['1'] },
  { id: '3', slug: '3', title: 'Three', dependsOn: ['2'] },
  { id: '4', slug: '4', title: 'Four', dependsOn: ['1'] },
];

/** Runs the stages with an Nx that ends as it is told; answers with what it was asked for. */
async function ran(...calls: readonly Call[]) {
  return await ranUntil(undefined, ...calls);
}

async function ranUntil(cancel: AbortSignal | undefined, ...calls: readonly Call[]) {
  const { context, worktree } = await contained();
  writeFiles(worktree, {
    'node_modules/nx/package.json': '{ "bin": { "nx": "nx.cjs" } }',
    'node_modules/nx/nx.cjs': `
      const fs = require('node:fs');
      const before = fs.existsSync('asked.txt') ? fs.readFileSync('asked.txt', 'utf8') : '';
      const { code, stages } = ${JSON.stringify(calls)}[before.split('\\n').length - 1];
      fs.writeFileSync('asked.txt', before + process.argv.slice(2, 6).filter((word) => !/parallel|style/.test(word)).join(' ') + '\\n');
      const cache = process.env.NX_CACHE_DIRECTORY;
      const time = new Date(0).toISOString();
      const tasks = Object.entries(stages).map(([target, passed]) => ({ target, projectName: 'demo', startTime: time, endTime: time, cacheStatus: 'cache-miss', status: passed ? 0 : 1 }));
      fs.mkdirSync(cache, { recursive: true });
      if (tasks.length > 0) fs.writeFileSync(cache + '/run.json', JSON.stringify({ tasks }));
      console.log('call ' + before.split('\\n').length);
      process.exitCode = code;`,
  });
  const phase = { ...context.phase, tasks };
  const result = await runStages(
    { ...context, phase, root: worktree },
    { started: 0, onEvent: () => undefined, what: 'all', cancel },
  );
  const asked = existsSync(join(worktree, 'asked.txt')) ? readFileSync(join(worktree, 'asked.txt'), 'utf8') : '';
  const output = readFileSync(join(phase.state, 'nx/phase/output.txt'), 'utf8');
  return { result, asked: asked.trim().split('\n'), output };
}

const graph = 'run demo:exit-criteria';
const rest = (targets: string): string => `run-many --projects=demo --targets=${targets} --exclude-task-dependencies`;

test('Tasks that Nx has passed over are run after the rest, until there are none.', async () => {
  const { result, asked, output } = await ran(
    { code: 1, stages: { 'spec-lint': true, 'task-1': false } },
    { code: 0, stages: { 'task-2': true, 'task-3': true } },
  );
  expect(result).toMatchObject({ ok: true });
  expect(asked).toEqual([graph, rest('task-2,task-3')]);
  expect(output).toMatch(/call 1\n[^]*call 2\n/);
});

test('Nothing is run again where nothing was passed over.', async () => {
  const stages = { 'spec-lint': true, 'task-1': true, 'task-2': true, 'task-3': false, 'task-4': true };
  expect((await ran({ code: 1, stages })).asked).toEqual([graph]);
});

test('An Nx that runs none of what it is asked for is not asked again.', async () => {
  const { result, asked } = await ran(
    { code: 1, stages: { 'spec-lint': true, 'task-1': false } },
    { code: 0, stages: {} },
  );
  expect(result).toMatchObject({ ok: true });
  expect(asked).toEqual([graph, rest('task-2,task-3')]);
});

test('An Nx that cannot run the graph is a failure with what it said.', async () => {
  const { result, asked } = await ran({ code: 1, stages: {} });
  expect(result).toMatchObject({ failure: { reason: 'stage-failed', message: expect.stringContaining('call 1') } });
  expect(asked).toEqual([graph]);
});

test('A graph that is cancelled ends as if the run was stopped.', async () => {
  const cancel = new AbortController();
  cancel.abort();
  const { result } = await ranUntil(cancel.signal, { code: 0, stages: { 'task-1': true } });
  expect(result).toMatchObject({ ok: false, failure: { reason: 'stopped' } });
});
