import { expect, test } from 'vitest';
import { junitOf } from '../../core/gate/junit-of.ts';
import type { FreshJunit } from '../../core/gate/junit-files.ts';
import type { NxTask } from '../../core/gate/nx.ts';
import { scratch } from '../git/scratch.ts';

const written = ['build/root.xml', 'lib/build/a.xml', 'lib/inner/build/a.xml', 'app/a.xml'];

/** Each report as one test with the name of its path. */
const junit: FreshJunit = async (isAsked = () => true) => {
  const tests = written.filter((path) => isAsked(path)).map((name) => ({ name, outcome: 'passed' }) as const);
  return { runner: 'junit', tests };
};

async function paths(tasks: readonly Partial<NxTask>[], roots: Record<string, string>, hash: string) {
  const { host } = await scratch({});
  const nodes = Object.fromEntries(Object.entries(roots).map(([name, root]) => [name, { data: { root } }]));
  await host.files.write(`${host.stateFolder}/nx/workspace-data/project-graph.json`, JSON.stringify({ nodes }));
  const ran = tasks.map((task) => ({ cached: false, target: 'test', hash: task.project, ...task }) as NxTask);
  const own = await junitOf(host, { cache: `${host.stateFolder}/nx`, tasks: ran, junit });
  return (await own(hash))?.tests.map(({ name }) => name);
}

const roots = { root: '.', lib: 'lib', inner: 'lib/inner', app: 'app' };

test('All reports are of the one task that may have run tests.', async () => {
  const tasks = [{ project: 'lib' }, { project: 'app', target: 'build' }, { project: 'root', cached: true }];
  expect(await paths(tasks, roots, 'lib')).toEqual(written);
  expect(await paths(tasks, roots, 'app')).toBeUndefined();
});

test.each([
  ['root', ['build/root.xml']],
  ['lib', ['lib/build/a.xml']],
  ['inner', ['lib/inner/build/a.xml']],
])(
  'Where several projects have tested, those of %s are what lies in its folder, and in no other within.',
  async (project, own) => {
    expect(await paths([{ project: 'root' }, { project: 'lib' }, { project: 'inner' }], roots, project)).toEqual(own);
  },
);

test('Two that tested in one project, and one whose folder nobody knows, have none.', async () => {
  const two = [{ project: 'lib' }, { project: 'lib', target: 'e2e', hash: 'e2e' }, { project: 'app' }];
  expect(await paths(two, roots, 'lib')).toBeUndefined();
  expect(await paths(two, roots, 'app')).toEqual(['app/a.xml']);
  expect(await paths([{ project: 'lib' }, { project: 'app' }], {}, 'lib')).toEqual([]);
});
