import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { atDesk } from '../../core/driver/desk.ts';
import { driverFolder, remember, statePathsIn } from '../../core/driver/known-work.ts';
import { phaseResultSchema } from '../../core/driver/protocol.ts';
import { digestOf } from '../../core/driver/planned.ts';
import { homeOf, peek, standingOf } from '../../core/driver/store.ts';
import { ok } from '../../core/failure.ts';
import { openJournal } from '../../core/journal/journal.ts';
import { userGit, type Texts } from '../git/scratch.ts';
import { bench, errorIn, fine, good, type Bench } from './desk.ts';
import { shapeOf, writtenBy } from './shapes.ts';

vi.setConfig({ testTimeout: 300_000 });

test('A driver that was killed before it could write the state file goes on from its journal.', async () => {
  const one = await bench();
  await one.begin();
  await one.next();
  const before = one.read('.ic/commit-1.json');
  one.write(writtenBy('designer', shapeOf(1)));
  await one.report(good);
  expect(one.read('.ic/commit-1.json')).not.toBe(before);
  writeFileSync(one.state, before);
  expect(await one.next()).toMatchObject({ action: { style_review: true } });
});

test('A commit that was made and not written down is known by its tree and its parent.', async () => {
  const one = await bench();
  await one.begin();
  one.write({ '.git/hooks/pre-commit': '#!/bin/sh\nexit 1\n' });
  const { end } = await one.walk();
  expect(errorIn(end)).toMatch(/^Commit failed: /);
  userGit(one.root, 'commit', '--quiet', '--no-verify', '--message', 'by somebody else');
  expect(await one.resume()).toMatchObject({
    action: { action: 'done', commit: userGit(one.root, 'rev-parse', 'HEAD') },
  });
});

test('Another commit on top of where the work began is not taken for it.', async () => {
  const one = await bench({ 'mine.txt': 'a\n' });
  await one.begin();
  one.write({ '.git/hooks/pre-commit': '#!/bin/sh\nexit 1\n' });
  await one.walk();
  one.write({ 'mine.txt': 'b\n' });
  userGit(one.root, 'commit', '--quiet', '--no-verify', '--all', '--message', 'feat(shapes): add area');
  expect(errorIn(await one.resume())).toContain('HEAD');
  expect(await one.status()).toMatchObject({ commit: '' });
});

test('A state file of the old driver is refused, and begun anew only when told to.', async () => {
  const one = await bench();
  const old = { plan_path: 'p', commit_id: 1, workspace: '.', state: 'format', designer_gate: 'true' };
  one.write({ '.ic/commit-1.json': JSON.stringify(old) });
  expect(errorIn(await one.next())).toContain('ic-driver.py');
  expect(await one.begin()).toMatchObject({ failure: { reason: 'journal' } });
  expect(await one.begin({ force: true })).toMatchObject({ ok: true });
  expect(await one.next()).toMatchObject({ action: { phase: 'designer' } });
});

test('A journal that somebody has changed is refused.', async () => {
  const one = await bench();
  await one.begin();
  await one.next();
  const folder = join(one.host.stateFolder, 'driver');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const name = names.find((path) => path.endsWith('.jsonl')) ?? '';
  const text = readFileSync(join(folder, name), 'utf8');
  writeFileSync(join(folder, name), text.replace('"failing":[]', '"failing":["all"]'));
  expect(errorIn(await one.next())).toContain('hash');
});

test('What another release has written, or nobody can read, stops no other work.', async () => {
  const one = await bench();
  await one.begin();
  const work = workIn(one);
  const elsewhere = { ...work, version: 2, checkout: '/elsewhere', new_field: true };
  await journalOf(one, join(one.root, '../elsewhere.json'), [elsewhere]);
  await journalOf(one, join(one.root, '.ic/commit-2.json'), [{ ...work, version: 2 }]);
  expect(await one.next()).toMatchObject({ action: { phase: 'designer' } });
});

test('Tests that an earlier release has written down by their place on the machine are those of the checkout.', async () => {
  const one = await bench();
  await one.begin();
  const names = [
    { name: 'old', file: join(one.root, 'test/old.test.mjs'), outcome: 'failed' },
    { name: 'elsewhere', file: '/elsewhere/a.test.mjs', outcome: 'failed' },
    { name: 'uncaught', outcome: 'failed' },
  ];
  const tests = { executed: 9, passed: 6, failed: 3, skipped: 0, by: 'node:test', names };
  const baseline = { fact: 'baseline', failing: ['old'], exit: 1, log: '', tests };
  await journalOf(one, one.state, [workIn(one), baseline]);
  const { baseline: read } = (await standingOf(one.host, one.state)) ?? {};
  expect(read?.tests?.names?.map(({ file }) => file)).toEqual([
    'test/old.test.mjs',
    '/elsewhere/a.test.mjs',
    undefined,
  ]);
});

