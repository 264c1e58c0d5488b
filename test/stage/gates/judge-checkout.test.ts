import { expect, test } from 'vitest';
import { gatesFoundAt, describeFound, withFoundGates } from '../../../core/stage/gates/found-gates.ts';
import { judgeCheckout } from '../../../core/stage/gates/judge-checkout.ts';
import { resolveOptions } from '../../../core/options.ts';
import { scratch, userGit, writeFiles } from '../../git/scratch.ts';

const makefile = 'check:\n\t@echo "# all tests"; grep -q good a.txt\n';

function asked(workspace: string, written: object = {}) {
  return { workspace, project: 'demo', projectRoot: '', targets: ['serve'], options: [{ from: 'nx.json', written }] };
}

test('Where nothing is written and nothing usual is there, what is found judges, on what lies in the checkout.', async () => {
  const { host, root } = await scratch({ 'a.txt': 'good\n', Makefile: makefile });
  const judged = await judgeCheckout(host, asked(root), []);
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
  expect(await judgeCheckout(host, asked(root), [])).toMatchObject({
    ok: true,
    value: { isCommitted: false, own: { green: false, gates: [{ outcome: 'failed' }] } },
  });
});

test('Gates that are written are those, and nothing else is looked for.', async () => {
  const { host, root } = await scratch({ Makefile: makefile });
  const gates = [{ name: 'own', command: 'true' }];
  const judged = await judgeCheckout(host, asked(root, { gates }), []);
  expect(judged).toMatchObject({ ok: true, value: { own: { gates: [{ target: 'own' }] }, found: undefined } });
  expect(await judgeCheckout(host, asked(root, { gates: ['test'] }), [])).toMatchObject({
    ok: false,
    failure: { reason: 'no-gates', message: expect.stringContaining('without any of the gate targets test') },
  });
});

test('What Nx has run before is not run again.', async () => {
  const { host, root } = await scratch({ 'a.txt': '' });
  const judged = await judgeCheckout(host, { ...asked(root), targets: ['test'] }, ['test', 'lint']);
  expect(judged).toMatchObject({ ok: true, value: { targets: ['test'], own: { gates: [], green: true } } });
});

test('A phase goes by the gates that are found at its commit, where none are written or usual.', async () => {
  const { git, root, repository } = await scratch({ Makefile: makefile });
  const options = resolveOptions([]);
  if (!options.ok) throw new Error(options.failure.message);
  const found = await withFoundGates(git, repository.head, asked(root), options.value);
  expect(found.gates.map(({ name }) => name)).toEqual(['make check']);
  const usual = { ...asked(root), targets: ['test'] };
  expect(await withFoundGates(git, repository.head, usual, options.value)).toBe(options.value);
  expect(await withFoundGates(git, repository.head, asked(root, { gates: ['x'] }), options.value)).toBe(options.value);
  expect(await gatesFoundAt(git, repository.head, { targets: [], projectRoot: 'nowhere' })).toHaveLength(1);
  expect(describeFound(options.value.gates)).toBeUndefined();
});
