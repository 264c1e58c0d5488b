import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { actionPath, readAction, readYaml } from '../../scripts/action-file.ts';
import { rights } from '../../scripts/action-rights.ts';
import { actionPages, staleActionPages } from '../../scripts/actions.ts';
import { temporaryFolder } from '../host/temporary.ts';

const root = join(import.meta.dirname, '../..');
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const workflows = 'docs/workflows';

const stepSchema = z.object({ uses: z.string().optional(), with: z.record(z.string(), z.unknown()).default({}) });
const workflowSchema = z.object({
  jobs: z.record(
    z.string(),
    z.object({
      permissions: z.record(z.string(), z.string()),
      'timeout-minutes': z.number().default(360),
      steps: z.array(stepSchema),
    }),
  ),
});
type Step = z.infer<typeof stepSchema>;

test('The pages of the actions say what each action.yml says.', () => {
  expect(staleActionPages(root)).toEqual([]);
});

test('A page that differs is named, one that is missing is made, and what was written by hand stays.', () => {
  const copy = temporaryFolder();
  const actions = [...actionPages(root).keys()].map((path) => join(dirname(path), 'action.yml'));
  for (const path of ['action.yml', ...actions, ...actionPages(root).keys()]) {
    if (!existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(root, path), join(copy, path));
  }
  expect(staleActionPages(copy)).toEqual([]);
  const path = join(copy, 'actions/land/action.yml');
  writeFileSync(path, readFileSync(path, 'utf8').replace('Bytes that the bundle may have.', 'Bytes | at most.'));
  writeFileSync(join(copy, 'actions/open/README.md'), '');
  expect(staleActionPages(copy)).toEqual(['actions/land/README.md', 'actions/open/README.md']);
  const made = actionPages(copy);
  expect(made.get('actions/land/README.md')).toMatch(/`most-bytes` {8}\| Bytes \\\| at most\. [\s\S]*## Example\n/);
  expect(made.get('actions/open/README.md')).toContain('# Open a phase\n');
});

test('An action whose rights nobody has written down is an error.', () => {
  const copy = temporaryFolder();
  mkdirSync(join(copy, 'actions/other'), { recursive: true });
  cpSync(join(root, 'actions/setup/action.yml'), join(copy, 'actions/other/action.yml'));
  expect(() => actionPages(copy)).toThrow('actions/other has no entry in scripts/action-rights.ts');
});

for (const file of readdirSync(join(root, workflows)))
  test(`Each job of ${file} has the permissions that its actions need, and no more.`, () => {
    const { jobs } = workflowOf(file);
    const wrong = Object.entries(jobs).flatMap(([id, { permissions, steps }]) => {
      const all = steps.flatMap((step) => rights[folderOf(step) ?? 'none']?.permissions ?? []);
      const lacking = all
        .filter(({ scope, access, isOptional }) => isOptional !== true && !isGranted(permissions[scope], access))
        .map(({ scope, access }) => `${id} lacks ${scope}: ${access}`);
      const needless = Object.entries(permissions)
        .filter(([scope, access]) => !all.some((one) => one.scope === scope && one.access === access))
        .map(([scope, access]) => `${id} does not need ${scope}: ${access}`);
      return [...lacking, ...needless];
    });
    expect(wrong).toEqual([]);
  });

test('Work of agents is stopped well before GitHub ends its job.', () => {
  const jobs = readdirSync(join(root, workflows)).flatMap((file) => Object.entries(workflowOf(file).jobs));
  const slack = jobs.flatMap(([id, { steps, 'timeout-minutes': ends }]) =>
    steps.flatMap((step) => {
      const usual = readAction(join(root, actionPath(folderOf(step) ?? 'setup'))).inputs['time-limit']?.default;
      return usual === undefined ? [] : [{ id, left: ends - Number(step.with['time-limit'] ?? usual) }];
    }),
  );
  expect(slack.map(({ id }) => id).toSorted()).toEqual(['close', 'open', 'phase', 'task']);
  expect(slack.filter(({ left }) => !(left >= 15))).toEqual([]);
});

test('No action that runs what agents wrote has a job that may write.', () => {
  const running = Object.values(rights).filter(({ runs }) => runs !== 'phasewright alone');
  expect(running).toHaveLength(10);
  expect(new Set(running.flatMap(({ permissions }) => permissions.map(({ access }) => access)))).toEqual(
    new Set(['read']),
  );
});

for (const path of actionPages(root).keys())
  test(`The examples of ${path} use actions as they are.`, () => {
    const fences = [...readFileSync(join(root, path), 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```$/gm)];
    const steps = fences.flatMap(([, text = '']) => stepsIn(readYaml(path, text)));
    const ours = steps.filter((step) => folderOf(step) !== undefined);
    expect(ours).not.toEqual([]);
    for (const step of ours) {
      expect(step.uses).toMatch(new RegExp(`@v${version.replaceAll('.', String.raw`\.`)}$`));
      const { inputs } = readAction(join(root, actionPath(folderOf(step) ?? '')));
      const required = Object.keys(inputs).filter((name) => inputs[name]?.required);
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(step.with)));
      expect(Object.keys(step.with)).toEqual(expect.arrayContaining(required));
    }
  });

function workflowOf(file: string): z.infer<typeof workflowSchema> {
  return workflowSchema.parse(readYaml(file, readFileSync(join(root, workflows, file), 'utf8')));
}

function isGranted(has: string | undefined, access: 'read' | 'write'): boolean {
  return has === 'write' || has === access;
}

/** The folder of our action in `actions`, empty for the root action; undefined for actions of others. */
function folderOf({ uses = '' }: Step): string | undefined {
  const own = /^phasewright\/phasewright(?:\/actions\/([^@]+))?@/.exec(uses);
  return own ? (own[1] ?? '') : undefined;
}

/** All steps in a piece of a workflow. */
function stepsIn(value: unknown): Step[] {
  if (Array.isArray(value)) return value.flatMap(stepsIn);
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(stepsIn);
  return 'uses' in value ? [stepSchema.parse(value)] : inner;
}