test('A journal of a newer release is refused with what to do, and so is one with records that are not known.', async () => {
  const one = await bench();
  await one.begin();
  const path = join(one.root, '.ic/commit-9.json');
  await journalOf(one, path, [{ ...workIn(one), version: 2 }]);
  const newer = await atDesk(one.host, path, false, async () => ok({}));
  expect(newer).toMatchObject({
    failure: { reason: 'journal', message: expect.stringContaining('update phasewright') },
  });
  expect(await peek(one.host, path)).toMatchObject({ ok: false });
  for (const fact of [{ fact: 'from tomorrow' }, { fact: 'loop', event: { type: 'from tomorrow' } }]) {
    await journalOf(one, path, [workIn(one), fact]);
    expect(await peek(one.host, path)).toMatchObject({ failure: { message: expect.stringContaining('record 2') } });
  }
});

test('A commit that another release has in work in this checkout makes room when its state file says that it is done.', async () => {
  const one = await bench();
  const path = join(one.root, '.ic/commit-9.json');
  await journalOf(one, path, [{ version: 2 }]);
  await remember(one.host, one.root, path);
  one.write({ '.ic/commit-9.json': '{"state": "tester_gate"}' });
  expect(await one.begin()).toMatchObject({ failure: { reason: 'claimed' } });
  one.write({ '.ic/commit-9.json': '{"state": "done"}' });
  expect(await one.begin()).toMatchObject({ ok: true });
});

test('A commit that was begun by a release that left no note of it is known in its checkout, and in no other.', async () => {
  const one = await bench();
  await one.begin();
  rmSync(join(driverFolder(one.host), 'checkouts'), { recursive: true });
  const path = join(one.root, '.ic/commit-2.json');
  const second = await one.begin({ commit: '2', state: path, done: ['1'] });
  expect(second).toMatchObject({ failure: { reason: 'claimed', message: expect.stringContaining('commit-1.json') } });
  expect(await statePathsIn(one.host, one.root)).toEqual([one.state]);
  expect(await statePathsIn(one.host, '/elsewhere')).toEqual([]);
});

test('A state file that another release has written in its own words was changed by nobody.', async () => {
  const one = await bench();
  await one.begin();
  const theirs = one.read('.ic/commit-1.json').replace('"notes"', '"remarks"');
  const written = join(homeOf(one.host, one.state), 'written.txt');
  writeFileSync(one.state, theirs);
  const ours = readFileSync(written, 'utf8');
  expect(await one.next()).toMatchObject({ failure: { reason: 'agent-violation' } });
  writeFileSync(written, `${digestOf(theirs)}\n${ours}`);
  expect(await one.next()).toMatchObject({ action: { phase: 'designer' } });
  expect(one.read('.ic/commit-1.json')).toContain('"notes"');
  // One that did not yet note what it wrote is believed.
  rmSync(written);
  writeFileSync(one.state, theirs);
  expect(await one.next()).toMatchObject({ action: { phase: 'designer' } });
});

test('Edits in the files of the commit are refused, or count as its work when told so.', async () => {
  const one = await bench();
  one.write(writtenBy('designer', shapeOf(1)));
  expect(await one.begin()).toMatchObject({ failure: { reason: 'worktree' } });
  expect(await one.begin({ force: true })).toMatchObject({ ok: true });
  const { turns, end } = await one.walk({ designer: () => good });
  expect(turns[0]).toBe('designer');
  expect(end).toMatchObject({ action: { action: 'done', files: ['src/area.mjs', 'test/area.test.mjs'] } });
});

test('With --force a commit begins at the step that its files show, and what is there is judged.', async () => {
  const one = await bench();
  one.write({ ...writtenBy('tester', shapeOf(1)), ...writtenBy('designer', shapeOf(1)) });
  expect(await one.begin({ force: true })).toMatchObject({ ok: true });
  // The tests are there: the gates are red, so the code is next.
  const { turns, end } = await one.walk();
  expect(turns).toEqual(['implementor', 'implementor style', 'scope']);
  expect(end).toMatchObject({ action: { notes: [expect.stringContaining('nobody has seen them red')] } });

  const whole = await bench();
  whole.write({ ...writtenBy('tester', shapeOf(1)), ...writtenBy('implementor', shapeOf(1)) });
  await whole.begin({ force: true });
  expect((await whole.walk()).turns).toEqual(['implementor style', 'scope']);

  const partly = await bench();
  const { 'test/area.test.mjs': tests = '' } = writtenBy('tester', shapeOf(1));
  partly.write({ ...writtenBy('designer', shapeOf(1)), 'test/area.test.mjs': tests.replace('is computed', 'later') });
  await partly.begin({ force: true });
  expect((await partly.walk()).turns.filter((kind) => !kind.includes(' '))).toEqual(['tester', 'implementor', 'scope']);
});

