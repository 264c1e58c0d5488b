import { expect, test } from 'vitest';
import { openEntries } from '../../../core/review/open-entries.ts';
import { appendToBacklog } from '../../../core/review/backlog.ts';
import type { Finding } from '../../../core/review/finding.ts';
import { setFindingState } from '../../../core/review/set-finding-state.ts';
import { userGit } from '../../git/scratch.ts';
import { finish, somebodyElse, withRemote } from './landable.ts';

const path = 'specs/93-improvements-review.md';
const ours: Finding = { severity: 'P2', path: 'work.txt', line: 1, title: 'Ours', fix: 'Mend it.' };
const theirs: Finding = { severity: 'P2', path: 'a.txt', line: 2, title: 'Theirs', fix: 'Mend it too.' };
const heading = '# Findings\n\n### P2-1 — Old\n\n**Citation**: `a.txt:1`\n';
const table = '# Findings\n\n| # | Severity | Where | Finding |\n|---|---|---|---|\n| F1 | P2 | a.txt:1 | Old |\n';

function withTheirs(text: string | undefined): string {
  const from = { plan: 'demo', phase: '2', task: null, commit: 'c0ffee', date: '2026-05-01', reviewer: 'claude' };
  const after = appendToBacklog(path, text, [{ finding: theirs, from }]);
  return after.ok ? after.value : '';
}

test.each([
  ['headings', heading, ['P2-1', 'P2-2', 'P2-3']],
  ['rows', table, ['F1', 'F2', 'F3']],
  ['nothing yet', undefined, [expect.any(String), expect.any(String)]],
])(
  'Entries that both sides have added to a backlog come together one by one, with ids that go on: %s.',
  async (_form, text, ids) => {
    const { user, remote } = await withRemote(text === undefined ? {} : { [path]: text });
    const phase = await finish(user, { deferred: { path, findings: [ours] } });
    const main = withTheirs(text);
    somebodyElse(remote, { [path]: main });
    const landing = await phase.land();
    expect(landing).toMatchObject({ landed: { to: 'main', combined: { verdict: { green: true } } } });
    const merged = `${userGit(remote, 'show', `main:${path}`)}\n`;
    expect(merged.startsWith(main)).toBe(true);
    expect(openEntries(merged).map(({ id }) => id)).toEqual(ids);
    expect(
      openEntries(merged)
        .map(({ paths }) => paths[0])
        .slice(-2),
    ).toEqual(['a.txt', 'work.txt']);
  },
);

test('What main has already is not added to it again.', async () => {
  const { user, remote } = await withRemote({ [path]: heading });
  const phase = await finish(user, { deferred: { path, findings: [theirs] } });
  somebodyElse(remote, { [path]: withTheirs(heading) });
  expect(await phase.land()).toMatchObject({ landed: { to: 'main' } });
  expect(`${userGit(remote, 'show', `main:${path}`)}\n`).toBe(withTheirs(heading));
});

test('A conflict beside the backlog is still a question, about that file alone.', async () => {
  const { user, remote } = await withRemote({ [path]: heading });
  const phase = await finish(user, { work: { 'a.txt': 'ours\n' }, deferred: { path, findings: [ours] } });
  somebodyElse(remote, { [path]: withTheirs(heading), 'a.txt': 'theirs\n' });
  const { questions } = await phase.land();
  expect(questions?.[0]?.context).toContain('a.txt');
  expect(questions?.[0]?.context).not.toContain(path);
});

test('A backlog that main has made into something that entries cannot be added to is merged as any file.', async () => {
  const { user, remote } = await withRemote({ [path]: heading });
  const phase = await finish(user, { deferred: { path, findings: [ours] } });
  somebodyElse(remote, { [path]: `${heading}\n\`\`\`sh\nls\n` });
  expect((await phase.land()).questions?.[0]?.context).toContain(path);
});

test.each<[string, (entry: string) => string]>([
  ['marked as fixed', (entry) => markedAsFixed(entry)],
  ['taken out', () => `${heading}\nAll others are mended.\n`],
])(
  'What both sides knew, and main has %s meanwhile, stays so, and what else was found is added.',
  async (_, change) => {
    const known = withTheirs(heading);
    const { user, remote } = await withRemote({ [path]: known });
    const elsewhere = { ...theirs, line: 4 };
    const phase = await finish(user, { deferred: { path, findings: [theirs, elsewhere, ours] } });
    const main = change(known);
    somebodyElse(remote, { [path]: main });
    expect(await phase.land()).toMatchObject({ landed: { to: 'main' } });
    const merged = `${userGit(remote, 'show', `main:${path}`)}\n`;
    const open = openEntries(merged).map(({ finding }) => finding.title);
    expect(merged.startsWith(main)).toBe(true);
    expect(open).toEqual(['Old', theirs.title, ours.title]);
    expect(merged).not.toContain('again after');
  },
);

test('What main has closed is not what the phase found elsewhere in the file, nor what is worse.', async () => {
  const known = withTheirs(heading);
  const { user, remote } = await withRemote({ [path]: known });
  const worse: Finding = { ...theirs, line: 4, severity: 'P0' };
  const phase = await finish(user, { deferred: { path, findings: [worse] } });
  somebodyElse(remote, { [path]: markedAsFixed(known) });
  expect(await phase.land()).toMatchObject({ landed: { to: 'main' } });
  const open = openEntries(`${userGit(remote, 'show', `main:${path}`)}\n`).map(({ finding }) => finding);
  expect(open).toMatchObject([{ title: 'Old' }, { title: worse.title, severity: 'P0', location: 'a.txt:4' }]);
});

function markedAsFixed(text: string): string {
  const entry = openEntries(text).at(-1);
  const marked = entry && setFindingState(path, text, entry.finding, 'fixed', 'abcdef1234');
  return marked?.ok ? marked.value : '';
}
