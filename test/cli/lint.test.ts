import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { diagnosticsSchema } from '../../core/lint/format/json.ts';
import { commitFiles, scratch, writeFiles, type Texts } from '../git/scratch.ts';
import { temporaryFolder } from '../host/temporary.ts';
import { phasewright } from './phasewright.ts';

const planPath = 'demo/specs/91-impl-plan.md';

function phase(id: string, spec: string): string {
  return `## Phase ${id} — a\n\n| # | Task | Spec |\n| --- | --- | --- |\n| ${id}.1 | Read | ${spec} |\n\n**Exit criteria**: \`npm test\` passes\n\n`;
}

const texts: Texts = {
  [planPath]: phase('1', '70') + phase('2', '99'),
  'demo/specs/70-input.md': 'The limit is TBD.\n',
  'demo/specs/80-other.md': 'Nobody cites this. TODO\n',
  'README.md': 'FIXME\n',
};

/** `path:line rule` of all that is said. */
function said(cwd: string, args: readonly string[]): string[] {
  const { out } = phasewright(cwd, ['lint', '--json', ...args]);
  return diagnosticsSchema.parse(JSON.parse(out)).map(({ at, rule }) => `${at.path}:${at.line} ${rule}`);
}

describe('phasewright lint looks at', () => {
  test('every plan of the repository with its whole spec folder, also from a folder below.', async () => {
    const { root } = await scratch(texts);
    const all = [
      'demo/specs/70-input.md:1 placeholder',
      'demo/specs/80-other.md:1 placeholder',
      `${planPath}:13 spec-reference`,
    ];
    expect(said(root, [])).toEqual(all);
    expect(said(join(root, 'demo'), [])).toEqual(all);
  });

  test('a named plan with what it cites, and named documents as they are.', async () => {
    const { root } = await scratch(texts);
    const cited = ['demo/specs/70-input.md:1 placeholder', `${planPath}:13 spec-reference`];
    expect(said(root, [planPath])).toEqual(cited);
    expect(said(join(root, 'demo/specs'), ['91-impl-plan.md', '../../README.md'])).toEqual([
      'README.md:1 placeholder',
      ...cited,
    ]);
  });

  test('a named file with phases as a plan, also where they have no tasks yet; a checklist alone makes none.', async () => {
    const { root } = await scratch({
      'docs/plan.md': '# Plan\n\n## Phase 1: Input\n\nReads the input.\n',
      'docs/notes.md': '# Notes\n\n- [ ] ask Ada\n',
    });
    expect(said(root, ['docs/plan.md'])).toContain('docs/plan.md:3 missing-criteria');
    expect(phasewright(root, ['lint', 'docs/plan.md']).code).toBe(1);
    expect(said(root, ['docs/notes.md'])).toEqual([]);
  });

  test('a spec with phases of an algorithm as a spec, unless one of them is asked for.', async () => {
    const spec = '# Parser\n\n## Phase 1: Lex\n\nIt reads.\n\n## Phase 2: Parse\n\nTODO\n';
    const { root } = await scratch({ 'specs/10-parser.md': spec });
    const asSpec = said(root, ['specs/10-parser.md']);
    expect(asSpec).toContain('specs/10-parser.md:9 placeholder');
    expect(asSpec).not.toContain('specs/10-parser.md:7 missing-criteria');
    expect(said(root, ['specs/10-parser.md', '--phase', '2'])).toContain('specs/10-parser.md:7 missing-criteria');
  });

  test('one phase only, if it is named.', async () => {
    const { root } = await scratch(texts);
    expect(said(root, ['--phase', '1'])).toEqual(['demo/specs/70-input.md:1 placeholder']);
    expect(phasewright(root, ['lint', '--phase', '7'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('Unexpected phase "7", expected one of 1, 2.'),
    });
  });

  test('a folder without git as well, and files elsewhere.', () => {
    const folder = temporaryFolder();
    writeFiles(folder, texts);
    expect(said(folder, [])).toContain(`${planPath}:13 spec-reference`);
    const elsewhere = temporaryFolder();
    const up = `../${folder.split('/').at(-1)}`;
    expect(said(elsewhere, [join(folder, planPath)])).toEqual([
      `${up}/demo/specs/70-input.md:1 placeholder`,
      `${up}/${planPath}:13 spec-reference`,
    ]);
  });

  test('nothing where there is no plan, and says so.', () => {
    const folder = temporaryFolder();
    expect(phasewright(folder, ['lint'])).toMatchObject({ code: 2, err: expect.stringContaining('without a plan') });
    expect(phasewright(folder, ['lint', 'gone.md'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('"gone.md"'),
    });
    mkdirSync(join(folder, 'specs'));
    expect(phasewright(folder, ['lint', 'specs'])).toMatchObject({ code: 2, err: expect.stringContaining('"specs"') });
  });
});

describe('phasewright lint ends with', () => {
  test('1 for an error, 0 for warnings, 1 for more of them than are allowed.', async () => {
    const { root } = await scratch(texts);
    expect(phasewright(root, ['lint']).code).toBe(1);
    expect(phasewright(root, ['lint', '--phase=1'])).toMatchObject({ code: 0, err: '' });
    expect(phasewright(root, ['lint', '--phase=1', '--max-warnings=1']).code).toBe(0);
    expect(phasewright(root, ['lint', '--phase=1', '--max-warnings=0', '--quiet'])).toMatchObject({
      code: 1,
      out: '',
      err: 'Unexpected number of warnings (1), expected at most 0.\n',
    });
  });

  test.each([
    [['--max-warnings', 'x'], '"x"'],
    [['--preset', 'loose'], 'recommended, strict'],
    [['--json', '--sarif'], '--json and --sarif'],
  ])('2 and its usage for %j.', (args, message) => {
    const { code, out, err } = phasewright(temporaryFolder(), ['lint', ...args]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err).toContain('phasewright lint [FILES…]');
  });

  test('2 for a configuration that is not understood, and 0 where one makes it so.', async () => {
    const { root } = await scratch(texts);
    writeFiles(root, { 'phasewright.lint.json': '{ "rules": { "spec-refrence": "off" } }' });
    expect(phasewright(join(root, 'demo'), ['lint'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /^\.\.\/phasewright\.lint\.json:1:14: Unexpected rule .* did you mean "spec-reference"\?\n$/,
      ),
    });
    writeFiles(root, { 'phasewright.lint.json': '{ "rules": { "spec-reference": "off" } }' });
    expect(phasewright(root, ['lint']).code).toBe(0);
  });
});

describe('phasewright lint prints', () => {
  test('for people, paths as they are seen from where they are, with colours only where they are asked for.', async () => {
    const { root } = await scratch(texts);
    const { out } = phasewright(join(root, 'demo'), ['lint']);
    expect(out).toContain('specs/70-input.md:1:14  warning  placeholder\n');
    expect(out).toContain('\n  1 │ The limit is TBD.\n    │              ^^^\n');
    expect(out).toMatch(/\n1 error, 2 warnings in 3 files\n$/);
    expect(out).not.toContain('\u001B');
    expect(phasewright(root, ['lint'], { FORCE_COLOR: '1' }).out).toContain('\u001B[31m');
    expect(phasewright(root, ['lint'], { FORCE_COLOR: '1', NO_COLOR: '1' }).out).not.toContain('\u001B');
  });

  test('JSON by its published schema.', async () => {
    const { root } = await scratch(texts);
    const schema: object = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../schemas/diagnostics.schema.json'), 'utf8'),
    );
    const validate = new Ajv2020({ strict: true }).compile(schema);
    const { code, out } = phasewright(root, ['lint', '--json']);
    expect({ code, valid: validate(JSON.parse(out)), errors: validate.errors }).toEqual({
      code: 1,
      valid: true,
      errors: null,
    });
  });

  test('SARIF with what is suppressed.', async () => {
    const { root } = await scratch(texts);
    const disable = '<!-- phasewright-disable-next-line placeholder: the name of a field -->\n';
    commitFiles(root, { 'demo/specs/70-input.md': `${disable}${texts['demo/specs/70-input.md']}` });
    const { out } = phasewright(root, ['lint', '--sarif', '--phase=1']);
    expect(JSON.parse(out).runs[0].results).toMatchObject([
      { ruleId: 'suppression', level: 'note' },
      { ruleId: 'placeholder', suppressions: [{ justification: 'the name of a field' }] },
    ]);
  });

  test('annotations for a workflow.', async () => {
    const { root } = await scratch(texts);
    expect(phasewright(root, ['lint', '--github', '--phase=1']).out).toMatch(
      /^::warning title=phasewright%3A placeholder,file=demo\/specs\/70-input\.md,line=1,endLine=1,col=14,endColumn=16::Unexpected "TBD"/,
    );
  });
});

test('With nothing to fix, --fix says so and changes no file.', async () => {
  const { root } = await scratch(texts);
  expect(phasewright(root, ['lint', '--fix'])).toMatchObject({ code: 1, err: '0 fixes applied.\n' });
  for (const [path, text] of Object.entries(texts)) expect(readFileSync(join(root, path), 'utf8')).toBe(text);
});