test.for<[string, { choice: 'start-over' | 'undo'; hasTests?: boolean; later?: Texts; next: object }]>([
  ['without tests, to begin again', { choice: 'start-over', next: { action: { phase: 'designer' } } }],
  ['with tests, to begin again', { choice: 'start-over', hasTests: true, next: { action: { phase: 'implementor' } } }],
  [
    'with tests, to give up',
    { choice: 'undo', hasTests: true, later: { 'mine.txt': 'b\n' }, next: { escalation: { reason: 'abandoned' } } },
  ],
])(
  'A draft that --force has taken is kept, and is there again when the checkout is put back: %s.',
  async ([, { choice, hasTests, later = {}, next }]) => {
    const one = await bench({ 'mine.txt': 'a\n' });
    const mine = { 'src/area.mjs': `${Object.values(writtenBy('designer', shapeOf(1))).join('')}// mine\n` };
    const tests = hasTests ? writtenBy('tester', shapeOf(1)) : {};
    one.write({ ...mine, ...tests });
    await one.begin({ force: true });
    const { snapshots } = await one.status();
    expect(userGit(one.root, 'for-each-ref', '--contains', snapshots['draft'] ?? '')).toContain('/kept/');
    const { end } = await one.walk({
      designer: () => (one.write(writtenBy('designer', shapeOf(1))), good),
      implementor: () => (
        one.write({ ...writtenBy('implementor', shapeOf(1)), 'stray.txt': 'x\n' }),
        { status: 'problems', notes: 'No.' }
      ),
    });
    expect(end).toMatchObject({ escalation: { options: { [choice]: expect.any(String) } } });
    one.write(later);
    const heard = await one.resume({ choice });
    for (const [path, text] of Object.entries({ ...mine, ...tests, ...later })) expect(one.read(path)).toBe(text);
    expect(userGit(one.root, 'status', '--porcelain')).not.toContain('stray.txt');
    expect(heard).toMatchObject(next);
  },
);

const gateThatWrites = (when: string): string =>
  `import { existsSync, writeFileSync } from 'node:fs';\nif (${when}) writeFileSync('lock.json', '{ "b": 1 }\\n');\n`;

test.for<[string, string]>([
  ['before the work', 'true'],
  ['after a turn', "existsSync('src/area.mjs')"],
])('What a gate has rewritten %s is put back with the rest.', async ([, when]) => {
  const one = await bench({ 'lock.json': '{}\n', 'mine.txt': 'a\n', 'gate.mjs': gateThatWrites(when) });
  one.write({ 'mine.txt': 'b\n' });
  await one.begin({ designerGate: 'node gate.mjs' });
  const { end } = await one.walk({
    designer: (_, turn) => {
      const texts = writtenBy('designer', shapeOf(1));
      one.write(Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, `${text}// ${turn}\n`])));
      return good;
    },
  });
  expect(end).toMatchObject({ escalation: { error: expect.stringContaining('lock.json') } });
  expect(one.read('lock.json')).not.toBe('{}\n');
  await one.resume({ choice: 'undo' });
  expect(one.read('lock.json')).toBe('{}\n');
  expect(one.read('mine.txt')).toBe('b\n');
});

test("What is edited after the checkout was put back is the user's own, whoever had touched it before.", async () => {
  const one = await bench({ 'mine.txt': 'a\n' });
  await one.begin();
  await one.walk({ designer: () => (one.write({ 'mine.txt': 'stray\n' }), { status: 'problems', notes: 'No.' }) });
  await one.resume({ choice: 'start-over' });
  expect(one.read('mine.txt')).toBe('a\n');
  const { end } = await one.walk({ designer: () => ({ status: 'spec-wrong', notes: 'No.' }) });
  one.write({ 'mine.txt': 'b\n' });
  expect(end).toMatchObject({ escalation: { reason: 'spec-wrong' } });
  await one.resume({ choice: 'start-over' });
  expect(one.read('mine.txt')).toBe('b\n');
});

