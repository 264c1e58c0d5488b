import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { claudeDriver } from '../../core/agent/claude.ts';
import { agentSchema, type AgentOf } from '../../core/agent/option.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';
import { turn } from './call-parts.ts';

const id = '2fac5241-704d-481e-b5f2-e8d666fe10b8';
const answered = { type: 'assistant', message: { id: 'msg_1' } };
const costs = (totalCostUSD: number, inputTokens: number) => ({
  type: 'cost-state',
  sessionId: id,
  totalCostUSD,
  modelUsage: {
    'claude-opus-5-5': { inputTokens, cacheCreationInputTokens: 20, cacheReadInputTokens: 3, outputTokens: 7 },
  },
});

test('What a session has cost is known from its file, also when its last turn was cut.', async () => {
  expect(await recalled([answered, costs(0.5, 100), answered, costs(1.5, 400), { type: 'user' }])).toEqual([
    {
      type: 'usage',
      usage: { inputTokens: 423, cachedInputTokens: 3, outputTokens: 7, costUsd: 1.5 },
      counts: 'session',
    },
  ]);
});

test.each([
  ['an answer came after it was written', [answered, costs(0.5, 100), answered]],
  ['there is nothing of it', [answered, { type: 'cost-state' }, 'words', null]],
])('Nothing is told where %s.', async (_, lines) => {
  expect(await recalled(lines)).toEqual([]);
});

test('A session without a file, or with a pipe in its place, tells nothing.', async () => {
  expect(await recalled(undefined)).toEqual([]);
  const home = temporaryFolder();
  mkdirSync(join(home, 'claude/projects/-worktree'), { recursive: true });
  execFileSync('mkfifo', [join(home, `claude/projects/-worktree/${id}.jsonl`)]);
  expect(await recall(home)).toEqual([]);
});

test('A file of that name elsewhere, or one without end, tells nothing.', async () => {
  const home = temporaryFolder();
  for (const folder of ['-another', '-worktree/deeper', '-worktree-2'])
    writeSession(join(home, 'claude/projects', folder), [answered, costs(0, 0)]);
  expect(await recall(home)).toEqual([]);
  const file = writeSession(join(home, 'claude/projects/-worktree'), [answered, costs(1, 1)]);
  expect(await recall(home)).toHaveLength(1);
  truncateSync(file, 65 * 1024 * 1024);
  expect(await recall(home)).toEqual([]);
});

test('A place whose name is long is known by its beginning.', async () => {
  const home = temporaryFolder();
  const worktree = `/${'long/'.repeat(60)}`;
  writeSession(join(home, `claude/projects/-${'long-'.repeat(60).slice(0, 199)}-x1y2`), [costs(1, 1)]);
  expect(await recall(home, worktree)).toHaveLength(1);
});

test('Hours of a session that are one line cost next to nothing.', async () => {
  const home = temporaryFolder();
  const file = writeSession(join(home, 'claude/projects/-worktree'), []);
  writeFileSync(file, Buffer.alloc(60 * 1024 * 1024, 'x'));
  appendFileSync(file, `\n${JSON.stringify(costs(1, 1))}\n`);
  const before = process.cpuUsage();
  expect(await recall(home)).toHaveLength(1);
  expect(process.cpuUsage(before).user).toBeLessThan(3e6);
});

function writeSession(folder: string, lines: readonly unknown[]): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${id}.jsonl`);
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
}

async function recalled(lines: readonly unknown[] | undefined) {
  const home = temporaryFolder();
  const folder = join(home, 'claude/projects/-worktree');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'another.jsonl'), `${JSON.stringify(costs(9, 9))}\n`);
  if (lines) writeSession(folder, lines);
  return await recall(home);
}

async function recall(home: string, worktree = turn.worktree) {
  const option = agentSchema.parse('claude') as AgentOf<'claude'>;
  return await claudeDriver.recall?.(hostWith(), option, { ...turn, home, worktree }, id);
}
