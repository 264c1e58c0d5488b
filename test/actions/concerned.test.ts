import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { concernedProjects } from '../../actions/lib/concerned.ts';
import { git } from '../../core/git/git.ts';
import { userGit } from '../git/scratch.ts';
import { hostWith } from '../host/temporary.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import { installInto, workspaceFiles, writeFiles } from '../rig/workspace.ts';

const own = plan(sideBySide('1.1'));
const planOfDemo = 'demo/specs/91-impl-plan.md';
const planOfOther = 'other/specs/91-impl-plan.md';

/** A repository whose Nx workspace is the folder `app`, with two projects that have a plan and one that has none. */
function useWorkspaceBelow() {
  const folder = mkdtempSync(join(tmpdir(), 'concerned-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const root = join(folder, 'repository');
  const workspace = join(root, 'app');
  mkdirSync(workspace, { recursive: true });
  const files = {
    'other/project.json': '{ "name": "other" }\n',
    [planOfOther]: own,
    'third/project.json': '{ "name": "third" }\n',
    '.nxignore': 'fixtures\n',
    'fixtures/specs/91-impl-plan.md': own,
  };
  writeFiles(workspace, workspaceFiles({ plan: own, files }));
  writeFiles(root, { 'pages/index.md': '# Pages\n' });
  installInto(workspace);
  userGit(root, 'init', '--quiet', '--initial-branch=main');
  const commit = (): string => {
    userGit(root, 'add', '--all');
    userGit(
      root,
      '-c',
      'user.name=Ada',
      '-c',
      'user.email=ada@example.com',
      'commit',
      '--quiet',
      '--allow-empty',
      '--message=Change',
    );
    return userGit(root, 'rev-parse', 'HEAD');
  };
  const base = commit();
  const host = hostWith({ stateFolder: join(folder, 'state') });
  /** What a commit with these changes of the workspace concerns: paths with a text, or undefined for what is removed. */
  const ask = async (change: (inWorkspace: (path: string) => string) => void, target = 'gates', from?: 'nothing') => {
    userGit(root, 'reset', '--quiet', '--hard', base);
    change((path) => join(workspace, path));
    commit();
    const since = from === 'nothing' ? undefined : base;
    const about = { workspace, git: git(host, workspace), base: since, target, file: join(folder, 'graph.json') };
    const found = await concernedProjects(host, { env: process.env, write: () => undefined }, about);
    return found.ok ? found.value : found.failure;
  };
  return { root, ask };
}

function touch(folder: string, path: string): void {
  writeFiles(folder, { [path]: 'export const more = 1;\n' });
}

test('A change concerns the projects that it touches, and all where it is outside of them or of the workspace.', async () => {
  const { root, ask } = useWorkspaceBelow();
  const all = ['demo', 'other'];
  expect(await ask((at) => touch(at(''), 'demo/src/more.ts'))).toEqual({ projects: ['demo'], gone: [] });
  expect(await ask((at) => touch(at(''), 'third/more.ts'))).toEqual({ projects: [], gone: [] });
  expect(await ask((at) => touch(at(''), 'tools/more.ts'))).toMatchObject({ projects: expect.arrayContaining(all) });
  expect(await ask(() => touch(root, 'pages/more.ts'))).toMatchObject({ projects: expect.arrayContaining(all) });
}, 120_000);

test('Where there is nothing to compare with, all that has the target is concerned.', async () => {
  const { ask } = useWorkspaceBelow();
  const found = await ask(() => undefined, 'gates', 'nothing');
  expect(found).toEqual({ projects: expect.toSatisfy((all) => String(all.toSorted()) === 'demo,other'), gone: [] });
});

test('A plan that goes takes gates away, one that moves does not, unless it moves to another project.', async () => {
  const { ask } = useWorkspaceBelow();
  expect(
    await ask((at) => {
      rmSync(at(planOfOther));
      writeFiles(at(''), { 'third/specs/91-impl-plan.md': own });
    }),
  ).toEqual({ projects: ['third'], gone: [planOfOther] });
  expect(
    await ask((at) => {
      renameSync(at('other'), at('fourth'));
      writeFiles(at(''), { 'fourth/project.json': '{ "name": "fourth" }\n' });
    }),
  ).toMatchObject({ projects: expect.arrayContaining(['fourth']), gone: [] });
  expect(await ask((at) => rmSync(at(planOfDemo)))).toEqual({ projects: [], gone: [planOfDemo] });
  expect(
    await ask((at) => {
      rmSync(at(planOfDemo));
      writeFiles(at(''), { 'demo/specs/old-plan.md': own });
    }),
  ).toEqual({ projects: [], gone: [planOfDemo] });
  expect(await ask((at) => rmSync(at('other'), { recursive: true }))).toMatchObject({ gone: [planOfOther] });
  expect(await ask((at) => writeFiles(at(''), { 'nx.json': '{ "analytics": false }\n' }))).toEqual({
    projects: [],
    gone: [planOfDemo, planOfOther],
  });
  expect(
    await ask((at) => {
      rmSync(at(planOfDemo));
      writeFiles(at(''), { 'demo/specs/delivery/impl-plan.md': own });
    }),
  ).toEqual({ projects: ['demo'], gone: [] });
  expect(await ask((at) => writeFiles(at(''), { '.nxignore': 'nothing\n' }))).toMatchObject({ gone: [] });
}, 120_000);
