import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InstalledAgents } from '../../../core/agent/find.ts';
import type { Options } from '../../../core/options.ts';

/** What the writer and the reviewer of merges do, as JavaScript. What is not said is done well. */
export interface AgentCode {
  readonly writer?: string;
  readonly reviewer?: string;
}

export interface MergeAgents {
  readonly options: Pick<Options, 'implementer' | 'reviewer'>;
  readonly installed: InstalledAgents;
  /** Who was called, in order. */
  readonly calls: () => string[];
}

/** Agents that resolve conflicts in `a.txt`, and review that. They are noted in a folder of ours. */
export function mergeAgents(folder: string, { writer, reviewer = '' }: AgentCode = {}): MergeAgents {
  const log = join(folder, 'calls.txt');
  const agent = (role: string, code: string): Options['implementer'] => ({
    driver: 'command',
    command: [process.execPath, '-e', programOf(log, role, code)],
    env: [],
  });
  const program = { program: process.execPath, version: null };
  return {
    options: {
      implementer: agent('writer', writer ?? writes),
      reviewer: agent('reviewer', reviewer),
    },
    installed: { implementer: program, reviewer: program },
    calls: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
  };
}

const answers = {
  writer: "{ status: 'done', summary: 'did it' }",
  reviewer: "{ commit, nonce, verdict: 'APPROVED', summary: '', findings: [] }",
};

function programOf(log: string, role: string, code: string): string {
  return `
    const fs = require('node:fs');
    fs.appendFileSync(${JSON.stringify(log)}, '${role}\\n');
    const { PHASEWRIGHT_COMMIT: commit, PHASEWRIGHT_NONCE: nonce } = process.env;
    let answer = ${role === 'writer' ? answers.writer : answers.reviewer};
    ${code};
    process.stdout.write(JSON.stringify({ type: 'answer', answer }) + '\\n');`;
}

/** A writer that resolves the conflict. */
export const writes = "fs.writeFileSync('a.txt', 'both\\n')";

/** A writer that cannot tell. */
export const stops = "answer = { status: 'person-needed', summary: 'two ways', question: 'Which?' }";
