import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { markdownLines } from '../../core/markdown/lines.ts';
import { milestonesOf } from '../../core/plan/milestones/milestones.ts';
import { readPlan } from '../../core/plan/read.ts';
import { appendToBacklog } from '../../core/review/backlog.ts';

interface Sample {
  readonly file: string;
  readonly path: string;
  readonly family: string;
  readonly expected: {
    readonly phases: readonly {
      readonly label: string;
      readonly title: string;
      readonly tasks: number;
      readonly hasExitCriteria: boolean;
    }[];
    readonly doneTasks: number;
    readonly findings?: Readonly<Record<string, number>>;
  };
}

// A folder of real documents with hand-made expectations; it is not part of the project.
const folder = process.env['PHASEWRIGHT_CORPUS'] ?? '';
const samples: readonly Sample[] = folder === '' ? [] : JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
const backlogs = samples.filter(({ family }) => family === 'backlog');
const roadmaps = samples.filter(({ family, path }) => family === 'impl' && path.includes('roadmap'));

function contentOf({ file }: Sample): string {
  return readFileSync(join(folder, file), 'utf8');
}

test('Real backlogs and roadmaps are read where PHASEWRIGHT_CORPUS names a folder of them.', ({ skip }) => {
  skip(folder === '', 'PHASEWRIGHT_CORPUS is not set');
  expect([backlogs.length, roadmaps.length]).toEqual([6, 2]);
});