test.each([
  { status: 'spec-wrong', notes: 'Width is nowhere defined.' },
  { status: 'problems', notes: '`spec-wrong`: width is nowhere defined.' },
])('An agent that stops in the words of its prompt is understood: %j.', async (answer) => {
  const one = await bench();
  await one.begin();
  const prompts: string[] = [];
  const { turns, end } = await one.walk({ designer: (action) => (prompts.push(action.prompt), answer) });
  expect(turns).toEqual(['designer', 'designer']);
  expect(end).toMatchObject({ escalation: { reason: 'spec-wrong' } });
  // What the prompt names as an answer, the form of the answer has.
  for (const word of ['done', 'spec-wrong', 'gate-wrong', 'person-needed'])
    expect(
      phaseResultSchema.safeParse({ status: word, notes: '' }).success && prompts[0]?.includes(`\`${word}\``),
    ).toBe(true);
  expect(prompts[1]).not.toContain('nothing of that turn was kept');
});

test('A reviewer of style is shown what is settled.', async () => {
  const one = await bench();
  await one.begin();
  const reviews: string[] = [];
  await one.walk({
    designer: (action, turn) => {
      one.write(writtenBy('designer', shapeOf(1)));
      const [id = ''] = /F-[\da-f]{8}/.exec(action.prompt) ?? [];
      return turn > 1
        ? { ...good, disputes: [{ violation: id, reason: 'The guide allows it.', evidence: null }] }
        : good;
    },
    'designer style': (_, turn) =>
      turn === 1 ? { status: 'violations', violations: ['src/area.mjs:1 No `var`; use const'] } : fine,
    'tester style': (action) => (reviews.push(action.prompt), fine),
    implementor: () => ({ status: 'problems', notes: 'Enough.' }),
  });
  expect(reviews[0]).toContain('The guide allows it.');
});

test('An agent that is done in the words of its prompt is understood.', async () => {
  const one = await bench();
  await one.begin();
  await one.next();
  one.write(writtenBy('designer', shapeOf(1)));
  expect(await one.report({ status: 'done', notes: 'area(width, height)' })).toMatchObject({ ok: true });
  expect(await one.next()).toMatchObject({ action: { style_review: true } });
});

test('A commit that was given up makes room for another one.', async () => {
  const one = await bench();
  await one.begin();
  await one.walk({ designer: () => ({ status: 'problems', notes: 'It cannot be done.' }) });
  expect(await one.resume({ choice: 'abandon' })).toMatchObject({ escalation: { reason: 'abandoned' } });
  const other = { commit: '3', done: ['1'], state: join(one.root, '.ic/commit-3.json') };
  expect(await one.begin(other)).toMatchObject({ ok: true });
});

test('A choice that the question does not offer is refused with those that it does.', async () => {
  const one = await bench();
  await one.begin();
  await one.walk({ designer: () => ({ status: 'problems', notes: 'It cannot be done.' }) });
  expect(errorIn(await one.resume({ choice: 'approve' }))).toContain('guide, retry, abandon, start-over, undo');
});

/** What a commit in work was begun with. */
function workIn(one: Bench): object {
  const home = homeOf(one.host, one.state);
  const [line = ''] = readFileSync(join(home, 'journal-0001.jsonl'), 'utf8').split('\n');
  return (JSON.parse(line) as { data: object }).data;
}

/** A journal with these records, as another release might have written it. */
async function journalOf(one: Bench, statePath: string, records: readonly object[]): Promise<void> {
  const path = join(homeOf(one.host, statePath), 'journal-0001.jsonl');
  rmSync(path, { force: true });
  const opened = await openJournal(one.host, path);
  if (!opened.ok) throw new Error(opened.failure.message);
  for (const record of records) await opened.value.append('result', record);
  await opened.value.close();
}

test('A state file that was cut short is written again from the journal.', async () => {
  const one = await bench();
  await one.begin();
  await one.next();
  const whole = one.read('.ic/commit-1.json');
  writeFileSync(one.state, whole.slice(0, whole.length / 2));
  expect(await one.next()).toMatchObject({ failure: { reason: 'agent-violation' } });
  await one.resume();
  expect(JSON.parse(one.read('.ic/commit-1.json'))).toMatchObject({ state: JSON.parse(whole).state });
  expect(await one.next()).toMatchObject({ action: { phase: 'designer' } });
});

test('A fact that the disk refuses ends what is done with the file, the reason and what to do, and is not there.', async () => {
  const one = await bench();
  await one.begin();
  const before = await one.status();
  const openAppend: typeof one.host.files.openAppend = async (path) => ({
    ...(await one.host.files.openAppend(path)),
    write: () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' })),
  });
  const host = { ...one.host, files: { ...one.host.files, openAppend } };
  let isOn = false;
  const ended = await atDesk(host, one.state, false, async ({ store }) => {
    await store.happened({ fact: 'note', text: 'seen' });
    isOn = true;
    return ok({});
  });
  expect(ended).toMatchObject({
    failure: { reason: 'journal', message: expect.stringMatching(/ENOSPC.*Free some space/) },
  });
  expect(isOn).toBe(false);
  expect(await one.status()).toEqual(before);
});
