import { recordedName } from '../../../core/gate/option.ts';
import type { ProgressEvent } from '../../../core/report/progress.ts';
import type { Verdict } from '../../../core/result/records.ts';
import { judge, type Judgement } from '../../../core/stage/gates/judge.ts';
import type { Contained } from '../../agent/contained.ts';
import { writeFiles } from '../../git/scratch.ts';

type Told = ProgressEvent extends infer Event ? Event : never;

export interface Judged extends Verdict {
  readonly notes: readonly string[];
  readonly events: readonly Pick<Told, 'type'>[];
}

/** Judges what the task's worktree holds by a gate that is a few lines of JavaScript, and passes unless it throws. */
export async function judged(phase: Contained, code: string, own: Partial<Judgement> = {}): Promise<Judged> {
  const { repository, context, worktree } = phase;
  installNx(worktree, context.phase.options.gates.map(recordedName)[0] ?? '', code);
  const events: Pick<Told, 'type'>[] = [];
  const notes: string[] = [];
  const emit: typeof context.emit = (event) => {
    events.push(event);
    if (event.type === 'note') notes.push(event.text);
  };
  const { head } = repository;
  const about = { stage: 'task-1.1', cache: 'x', worktree: repository.git.in(worktree), commit: head, since: head };
  return { notes, events, ...(await judge({ ...context, emit }, { ...about, fresh: false, ...own })) };
}

/** An Nx that is nothing but one gate. It reports as Nx does; a gate that throws has failed. */
export function installNx(folder: string, target: string, code: string): void {
  writeFiles(folder, {
    'node_modules/nx/package.json': '{ "version": "1.0.0", "bin": { "nx": "nx.cjs" } }',
    'node_modules/nx/nx.cjs': `
      const { execFileSync, spawn } = require('node:child_process');
      const fs = require('node:fs');
      const git = (...args) => execFileSync('git', args);
      const cache = process.env.NX_CACHE_DIRECTORY;
      const time = new Date(0).toISOString();
      const about = { target: ${JSON.stringify(target)}, projectName: 'demo', hash: 'h', startTime: time, endTime: time, cacheStatus: 'cache-miss' };
      let output = '';
      let status = 0;
      try { ${code}; } catch (error) { output += error.message; status = 1; }
      fs.mkdirSync(cache + '/terminalOutputs', { recursive: true });
      fs.writeFileSync(cache + '/terminalOutputs/h', output);
      fs.writeFileSync(cache + '/run.json', JSON.stringify({ tasks: [{ ...about, status }] }));
      process.exitCode = status;`,
  });
}