describe.skipIf(folder === '')('real backlogs and roadmaps', () => {
  test.each([...backlogs, ...roadmaps])('$file has the phases or milestones that a reader sees.', (sample) => {
    const { path, family, expected } = sample;
    const { format, phases, unparsed } = readPlan(path, contentOf(sample));
    const found = phases.map(({ written, tasks, criteria }) => ({
      ...written,
      tasks: tasks.length,
      hasExitCriteria: criteria.length > 0,
    }));
    expect(format).toBe(family === 'backlog' ? 'backlog' : 'roadmap');
    expect(found).toEqual(expected.phases);
    expect(phases.flatMap(({ tasks }) => tasks).filter(({ ticked }) => ticked)).toHaveLength(expected.doneTasks);
    expect(unparsed).toEqual([]);
  });

  test.each(backlogs)('$file has the findings that a reader sees.', (sample) => {
    const content = contentOf(sample);
    const lines = markdownLines(content);
    const { findings } = readPlan(sample.path, content);
    const counts = new Map<string, number>();
    for (const { severity, line } of findings) {
      const isHeading = lines[line - 1]?.heading?.level === 3;
      for (const name of [severity ?? 'errata', ...(isHeading ? ['levelThreeEntries'] : [])]) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
    expect(Object.fromEntries(counts)).toMatchObject(sample.expected.findings ?? {});
  });

  test.each(backlogs)(
    '$file takes findings in its own form: lines are added, and nothing else is changed.',
    (sample) => {
      const origin = {
        plan: 'demo',
        phase: 'Z',
        task: '1',
        commit: 'c0ffee12345',
        date: '2026-05-01',
        reviewer: 'claude',
      };
      const deferred = (['P0', 'P1', 'P2', 'P3'] as const).map((severity) => {
        const finding = {
          severity,
          path: 'src/new.ts',
          line: 7,
          title: `A new ${severity} | \`x\` (fixed)`,
          fix: 'Do it.',
        };
        return { finding, from: origin };
      });
      for (const content of [contentOf(sample), `\uFEFF${contentOf(sample).trimEnd().replaceAll('\n', '\r\n')}`]) {
        const appended = appendToBacklog(sample.path, content, deferred);
        if (!appended.ok) throw new Error(appended.failure.message);
        const after = appended.value;
        const newline = content.includes('\r\n') ? '\r\n' : '\n';
        const lines = content.split(newline);
        expect(after.split(newline).filter((line) => lines[0] === line && lines.shift() !== undefined)).toEqual(
          content.split(newline),
        );
        const [before, now] = [content, after].map((text) => readPlan(sample.path, text));
        const fresh = now!.findings.filter(({ location }) => location.includes('src/new.ts:7'));
        expect(fresh).toMatchObject(deferred.map(({ finding: { severity } }) => ({ severity, state: 'open' })));
        expect(now!.findings).toHaveLength(before!.findings.length + 4);
        expect(now!.unparsed).toEqual(before!.unparsed);
        const again = appendToBacklog(sample.path, after, deferred);
        expect(again).toEqual({ ok: true, value: after });
      }
    },
  );

  test.each([
    ['055liufl__gba', /^\| F12 \| P0 \| `src\/new\.ts:7` \| A new P0/m],
    ['kobe4cn__consumer_engine', /^### P0-1\d — A new P0/m],
    ['obs__specs-93', /^### P0-10 — A new P0/m],
    ['obs__specs-95', /^\| P0-[0-9A-F]{6} \| A new P0/m],
    ['pdfv', /^\| P0 \| `src\/new\.ts:7` \| A new P0/m],
  ])('The backlog of %s gets entries like its own.', (name, entry) => {
    const sample = backlogs.find(({ file }) => file.includes(name))!;
    const finding = { severity: 'P0', path: 'src/new.ts', line: 7, title: 'A new P0', fix: 'Do it.' } as const;
    const from = { plan: 'demo', phase: 'Z', task: '1', commit: 'c0ffee12345', date: '2026-05-01', reviewer: 'claude' };
    const after = appendToBacklog(sample.path, contentOf(sample), [{ finding, from }]);
    expect(after.ok && after.value).toMatch(entry);
  });

  test.each(roadmaps)('$file names its milestones.', (sample) => {
    const { milestones } = readPlan(sample.path, contentOf(sample));
    const labels = sample.expected.phases.map(({ label }) => label);
    expect(milestones.map(({ id }) => id)).toEqual(labels.filter((label) => label.startsWith('M')));
  });

  test('No document of another kind is taken for one of these.', () => {
    const others = samples.filter((sample) => !backlogs.includes(sample) && !roadmaps.includes(sample));
    for (const sample of others) {
      const { format } = readPlan(sample.path, contentOf(sample));
      expect([sample.file, format]).not.toContainEqual(expect.stringMatching(/^(?:backlog|roadmap)$/));
    }
  });

  test.each([
    ['tyrchen__obs', ['M-1: 0 closes', 'M0: 1 closes', 'M1: 2 closes', 'M2: 3 closes', 'M3: 4 closes', 'M4: 5 closes']],
    [
      'tyrchen__tfparser',
      [
        'M0: 1 advances, 2 advances, 3 closes',
        'M1: 4 closes',
        'M2: 5 closes',
        'M3: 6 closes',
        'M4: 7 closes',
        'M5: 8 closes',
        'M6: 9 closes',
      ],
    ],
    [
      'tyrchen__termstage',
      ['M0: 1 starts, 2 advances, 3 closes', 'M1: 4 closes', 'M2: 5 closes', 'M3: 5 closes', 'M4: 6 closes'],
    ],
    [
      'tyrchen__pdfv',
      [
        'M0: 2 advances, 3 advances, 4 closes',
        'M1: 5 closes',
        'M2: 6 closes',
        'M3: 6 closes',
        'M4: 7 advances, 8 advances, 9 advances, 11 advances',
      ],
    ],
    [
      'kobe4cn__consumer_engine',
      ['M0: 1 closes', 'M1: 2 closes', 'M2: 3 closes', 'M3: 4 closes', 'M4: 5 closes', 'M5: 6 closes'],
    ],
    ['tyrchen__cue-rust', []],
    ['055liufl__gba', []],
    ['tyrchen__sbe', []],
  ])('The plan of %s maps its phases to milestones.', (name, expected) => {
    const sample = samples.find(({ file, path }) => file.includes(`impl/${name}__`) && path.endsWith('impl-plan.md'));
    const content = contentOf(sample!);
    const { phases } = readPlan(sample!.path, content);
    const found = milestonesOf(markdownLines(content), phases).map(
      ({ id, phases: serving }) => `${id}: ${serving.map(({ phase, verb }) => `${phase} ${verb}`).join(', ')}`,
    );
    expect(found).toEqual(expected);
  });
});
