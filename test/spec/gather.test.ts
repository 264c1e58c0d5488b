import { expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';
import { gather, type Gathered } from '../../core/spec/gather.ts';

const planPath = 'specs/91-impl-plan.md';

async function gathered(plan: string, files: Readonly<Record<string, string>>): Promise<Gathered> {
  const model = readPlan(planPath, plan);
  const specs = Object.entries(files)
    .filter(([path]) => path.startsWith('specs/'))
    .map(([path, content]) => ({ path, content }));
  const about = { plan: { path: planPath, content: plan, model }, phase: model.phases[1]!, specs };
  return await gather({ ...about, paths: [planPath, ...Object.keys(files)] }, (path) => Promise.resolve(files[path]));
}

const table = '| # | Task | Spec |\n| --- | --- | --- |\n';
const plan = `# Plan

## Phase 1 — Before

${table}| 1.1 | See docs/research/spike-before.md | 10 |

## Phase 2 — Now

It follows spike-now.

${table}| 2.1 | Read | 10 § 2 |
| 2.2 | Write | [20](20-output.md), docs/research |

**Exit criteria**: all gates pass.

## Phase 3 — Later

See docs/research/spike-later.md.
`;

test('A phase is bound to its specs, the memos that it and they name, key decisions, and vendored code that any of them names.', async () => {
  const found = await gathered(plan, {
    'specs/10-data.md':
      '# Data\n\nSee vendor/lexer/lex.c.\n\n## 2 Shape\n\nSee [the study](../docs/research/study-shape.md).\n',
    'specs/20-output.md': '# Output\n\nSee ../docs/research/study-shape.md and src/index.ts.\n',
    'specs/30-other.md': 'See ../docs/research/study-other.md.\n',
    'specs/99-key-decisions.md': '## D1 — One\n',
    'specs/research/survey-cited.md': '# Cited\n',
    'docs/research/index.md': '# Memos\n',
    'docs/research/spike-before.md': '# Before\n',
    'docs/research/spike-now.md': '# Now\n\nSee third_party/parser/parse.rs.\n',
    'docs/research/spike-later.md': '# Later\n',
    'docs/research/study-shape.md': '# Shape\n',
    'docs/research/study-other.md': '# Other\n',
    'src/index.ts': '',
    'third_party/parser/parse.rs': '',
    'vendor/lexer/lex.c': '',
  });
  expect({
    ...found,
    memos: found.memos.map(({ path, by }) => [path, by.map((one) => `${one.path}:${one.line}`)]),
  }).toEqual({
    specs: ['specs/10-data.md', 'specs/20-output.md'],
    memos: [
      ['docs/research/spike-now.md', ['specs/91-impl-plan.md:11']],
      ['docs/research/study-shape.md', ['specs/10-data.md:7', 'specs/20-output.md:3']],
    ],
    decisions: ['specs/99-key-decisions.md'],
    vendored: ['vendor/lexer/lex.c', 'third_party/parser/parse.rs'],
  });
  expect(found.memos[0]?.content).toBe('# Now\n\nSee third_party/parser/parse.rs.\n');
});

test('Folders of vendored code are bound as they are named, and no others.', async () => {
  const found = await gathered(plan, {
    'specs/10-data.md': '# Data\n\n## 2 Shape\n\nSee `vendor/lexer/`, vendor/lexer/src, src/parts/ and vendor/none/.\n',
    'src/parts/a.ts': '',
    'vendor/lexer/src/lex.c': '',
  });
  expect(found.vendored).toEqual(['vendor/lexer', 'vendor/lexer/src']);
});

test('The text of a TOML plan names memos and vendored code as well; its comments do not.', async () => {
  const path = 'docs/features/0005-fetch/implementation-plan.toml';
  const files = { 'docs/research/spike-fetch.md': '# Fetch\n', 'vendor/http/http.c': '', 'vendor/old/old.c': '' };
  const content = [
    '[meta]',
    'feature = "fetch"',
    '[[commits]]',
    'id = 1',
    'title = "Types of vendor/http"',
    '# not as vendor/old',
    "message = '''",
    'feat: fetch',
    '',
    '    as docs/research/spike-fetch.md says',
    "'''",
  ].join('\n');
  const model = readPlan(path, content);
  const paths = [path, ...Object.keys(files)];
  const about = { plan: { path, content, model }, phase: model.phases[0]!, specs: [], paths };
  const found = await gather(about, () => Promise.resolve('# Fetch\n'));
  expect(found.memos.map((one) => [one.path, one.by[0]?.line])).toEqual([['docs/research/spike-fetch.md', 10]]);
  expect(found.vendored).toEqual(['vendor/http']);
});

test('Memos of a folder that a task cites are bound, though nothing names them.', async () => {
  const found = await gathered(plan.replace('docs/research |', 'specs/research |'), {
    'specs/research/survey-cited.md': '# Cited\n',
  });
  expect(found).toMatchObject({ specs: [], memos: [{ path: 'specs/research/survey-cited.md', by: [] }] });
});
