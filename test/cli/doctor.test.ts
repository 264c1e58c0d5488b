import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Examination } from '../../core/agent/doctor.ts';
import { temporaryFolder } from '../host/temporary.ts';
import { phasewright, type Ran } from './phasewright.ts';

const claude = 'echo "2.1.330 (Claude Code)"';
const codex = '[ "$1" = sandbox ] || echo "codex-cli 0.169.0"';
const sandboxed = { bwrap: 'exit 0', socat: 'exit 0' };

interface Machine {
  /** What is on PATH: names, and what they do when they are run. */
  readonly programs?: Readonly<Record<string, string>>;
  /** Those of the plugin in `nx.json`; without it there is no workspace. */
  readonly options?: object;
  readonly env?: Readonly<Record<string, string>>;
  /** Files of the user's. */
  readonly home?: readonly string[];
}

function doctor({ programs = {}, options, env = {}, home = [] }: Machine, ...args: string[]): Ran {
  const folder = temporaryFolder();
  const [workspace, path] = [join(folder, 'workspace', 'deep'), join(folder, 'path')];
  mkdirSync(workspace, { recursive: true });
  mkdirSync(path);
  for (const [name, does] of Object.entries(programs)) {
    writeFileSync(join(path, name), `#!/bin/sh\n${does}\n`);
    chmodSync(join(path, name), 0o755);
  }
  for (const file of home) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), 'secret of the user');
  }
  if (options) {
    const nxJson = { plugins: ['other', { plugin: 'phasewright', options }] };
    writeFileSync(join(workspace, '../nx.json'), `// With a comment.\n${JSON.stringify(nxJson)}`);
  }
  const none = { ANTHROPIC_API_KEY: '', ANTHROPIC_AUTH_TOKEN: '', CLAUDE_CODE_OAUTH_TOKEN: '', CLAUDE_CONFIG_DIR: '' };
  const without = { ...none, CODEX_API_KEY: '', OPENAI_API_KEY: '', CODEX_HOME: join(folder, '.codex') };
  const own = { PATH: path, HOME: folder, PHASEWRIGHT_STATE: join(folder, 'state') };
  return phasewright(workspace, ['doctor', ...args], {
    ...without,
    CLAUDE_CONFIG_DIR: join(folder, '.claude'),
    ...own,
    ...env,
  });
}

function examine(machine: Machine): Examination & { readonly code: number | null } {
  const { code, out } = doctor(machine, '--agents', '--json');
  return { code, ...(JSON.parse(out) as Examination) };
}

describe('without a workspace', () => {
  test('the well-known agents are looked at, and none of them has to be there.', () => {
    const { code, out } = doctor({}, '--agents');
    expect(code).toBe(0);
    expect(out).toContain('not here  claude\n    problem  there is no program `claude`; install it with `npm install');
    expect(out).toContain('not here  codex\n');
  });

  test('an agent that is there is told with its version, its sandbox and its login, by name only.', () => {
    const { code, agents } = examine({
      programs: { claude, codex, ...sandboxed },
      env: { ANTHROPIC_API_KEY: 'canary-of-a-key' },
      home: ['.codex/auth.json'],
    });
    expect(code).toBe(0);
    expect(agents).toMatchObject([
      { agent: 'claude', version: '2.1.330', sandbox: true, login: ['ANTHROPIC_API_KEY'], problems: [], advice: [] },
      { agent: 'codex', version: '0.169.0', sandbox: true, login: [expect.stringMatching(/\.codex.auth\.json$/)] },
    ]);
    expect(JSON.stringify(agents)).not.toMatch(/canary-of-a-key|secret of the user/);
  });
});

