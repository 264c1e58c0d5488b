import { expect, test } from 'vitest';
import { agentEnvironment } from '../../core/agent/environment.ts';
import { agentSchema } from '../../core/agent/option.ts';

function environmentOf(userEnv: Record<string, string>, named: readonly string[] = []) {
  return agentEnvironment({ userEnv, home: '/ours', named, facts: { task: '1.1' }, own: {}, markers: { MARK: 'x' } });
}

test('An agent gets what every program needs, a home of ours, what it was told and its mark.', () => {
  const all = environmentOf({ PATH: '/bin', LANG: 'C', HOME: '/home/ada', TMPDIR: '/tmp', SECRET: 'x', MY_KEY: 'k' }, [
    'MY_KEY',
  ]);
  expect(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))).toEqual({
    PATH: '/bin',
    LANG: 'C',
    HOME: '/ours',
    USERPROFILE: '/ours',
    TMPDIR: '/ours/tmp',
    TEMP: '/ours/tmp',
    TMP: '/ours/tmp',
    MY_KEY: 'k',
    PHASEWRIGHT_TASK: '1.1',
    MARK: 'x',
  });
});

test.each([
  'GIT_DIR',
  'GIT_CONFIG_COUNT',
  'git_dir',
  'GITHUB_TOKEN',
  'GH_TOKEN',
  'GH_ENTERPRISE_TOKEN',
  'CI_JOB_TOKEN',
  'NPM_TOKEN',
  'NODE_OPTIONS',
  'LD_PRELOAD',
  'DYLD_INSERT_LIBRARIES',
  'BASH_ENV',
  'BASH_FUNC_x%%',
  'ENV',
  'PHASEWRIGHT_CALL',
])('%s is not passed on by default, and cannot be named in an option.', (name) => {
  expect(environmentOf({ [name]: 'x' })[name]).toBeUndefined();
  const option = { driver: 'command', command: ['x'] };
  expect(agentSchema.safeParse({ ...option, env: [name] }).success).toBe(false);
  expect(agentSchema.safeParse({ ...option, env: ['MY_KEY'] }).success).toBe(true);
});

test('What a driver sets is not changed by a name in an option, and one that is not set takes nothing away.', () => {
  const all = agentEnvironment({
    userEnv: { TZ: 'Asia/Tokyo', MY_KEY: 'k' },
    home: '/ours',
    named: ['TZ', 'CLAUDE_CONFIG_DIR', 'HOME', 'MY_KEY'],
    facts: {},
    own: { TZ: 'UTC', CLAUDE_CONFIG_DIR: '/ours/claude', MY_KEY: undefined },
    markers: {},
  });
  expect(all).toMatchObject({ TZ: 'UTC', CLAUDE_CONFIG_DIR: '/ours/claude', HOME: '/ours', MY_KEY: 'k' });
});

test('An option may name the home of the user.', () => {
  expect(environmentOf({ HOME: '/home/ada' }, ['HOME'])).toMatchObject({ HOME: '/home/ada' });
});
