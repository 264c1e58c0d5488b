import type { Texts } from '../git/scratch.ts';

/*
 * A project with a plan of four commits in a diamond, whose tests node runs itself; and what well-behaved agents write
 * for each of them.
 */

export const planPath = 'docs/features/shapes/implementation-plan.toml';

interface PlannedShape {
  readonly id: number | string;
  readonly name: string;
  readonly body: string;
  readonly call: string;
  readonly is: string;
}

export const shapes: readonly PlannedShape[] = [
  { id: 1, name: 'area', body: 'return width * height;', call: 'area(2, 3)', is: '6' },
  { id: 2, name: 'perimeter', body: 'return 2 * (width + height);', call: 'perimeter(2, 3)', is: '10' },
  { id: 3, name: 'isSquare', body: 'return width === height;', call: 'isSquare(2, 2)', is: 'true' },
  { id: '4a', name: 'scaled', body: 'return width * height * 4;', call: 'scaled(2, 3)', is: '24' },
];

const dependencies = '1 = []\n2 = [1]\n3 = [1]\n4a = [2, 3]\n';

export function planText(of: readonly PlannedShape[] = shapes, further = ''): string {
  const commits = of.map(
    ({ id, name, call, is }) => `
[[commits]]
id = ${typeof id === 'number' ? id : `"${id}"`}
title = "Add ${name}"
message = """feat(shapes): add ${name}

It's one of four; "quotes" and $HOME stay as they are."""
files = ["src/${name}.mjs", "test/${name}.test.mjs"]
acceptance = ["CC-1: ${call} is ${is}"]
anti_patterns = ["No table of known results"]
tests = ["${name} is computed"]
${further}`,
  );
  const meta = '[meta]\nfeature = "shapes"\nfeature_dir = "docs/features/shapes"\nworkspace = "."\n';
  return `${meta}\n[dependencies]\n${dependencies}${commits.join('')}`;
}

const check = `import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
for (const file of globSync('{src,test}/**/*.mjs')) execFileSync(process.execPath, ['--check', file]);
`;

const format = `import { globSync, readFileSync, writeFileSync } from 'node:fs';
for (const file of globSync('{src,test}/**/*.mjs')) {
  const text = readFileSync(file, 'utf8');
  const formatted = text.replace(/[ \\t]+$/gm, '');
  if (formatted !== text) writeFileSync(file, formatted);
}
`;

export const project: Texts = {
  '.gitignore': 'node_modules\n',
  'package.json': JSON.stringify({
    name: 'shapes',
    private: true,
    type: 'module',
    scripts: { typecheck: 'node check.mjs', test: 'node --test --test-reporter=spec', format: 'node format.mjs' },
  }),
  'check.mjs': check,
  'format.mjs': format,
  'docs/style/js.md': '# Style\n\n- No `var`.\n',
  'docs/features/shapes/design.md': '# Shapes\n\nWidth and height are numbers.\n',
  [planPath]: planText(),
};

/** What the agents of one commit write, by their phase. */
export function writtenBy(phase: string, { name, body, call, is }: PlannedShape): Texts {
  const head = `export function ${name}(width, height) {\n`;
  switch (phase) {
    case 'designer':
      return { [`src/${name}.mjs`]: `${head}  throw new Error('not written');\n}\n` };
    case 'tester':
      return {
        [`test/${name}.test.mjs`]: `import assert from 'node:assert';
import { test } from 'node:test';
import { ${name} } from '../src/${name}.mjs';
test('${name} is computed', () => assert.equal(${call}, ${is}));
`,
      };
    default:
      return { [`src/${name}.mjs`]: `${head}  ${body} \n}\n` };
  }
}

export function shapeOf(id: number | string): PlannedShape {
  const found = shapes.find((one) => one.id === id);
  if (!found) throw new Error(`no shape ${id}`);
  return found;
}