describe('in a workspace', () => {
  const login = { ANTHROPIC_API_KEY: 'key-of-anthropic', OPENAI_API_KEY: 'key-of-openai' };

  test('all is well when the agents of all roles can be used.', () => {
    const machine = { programs: { claude, codex, ...sandboxed }, options: { reviewer: 'codex' }, env: login };
    const { code, agents } = examine(machine);
    expect(code).toBe(0);
    expect(agents.map(({ agent, roles, problems }) => ({ agent, roles, problems }))).toEqual([
      { agent: 'claude', roles: ['implementer', 'polisher', 'designer', 'tester'], problems: [] },
      { agent: 'codex', roles: ['reviewer', 'styleReviewer', 'arbiter', 'reader'], problems: [] },
    ]);
    expect(doctor(machine, '--agents').out).toMatch(/All agents that the options name can be used\.\n$/);
  });

  test.each<[string, Machine, string]>([
    ['is not there', { programs: {} }, 'there is no program `claude`; install it with `npm install -g'],
    [
      'is too old',
      { programs: { claude: 'echo 2.0.1' } },
      'claude 2.0.1 is too old, expected 2.1.330 or later; update',
    ],
    ['does not say its version', { programs: { claude: 'echo oh' } }, 'does not tell its version'],
    ['has no key and no login', { env: {} }, 'set ANTHROPIC_API_KEY, or log in with `claude auth login`'],
    [
      'cannot keep to an option',
      {
        programs: { codex },
        options: { implementer: 'codex', reviewer: 'codex', budget: { task: { hard: { usd: 2 } } } },
      },
      'codex does not say what it costs in money',
    ],
    [
      'has no sandbox and nothing in its place',
      { programs: { codex: `${codex}; [ "$1" != sandbox ]` }, options: { implementer: 'codex', reviewer: 'codex' } },
      'no working sandbox here',
    ],
    [
      'of any kind is not there',
      { options: { implementer: { driver: 'acp', command: ['no-such-agent', '--acp'] } } },
      'the program `no-such-agent` is not on PATH',
    ],
  ])('an agent that %s cannot be used.', (_title, own, problem) => {
    const machine = { programs: { claude, ...sandboxed }, options: {}, env: login, ...own };
    const { code, agents } = examine(machine);
    expect(code).toBe(1);
    const broken = agents.filter(({ roles, problems }) => roles.length > 0 && problems.length > 0);
    expect(broken.map(({ problems }) => problems)).toEqual([[expect.stringContaining(problem)]]);
    expect(doctor(machine, '--agents').out).toMatch(/1 agent that the options name cannot be used\.\n$/);
  });

  test('an agent without its sandbox can be used where something else keeps its readers from writing; it is said.', () => {
    const { code, agents, uncontained } = examine({ programs: { claude }, options: {}, env: login });
    expect(code).toBe(0);
    expect(agents[0]).toMatchObject({ sandbox: false, problems: [], advice: [expect.stringContaining('`bwrap`')] });
    expect(uncontained.join('\n')).toContain('Commands of `claude`: no sandbox holds them');
  });

  test('an agent whose option wants no sandbox is held by none, though there is one that works.', () => {
    const implementer = { driver: 'claude', sandbox: false };
    const machine = { programs: { claude, ...sandboxed }, options: { implementer }, env: login };
    const { code, agents, uncontained } = examine(machine);
    expect(code).toBe(0);
    expect(agents[0]).toMatchObject({ roles: expect.arrayContaining(['implementer']), sandbox: 'off', advice: [] });
    expect(uncontained.join('\n')).toContain('Commands of `claude`: no sandbox holds them');
    expect(doctor(machine, '--agents').out).toContain('sandbox  off, as its option says');
  });

  test('an agent of any kind is held by no sandbox, and needs the variables that it names.', () => {
    const agent = { driver: 'acp', command: ['my-agent'], env: ['HAS_ONE', 'HAS_NONE'] };
    const { code, agents, uncontained } = examine({
      programs: { 'my-agent': '' },
      options: { implementer: agent, reviewer: agent },
      env: { HAS_ONE: 'canary' },
    });
    expect(code).toBe(0);
    expect(agents[0]).toMatchObject({ agent: 'acp my-agent', sandbox: null, login: ['HAS_ONE'] });
    expect(agents[0]!.advice).toEqual(['the variable HAS_NONE, which its option `env` names, is not set.']);
    expect(uncontained.join('\n')).toContain('Commands of `acp my-agent`');
  });

  test('options that make no sense are named.', () => {
    const { code, err } = doctor({ options: { implementor: 'claude' } }, '--agents');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('Unexpected option "implementor"') });
  });
});

describe('what is printed', () => {
  const machine = { programs: { claude: 'echo 1.0.0' }, options: {} };

  test('has the same words with colour and without.', () => {
    const [plain, coloured] = [{}, { FORCE_COLOR: '1' }].map((env) => doctor({ ...machine, env }, '--agents').out);
    // oxlint-disable-next-line no-control-regex -- It is about escape sequences.
    const escapes = /\u001B\[\d+m/g;
    expect(plain).not.toMatch(escapes);
    expect(coloured).toMatch(escapes);
    expect(coloured!.replaceAll(escapes, '').replaceAll(/\S*phasewright-test-\S*/g, '')).toBe(
      plain!.replaceAll(/\S*phasewright-test-\S*/g, ''),
    );
  });

  test('stays within a hundred columns.', () => {
    const lines = doctor({ ...machine, programs: { claude } }, '--agents').out.split('\n');
    expect(lines.filter((line) => line.length > 100 && !line.includes('program  '))).toEqual([]);
  });

  test('says what can be asked for.', () => {
    expect(doctor({}, '--help').out).toContain('Options that a project has of its own are not looked at');
    expect(doctor({}, '--help')).toMatchObject({ code: 0, out: expect.stringContaining('doctor --agents [--json]') });
    expect(doctor({}, '--agents', '--fix')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--fix with --agents'),
    });
  });

  test('looks at the repository where nothing else is asked for, and refuses where there is none.', () => {
    expect(doctor({})).toMatchObject({ code: 2, err: expect.stringContaining('folder without a git checkout') });
  });
});
