import { expect, test } from 'vitest';
import { outsideScope } from '../../core/review/scope.ts';
import { isSpecOrPlan } from '../../core/stage/specs/protected-paths.ts';

const anything = () => false;

test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ['Without declared files everything that is not protected is allowed', [], ['src/a.ts', 'x', '.env'], []],
  [
    'A declared path allows that path alone',
    ['src/a.ts'],
    ['src/a.ts', 'src/b.ts', 'src/a.ts.bak'],
    ['src/b.ts', 'src/a.ts.bak'],
  ],
  [
    'A star stays in its folder',
    ['src/*.ts'],
    ['src/a.ts', 'src/deep/b.ts', 'src/a.js'],
    ['src/deep/b.ts', 'src/a.js'],
  ],
  ['Two stars go deeper', ['src/**'], ['src/a.ts', 'src/deep/.hidden/b.ts', 'test/a.ts'], ['test/a.ts']],
  [
    'Braces and several globs',
    ['{src,test}/**/*.ts', 'README.md'],
    ['src/a.ts', 'test/x/b.ts', 'README.md', 'docs/a.md'],
    ['docs/a.md'],
  ],
  ['Dot files count like others', ['config/*'], ['config/.eslintrc'], []],
  ['Odd names are names', ['src/[id].ts'], ['src/i.ts', 'src/x.ts'], ['src/x.ts']],
])('%s.', (_title, files, changed, outside) => {
  expect(outsideScope(changed, { files, isProtected: anything })).toEqual(outside);
});

test.each(['.git/config', '.git', '.gitmodules', '.phasewright/phase.json', '.worktrees/x/a.ts'])(
  '%s is never allowed, whatever a task declares.',
  (path) => {
    expect(outsideScope([path], { files: ['**'], isProtected: anything })).toEqual([path]);
    expect(outsideScope([path], { files: [path], isProtected: anything })).toEqual([path]);
  },
);

test.each([
  '.claude/settings.json',
  'libs/a/.claude/agents/x.md',
  '.codex/config.toml',
  '.agents/skills/x.md',
  '.mcp.json',
  'AGENTS.md',
  'src/CLAUDE.md',
  'CLAUDE.local.md',
  '.gitattributes',
  '.github/workflows/ci.yml',
  '.github/CODEOWNERS',
  'src/.gitignore',
  '.gitlab-ci.yml',
])('%s is what agents or git take orders from: only a task that names it may touch it.', (path) => {
  expect(outsideScope([path], { files: [], isProtected: anything })).toEqual([path]);
  expect(outsideScope([path], { files: ['**'], isProtected: anything })).toEqual([path]);
  expect(outsideScope([path], { files: ['src/**', path], isProtected: anything })).toEqual([]);
});

test('A task that names a path exactly may touch it, whatever the name would be as a glob.', () => {
  expect(outsideScope(['pages/[id].ts'], { files: ['pages/[id].ts'], isProtected: anything })).toEqual([]);
  expect(outsideScope(['.github/a.yml'], { files: ['.github/b.yml'], isProtected: anything })).toEqual([
    '.github/a.yml',
  ]);
});

test.each(['docs/agents.md.txt', 'docs/my-agents.md', 'src/claude/index.ts', 'claude.ts'])('%s is not.', (path) => {
  expect(outsideScope([path], { files: [], isProtected: anything })).toEqual([]);
});

test.each(['src/.gitkeep', '.githooks/x', 'src/.github/x', '.worktreesx/a'])('%s is like any other file.', (path) => {
  expect(outsideScope([path], { files: [], isProtected: anything })).toEqual([]);
});

test.each<[string, readonly string[], readonly string[]]>([
  [
    'specs/91-impl-plan.md',
    ['specs/91-impl-plan.md', 'specs/10-a.md', 'specs/deep/x.txt'],
    ['src/specs/x.md', 'specs.md'],
  ],
  [
    'packages/a/specs/delivery/impl-plan.md',
    ['packages/a/specs/delivery/impl-plan.md', 'packages/a/specs/10-a.md'],
    ['specs/10-a.md', 'packages/a/src/x.ts'],
  ],
  ['implementation-plan.toml', ['implementation-plan.toml'], ['src/x.ts', 'other.toml']],
])('The plan %s and the specs beside it are protected, and nothing else.', (plan, inside, outside) => {
  const isProtected = isSpecOrPlan(plan);
  expect(outsideScope([...inside, ...outside], { files: [], isProtected })).toEqual(inside);
});
