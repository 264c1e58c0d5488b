import { dirname, join } from 'node:path';
import { targetGate } from '../../../core/gate/option.ts';
import type { Verdict } from '../../../core/result/records.ts';
import { ensureWorktree, ownPath } from '../../../core/git/worktree.ts';
import type { Judgement } from '../../../core/stage/gates/judge.ts';
import { judge } from '../../../core/stage/gates/judge.ts';
import type { StageContext } from '../../../core/stage/context.ts';
import { contextOf } from '../../agent/contained.ts';
import { commitFiles, openScratch, scratch, writeFiles, type Scratch, type Texts } from '../../git/scratch.ts';

/** A phase of a project whose tests are lines of text, judged by an Nx that is nothing but one gate. */
export interface Project extends Scratch {
  readonly context: StageContext;
  readonly base: string;
  readonly notes: string[];
  /** A folder beside the repository, for what a gate is to remember. */
  readonly beside: string;
  /** Commits files on top of what is there, and judges that as a change of the base; the run is stopped at a note. */
  judge(
    texts: Texts,
    own?: Partial<Judgement>,
    stopAt?: string,
  ): Promise<Verdict & { readonly notes: readonly string[] }>;
}

/**
 * Of `tests/a.test.js`, each line is a test: `adds src/sum.txt 1+1` passes where that file says so. `gate` is a piece of
 * JavaScript that goes before, `target` what the gate is called.
 */
export async function project(texts: Texts, gate = '', target = 'test'): Promise<Project> {
  const made = await scratch({
    'package.json': '{ "name": "demo", "private": true }',
    '.gitignore': 'node_modules\n',
    ...texts,
  });
  const beside = dirname(made.root);
  installRunner(made.root, target, gate.replaceAll('BESIDE', JSON.stringify(beside)));
  const { host, root } = made;
  const opened = await openScratch(host, root);
  const { repository } = opened;
  const phasePath = await ownPath(host, join(root, '.worktrees', 'phase'), 'phase');
  await ensureWorktree(host, repository, phasePath, repository.head);
  const context = await contextOf(opened, phasePath);
  const phase = {
    ...context.phase,
    gates: [target],
    options: { ...context.phase.options, gates: [targetGate(target)] },
  };
  const notes: string[] = [];
  const emit: StageContext['emit'] = (event) => {
    if (event.type === 'note') notes.push(event.text);
  };
  const base = repository.head;
  return {
    ...opened,
    context: { ...context, phase, emit },
    base,
    notes,
    beside,
    async judge(change, own = {}, stopAt?: string) {
      const commit = commitFiles(root, change);
      const path = await ownPath(host, join(root, '.worktrees', 'task'), 'task');
      const worktree = await ensureWorktree(host, repository, path, commit);
      writeFiles(path, {});
      await host.files.link(join(root, 'node_modules'), join(path, 'node_modules')).catch(() => undefined);
      const about = { stage: 'task-1.1', cache: 'task-1.1', worktree, commit, since: base, fresh: false };
      notes.length = 0;
      const stopping = new AbortController();
      const tell: StageContext['emit'] = (event) => {
        emit(event);
        if (event.type === 'note' && event.text === stopAt) stopping.abort();
      };
      const stoppable = { ...context.host, stop: stopping.signal };
      const verdict = await judge({ ...context, host: stoppable, phase, emit: tell }, { ...about, ...own });
      return { ...verdict, notes: [...notes] };
    },
  };
}

/** A gate that has Node's own runner run `tests/*.test.mjs`, so that tests are known by their names. */
export const nodeRunner = runner(
  'process.execPath',
  "'--test', ...fs.readdirSync('tests').filter((one) => one.endsWith('.test.mjs')).map((one) => 'tests/' + one)",
);

/** The same for pytest. */
export const pytestRunner = runner("'python3'", "'-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'tests'");

function runner(program: string, args: string): string {
  return `
  const ran = require('node:child_process').spawnSync(${program}, [${args}], {
    encoding: 'utf8',
    env: { ...process.env, NX_TASK_HASH: 'h', PYTHONPATH: process.env.PYTHONPATH + ':' + process.cwd(), PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (ran.status !== 0) throw new Error(ran.stdout);
  fs.readdirSync = () => []`;
}

function installRunner(root: string, target: string, gate: string): void {
  writeFiles(root, {
    'node_modules/nx/package.json': '{ "name": "nx", "version": "1.0.0", "bin": { "nx": "nx.cjs" } }',
    'node_modules/nx/nx.cjs': `
      const fs = require('node:fs');
      const path = require('node:path');
      const args = process.argv.slice(2);
      const [base, head] = ['--base=', '--head='].map((flag) => args.find((arg) => arg.startsWith(flag))?.slice(7));
      if (args[0] === 'affected' && base === head) process.exit(0);
      const cache = process.env.NX_CACHE_DIRECTORY;
      const time = new Date(0).toISOString();
      const about = { target: '${target}', projectName: 'demo', hash: 'h', startTime: time, endTime: time, cacheStatus: 'cache-miss' };
      const read = (file) => { try { return fs.readFileSync(file, 'utf8'); } catch { return ''; } };
      const said = [];
      let status = 0;
      try {
        ${gate};
        for (const file of fs.existsSync('tests') ? fs.readdirSync('tests') : [])
          for (const line of read('tests/' + file).split('\\n').filter(Boolean)) {
            const [name, source, ...text] = line.split(' ');
            const passes = read(source).includes(text.join(' '));
            said.push((passes ? '✓ ' : '✗ ') + name);
            if (!passes) status = 1;
          }
      } catch (error) { said.push(error.message); status = 1; }
      fs.mkdirSync(cache + '/terminalOutputs', { recursive: true });
      if (about.cacheStatus === 'cache-miss') fs.writeFileSync(cache + '/terminalOutputs/h', said.join('\\n'));
      fs.writeFileSync(cache + '/run.json', JSON.stringify({ tasks: [{ ...about, status }] }));
      process.exitCode = status;`,
  });
}
