import { delimiter, dirname } from 'node:path';
import { expect, test } from 'vitest';
import { cleanEnvironment } from '../../core/gate/environment.ts';
import { hostWith } from '../host/temporary.ts';

const checkout = '/home/ada/project';
const worktree = '/home/ada/project/.worktrees/demo-1.1';

test('What the Nx, npm and git around us left is not handed on; all else is.', () => {
  const env = {
    HOME: '/home/ada',
    CI: 'true',
    NX_WORKSPACE_ROOT: checkout,
    NX_TASK_HASH: '1',
    npm_config_prefix: '/x',
    npm_lifecycle_event: 'test',
    INIT_CWD: checkout,
    NODE_OPTIONS: '--require x',
    NODE_PATH: '/x',
    NODE_ENV: 'test',
    GIT_DIR: '/x',
    GIT_INDEX_FILE: '/x',
    LERNA_PACKAGE_NAME: 'x',
    MY_NX_THING: 'stays',
  };
  const { PATH: _, ...clean } = cleanEnvironment(hostWith({ env }), worktree, checkout);
  expect(clean).toEqual({ HOME: '/home/ada', CI: 'true', NODE_ENV: 'test', MY_NX_THING: 'stays' });
});

test('Programs come from the worktree and from our Node first, and never from the checkout.', () => {
  const PATH = [
    `${checkout}/node_modules/.bin`,
    checkout,
    '',
    '/home/ada/project-two/bin',
    `${worktree}/bin`,
    '/usr/bin',
  ].join(delimiter);
  const host = hostWith({ env: { PATH } });
  const path = cleanEnvironment(host, worktree, checkout)['PATH']?.split(delimiter);
  expect(path).toEqual([
    `${worktree}/node_modules/.bin`,
    dirname(host.processes.node),
    '/home/ada/project-two/bin',
    '/usr/bin',
  ]);
});
