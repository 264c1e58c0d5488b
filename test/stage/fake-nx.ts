import { writeFiles } from '../git/scratch.ts';

/**
 * An Nx in a worktree that runs targets as the files of its last commit say: `targets/<name>.cjs` is run in the worktree,
 * and what it prints and how it ends is the target's.
 */
export function installNx(worktree: string, project = 'demo'): void {
  writeFiles(worktree, {
    'node_modules/nx/package.json': '{ "name": "nx", "version": "1.0.0", "bin": { "nx": "nx.cjs" } }',
    'node_modules/nx/nx.cjs': `
      const { spawnSync } = require('node:child_process');
      const fs = require('node:fs');
      const cache = process.env.NX_CACHE_DIRECTORY;
      const asked = process.argv.slice(process.argv.indexOf('-t') + 1);
      const targets = asked.slice(0, asked.findIndex((word) => word.startsWith('--')));
      const time = new Date(0).toISOString();
      const tasks = targets.filter((target) => fs.existsSync('targets/' + target + '.cjs')).map((target) => {
        const { status, stdout } = spawnSync(process.execPath, ['targets/' + target + '.cjs'], { encoding: 'utf8' });
        fs.mkdirSync(cache + '/terminalOutputs', { recursive: true });
        fs.writeFileSync(cache + '/terminalOutputs/' + target, stdout);
        return { target, projectName: ${JSON.stringify(project)}, hash: target, startTime: time, endTime: time, cacheStatus: 'cache-miss', status };
      });
      fs.mkdirSync(cache, { recursive: true });
      fs.writeFileSync(cache + '/run.json', JSON.stringify({ tasks }));
      process.exitCode = tasks.some(({ status }) => status !== 0) ? 1 : 0;`,
  });
}

/** A target that prints this, and ends so. */
export function target(output: string, code = 0): string {
  return `process.stdout.write(${JSON.stringify(output)}); process.exitCode = ${code};\n`;
}
