import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { planJson } from '../../core/plan/plan-json.ts';
import { planSchema } from '../../core/plan/plan-schema.ts';
import { readPlan } from '../../core/plan/read.ts';
import { planOverview } from '../../cli/plan-overview.ts';
import { writeFiles } from '../git/scratch.ts';
import { temporaryFolder } from '../host/temporary.ts';
import { phasewright } from './phasewright.ts';

const text = `# Plan

## Phase 1 — 读取输入 (M1)

| #   | Task | Spec | Status |
| --- | ---- | ---- | ------ |
| 1.1 | Read | 10   | done   |
| 1.2 | 写   | —    | open   |

**Exit criteria**:

- \`npm test\` passes

## Phase 2 — Output

| #   | Task | Spec |
| --- | ---- | ---- |
| 2.1 | a    | 10   |
| 2.1 | b    | 10   |
`;

function folderWith(path: string): string {
  const folder = temporaryFolder();
  writeFiles(folder, { [path]: text });
  return folder;
}

describe('phasewright plan', () => {
  test('prints what is in a plan, and what is wrong with it; that is no failure of the command.', () => {
    const { code, out, err } = phasewright(folderWith('specs/91-impl-plan.md'), ['plan', 'specs/91-impl-plan.md']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^specs\/91-impl-plan\.md: impl, because of /);
    expect(out).toContain(
      '\n1      读取输入 (M1)  1/2   1 command      3\n2      Output         0/2   –              14\n',
    );
    expect(out).toContain('\nNext: phase 1, task 1.2 (line 8)\n');
    expect(out).toMatch(
      /\nProblems \(\d\)\n(?: {2}.*\n)*? {2}specs\/91-impl-plan\.md:19:3 error Unexpected second task 2\.1/,
    );
  });

  test('prints JSON by its schema, with paths as they are seen from the folder one is in.', () => {
    const folder = folderWith('specs/91-impl-plan.md');
    const { code, out } = phasewright(join(folder, 'specs'), ['plan', '--json', join(folder, 'specs/91-impl-plan.md')]);
    expect(code).toBe(0);
    const plan = planSchema.parse(JSON.parse(out));
    expect(plan).toMatchObject({ path: '91-impl-plan.md', format: 'impl', unparsed: [], findings: [] });
    expect(plan.phases[0]).toMatchObject({
      label: '1',
      title: '读取输入 (M1)',
      line: 3,
      tasks: [
        { id: '1.1', title: 'Read', done: true, dependsOn: [], spec: '10', status: expect.any(String), line: 7 },
        { id: '1.2', title: '写', done: false, dependsOn: ['1.1'], dependsBy: 'order', line: 8 },
      ],
      exitCriteria: [{ text: '`npm test` passes', kind: 'command', line: 12 }],
    });
    expect(plan.problems).toContainEqual(expect.objectContaining({ severity: 'error', message: expect.any(String) }));
  });

  test('refuses what it cannot read, and what makes no sense.', () => {
    const folder = temporaryFolder();
    expect(phasewright(folder, ['plan', 'gone.md'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('"gone.md"'),
    });
    expect(phasewright(folder, ['plan', '.'])).toMatchObject({
      code: 2,
      out: '',
      err: 'Unexpected path ".", expected a file: there is none, or a folder.\n',
    });
    expect(phasewright(folder, ['plan'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('phasewright plan FILE'),
    });
    expect(phasewright(folder, ['plan', '--jsno', 'a'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--jsno'),
    });
    expect(phasewright(folder, ['plans'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('plan, lint, cheats, gates, status, answer'),
    });
    expect(phasewright(folder, ['constructor']).code).toBe(2);
  });

  test.each(['plan', 'lint', 'status', 'answer'])('%s explains itself.', (command) => {
    const { code, out, err } = phasewright(temporaryFolder(), [command, '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(new RegExp(`^phasewright ${command}`));
  });

  test('loads neither Nx nor the parsers that only the lint needs.', () => {
    const folder = folderWith('a.md');
    writeFiles(folder, {
      'hook.mjs': `import { registerHooks } from 'node:module';
registerHooks({ resolve(name, context, next) { process.stderr.write(name + '\\n'); return next(name, context); } });
`,
    });
    const { code, err } = phasewright(folder, ['plan', '--json', 'a.md'], {
      NODE_OPTIONS: `--import=${folder}/hook.mjs`,
    });
    expect(code).toBe(0);
    expect(err).toContain('core/plan/read.ts');
    expect(err).not.toMatch(/^(?:zod|remark|unified|execa|string-width|@actions|@nx|nx)\b/m);
  });
});

test('The JSON of any plan is valid by the published schema.', () => {
  const schema: object = JSON.parse(readFileSync(join(import.meta.dirname, '../../schemas/plan.schema.json'), 'utf8'));
  const validate = new Ajv2020({ strict: true }).compile(schema);
  const toml = '[meta]\nfeature = "x"\n\n[[commits]]\nid = 1\ntitle = "a"\nmessage = "feat: a"\nfiles = ["a"]\n';
  for (const [path, content] of [
    ['specs/91-impl-plan.md', text],
    ['implementation-plan.toml', toml],
    ['tasks.md', '- [ ] a\n- [x] b\n'],
    ['x.md', ''],
  ] as const) {
    const json: unknown = JSON.parse(JSON.stringify(planJson(readPlan(path, content))));
    expect({ path, valid: validate(json), errors: validate.errors }).toEqual({ path, valid: true, errors: null });
  }
  expect(validate({ format: 'impl' })).toBe(false);
});

test('What somebody wrote cannot steer the terminal.', () => {
  const overview = planOverview(readPlan('specs/91-impl-plan.md', text.replace('Output', '\u001B[2JOut\u202Eput')));
  expect(overview).toContain('Output');
});
