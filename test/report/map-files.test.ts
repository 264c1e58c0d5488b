import { expect, test } from 'vitest';
import { mapFiles, type PhaseCommit } from '../../core/report/map-files.ts';
import type { ChangedFile, Report } from '../../core/report/report.ts';
import { findingId } from '../../core/review/finding.ts';

const claims = {
  tasks: [
    { id: '1.1', files: ['src/**/*.ts'] },
    { id: '1.2', files: [] },
  ],
  criteria: [criterion('`test/total.test.ts` passes'), criterion('All gates pass.'), criterion('`README.md` exists.')],
  findings: [finding('src/total.ts', 'fixed'), finding('src/late.ts', 'deferred')],
};

test('A file maps to the tasks whose commits touch it, and says whether they declare it.', () => {
  const files = mapped(
    commit({ by: 'task', task: '1.1' }, 'src/total.ts', 'docs/total.md'),
    commit({ by: 'task', task: '1.2' }, 'src/total.ts'),
  );

  expect(files['src/total.ts']?.tasks).toEqual([
    { id: '1.1', declared: true },
    { id: '1.2', declared: null },
  ]);
  expect(files['docs/total.md']?.tasks).toEqual([{ id: '1.1', declared: false }]);
});

test('A file maps to the criteria that name it by its path or its name, and to no other.', () => {
  const files = mapped(fix([], 'test/total.test.ts', 'demo/README.md', 'src/other.ts'));

  expect(files['test/total.test.ts']?.criteria).toEqual([0]);
  expect(files['demo/README.md']?.criteria).toEqual([2]);
  expect(files['src/other.ts']?.criteria).toEqual([]);
});

test('A fix maps to the finding that it fixed, with all that its commit touches; a finding that was only deferred asked for nothing.', () => {
  const [fixed] = claims.findings;
  const files = mapped(
    fix([findingId(fixed!.finding)], 'src/total.ts', 'src/total-of.test.ts'),
    fix([], 'src/late.ts'),
  );

  expect(files['src/total.ts']).toMatchObject({ findings: [0], own: null });
  expect(files['src/total-of.test.ts']).toMatchObject({ findings: [0], own: null });
  expect(files['src/late.ts']?.findings).toEqual([]);
});

test('A commit of the review that was made for red gates is a fix of the review, and no riddle.', () => {
  expect(mapped(fix([], 'src/other.ts'))['src/other.ts']).toMatchObject({ findings: [], own: 'review-fix' });
});

test('A finding of a task asks for nothing that the review changes.', () => {
  const ofTask = { ...finding('src/total.ts', 'fixed'), stage: 'task-1.1' };
  const commits = [fix([findingId(ofTask.finding)], 'src/other.ts')];
  const [file] = mapFiles([stat('src/other.ts')], commits, { ...claims, findings: [ofTask] });

  expect(file).toMatchObject({ findings: [], own: 'review-fix' });
});

test('What phasewright writes itself is its own.', () => {
  const files = mapped(
    commit({ by: 'specs' }, 'specs/10-data.md'),
    commit({ by: 'hand-off' }, 'specs/91-impl-plan.md'),
  );

  expect([files['specs/10-data.md']?.own, files['specs/91-impl-plan.md']?.own]).toEqual(['specs', 'hand-off']);
});

test('Files that nobody asked for come first, the others stay in their order.', () => {
  const commits = [commit({ by: 'task', task: '1.1' }, 'a.ts', 'c.ts')];
  const changed = ['a.ts', 'b.ts', 'c.ts', 'd.ts'].map(stat);

  expect(mapFiles(changed, commits, claims).map((file) => file.path)).toEqual(['b.ts', 'd.ts', 'a.ts', 'c.ts']);
});

function mapped(...commits: readonly PhaseCommit[]): Record<string, ChangedFile> {
  const paths = [...new Set(commits.flatMap((one) => one.files.map((file) => file.path)))];
  return Object.fromEntries(mapFiles(paths.map(stat), commits, claims).map((file) => [file.path, file]));
}

function fix(findings: readonly string[], ...paths: readonly string[]): PhaseCommit {
  return commit({ by: 'fix', findings }, ...paths);
}

function commit(made: PhaseCommit['made'], ...paths: readonly string[]): PhaseCommit {
  return { commit: 'a1b2', made, files: paths.map((path) => ({ path, added: 1, removed: 0 })) };
}

function stat(path: string) {
  return { path, added: 1, removed: 0, change: 'changed' } as const;
}

function criterion(text: string): Report['criteria'][number] {
  return { text, line: 1, probe: 'a command', outcome: 'met', evidence: '' };
}

function finding(path: string, outcome: 'fixed' | 'deferred'): Report['findings'][number] {
  return { finding: { severity: 'P1', path, line: 1, title: 'x', fix: 'y' }, outcome, stage: 'review', round: 1 };
}
