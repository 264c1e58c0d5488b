import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gatesFoundAt, describeFound, withFoundGates } from '../../../core/stage/gates/found-gates.ts';
import { gatesOfCheckout, judgeCheckout } from '../../../core/stage/gates/judge-checkout.ts';
import { resolveOptions } from '../../../core/options.ts';
import { why } from '../../../core/stage/gates/why.ts';
import { openRepository } from '../../../core/git/repository.ts';
import { openScratch, scratch, userGit, writeFiles } from '../../git/scratch.ts';
import { installNx, target } from '../fake-nx.ts';

const makefile = 'check:\n\t@echo "# all tests"; grep -q good a.txt\n';

function asked(workspace: string, written: object = {}) {
  return { workspace, project: 'demo', projectRoot: '', targets: ['serve'], options: [{ from: 'nx.json', written }] };
}

test('Where nothing is written and nothing usual is there, what is found judges, on what lies in the checkout.', async () => {
  const { host, root } = await scratch({ 'a.txt': 'good\n', Makefile: makefile });
  const judged = await judgeCheckout(host, asked(root));
  expect(judged).toMatchObject({
    ok: true,
    value: {
      isCommitted: true,
      tree: userGit(root, 'rev-parse', 'HEAD^{tree}'),
      own: { green: true, gates: [{ target: 'make check', outcome: 'passed' }] },
      found:
        'gates found, since the option "gates" names none: make check because Makefile has "check", which looks after test',
    },
  });
  writeFiles(root, { 'a.txt': 'bad\n' });
  expect(await judgeCheckout(host, asked(root))).toMatchObject({
    ok: true,
    value: { isCommitted: false, own: { green: false, gates: [{ outcome: 'failed' }] } },
  });
});

test('Gates that are written are those, and nothing else is looked for.', async () => {
  const { host, root } = await scratch({ Makefile: makefile });
  const gates = [{ name: 'own', command: 'true' }];
  const judged = await judgeCheckout(host, asked(root, { gates }));
  expect(judged).toMatchObject({ ok: true, value: { own: { gates: [{ target: 'own' }] }, found: undefined } });
  expect(await judgeCheckout(host, asked(root, { gates: ['test'] }))).toMatchObject({
    ok: false,
    failure: { reason: 'no-gates', message: expect.stringContaining('without any of the gate targets test') },
  });
});

/** With an Nx in place of Nx, whose targets are files. */
async function withTargets(files: Record<string, string>) {
  const { host, root } = await scratch({ '.gitignore': 'node_modules\n', ...files });
  installNx(root);
  const own = { ...host, stateFolder: join(root, '..', 'state') };
  const of = (...targets: string[]) => ({ ...asked(root), targets });
  return { host: own, root, of };
}

test('A target is judged as in a run: it is counted, and may be expected to fail.', async () => {
  const { host, root, of } = await withTargets({
    'targets/test.cjs': target('Tests  no tests\n'),
    'targets/red.cjs': target('', 1),
  });
  expect(await judgeCheckout(host, of('test'))).toMatchObject({
    ok: true,
    value: {
      own: { green: false, gates: [{ target: 'test', output: expect.stringContaining('nothing was tested') }] },
    },
  });
  const options = [{ from: 'nx.json', written: { gates: [{ target: 'red', expect: 'fail', resource: 'port' }] } }];
  expect(await judgeCheckout(host, { ...asked(root), targets: ['red'], options })).toMatchObject({
    ok: true,
    value: { own: { green: true, gates: [{ target: 'red', outcome: 'passed', notice: expect.any(String) }] } },
  });
});

test('What was judged is written down, and found by the tree of HEAD.', async () => {
  const { host, root, of } = await withTargets({ 'targets/test.cjs': target('Tests  2 passed (2)\n') });
  expect(await judgeCheckout(host, of('test'))).toMatchObject({ ok: true, value: { own: { green: true } } });
  const repository = await openRepository(host, root);
  if (!repository.ok) throw new Error(repository.failure.message);
  const known = await why(host, repository.value, {});
  expect(known).toMatchObject({
    ok: true,
    value: {
      verdicts: [
        {
          entry: { stage: 'gates of demo', phase: '', fresh: true },
          gates: [{ target: 'test', tests: { executed: 2 } }],
        },
      ],
    },
  });
});

test('A project with usual targets is also held to what a change calls for, which a checkout has none of.', async () => {
  const { host, root, of } = await withTargets({
    'targets/test.cjs': target('Tests  2 passed (2)\n'),
    'packages/demo/package.json': '{ "scripts": { "build": "true" } }',
    'package-lock.json': '{}',
    'go.mod': 'module x\n',
    'api/x.go': 'package api\n',
    Makefile: 'check: test\n\tnpm audit\n',
  });
  const about = { ...of('test'), projectRoot: 'packages/demo' };
  const known = await gatesOfCheckout(host, about);
  expect(known.ok && known.value.gates.map(({ name, when }) => [name, Object.keys(when ?? {})])).toEqual([
    ['test', []],
    ['go:strict', ['boundary']],
    ['go:dependencies', ['dependencies']],
    ['node:dependencies', ['dependencies']],
  ]);
  expect(await judgeCheckout(host, about)).toMatchObject({
    ok: true,
    value: {
      own: { green: true, gates: [{ target: 'test' }] },
      leftOut: ['go:strict', 'go:dependencies', 'node:dependencies'],
    },
  });
  const { git, repository } = await openScratch(host, root);
  const options = resolveOptions([]);
  if (!options.ok) throw new Error(options.failure.message);
  const found = await withFoundGates(git, repository.head, about, options.value);
  expect(found.gates.map(({ name }) => name)).toContain('go:dependencies');
});

test('A phase goes by the gates that are found at its commit, where none are written or usual.', async () => {
  const { git, root, repository } = await scratch({ Makefile: makefile });
  const options = resolveOptions([]);
  if (!options.ok) throw new Error(options.failure.message);
  const found = await withFoundGates(git, repository.head, asked(root), options.value);
  expect(found.gates.map(({ name }) => name)).toEqual(['make check']);
  const usual = { ...asked(root), targets: ['test'] };
  expect(await withFoundGates(git, repository.head, usual, options.value)).toEqual(options.value);
  expect(await withFoundGates(git, repository.head, asked(root, { gates: ['x'] }), options.value)).toBe(options.value);
  expect(await gatesFoundAt(git, repository.head, { targets: [], projectRoot: 'nowhere' })).toHaveLength(1);
  expect(describeFound(options.value.gates)).toBeUndefined();
});
