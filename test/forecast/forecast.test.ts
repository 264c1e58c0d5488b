import { array, assert, constantFrom, nat, property, record, subarray } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forecastOf, type ForecastTask } from '../../core/forecast/forecast.ts';
import { placeFinder } from '../../core/forecast/places.ts';
import type { Forecast } from '../../core/forecast/record.ts';
import type { Project } from '../../core/result/coverage.ts';

/** `site` and `shop` are built from `ui`, which is built from `core`; `api` stands alone. */
const projects: readonly Project[] = [
  { name: 'core', root: 'libs/core', dependsOn: [] },
  { name: 'ui', root: 'libs/ui', dependsOn: ['core'] },
  { name: 'site', root: 'apps/site', dependsOn: ['ui'] },
  { name: 'shop', root: 'apps/shop', dependsOn: ['ui'] },
  { name: 'api', root: 'apps/api', dependsOn: [] },
];

function task(id: string, files: readonly string[] | string, given: Partial<ForecastTask> = {}): ForecastTask {
  const declared = typeof files === 'string' ? [] : files;
  const title = typeof files === 'string' ? files : `Part ${id}`;
  return { id, title, text: `- [ ] ${id} ${title}`, files: declared, dependsOn: [], ...given };
}

function forecast(...tasks: readonly ForecastTask[]): Forecast {
  return forecastOf(tasks, { projects, projectRoot: 'apps/site' });
}

/** `1 2` for each task 1 that goes before a task 2. */
function pairs({ orderings }: Forecast): string[] {
  return orderings.map(({ before, after }) => `${before} ${after}`);
}

test('Commits of a plan with a table of dependencies are side by side in one project, but not with one file.', () => {
  const commits = [task('1', ['apps/site/a.ts']), task('2', ['apps/site/b.ts']), task('3', ['apps/site/b.ts'])];
  const { orderings, together } = forecastOf(commits, { projects, projectRoot: 'apps/site' }, { format: 'toml' });
  expect(orderings).toMatchObject([{ before: '2', after: '3', reason: 'both touch apps/site/b.ts' }]);
  expect(together).toMatchObject([
    { tasks: ['1', '2'], by: 'dependencies' },
    { tasks: ['1', '3'], by: 'dependencies' },
  ]);
  expect(pairs(forecast(...commits))).toEqual(['1 2', '2 3']);
});

describe('two tasks', () => {
  test.each([
    [
      ['apps/site/src/a.ts'],
      ['apps/site/src/b.ts'],
      'both touch project site: apps/site/src/a.ts and apps/site/src/b.ts',
    ],
    [['apps/site/src/a.ts'], ['apps/site/src/a.ts'], 'both touch apps/site/src/a.ts'],
    [['apps/site/a.ts', 'apps/site/c.ts'], ['apps/site/b.ts', 'apps/site/c.ts'], 'both touch apps/site/c.ts'],
    [
      ['apps/site/a.ts', 'apps/site/c.ts'],
      ['apps/site/b.ts', 'apps/site/d.ts'],
      'both touch project site: apps/site/a.ts and apps/site/b.ts',
    ],
    [['apps/site/**'], ['apps/site/src/a.ts'], 'both touch project site: apps/site/** and apps/site/src/a.ts'],
    [['apps/**/*.ts'], ['apps/api/main.ts'], 'both touch project api: apps/**/*.ts and apps/api/main.ts'],
    [['apps/api'], ['apps/api/main.ts'], 'both touch project api: apps/api and apps/api/main.ts'],
    [['apps/'], ['apps/api/main.ts'], 'both touch project api: apps/ and apps/api/main.ts'],
    [['.'], ['apps/api/main.ts'], '1 touches ., which all projects share'],
    [['docs'], ['docs/a.svg'], 'both touch docs: docs and docs/a.svg'],
    [['docs/a.adoc'], ['docs/img/b.svg'], 'both touch docs: docs/a.adoc and docs/img/b.svg'],
    [
      ['libs/ui/button.ts'],
      ['apps/site/page.ts'],
      '1 touches libs/ui/button.ts of project ui, on which project site with apps/site/page.ts of 2 depends',
    ],
    [
      ['apps/shop/cart.ts'],
      ['libs/core/money.ts'],
      '2 touches libs/core/money.ts of project core, on which project shop with apps/shop/cart.ts of 1 depends',
    ],
    [['package-lock.json'], ['apps/api/main.ts'], '1 touches package-lock.json, which all projects share'],
    [['apps/api/main.ts'], ['./tsconfig.base.json'], '2 touches ./tsconfig.base.json, which all projects share'],
    [['nx.json'], ['pnpm-lock.yaml'], 'both touch what all projects share: nx.json and pnpm-lock.yaml'],
    [['**/*.test.ts'], ['apps/api/main.ts'], '1 touches **/*.test.ts, which all projects share'],
  ])('that touch %j and %j go one after the other.', (first, second, reason) => {
    expect(forecast(task('1', first), task('2', second)).orderings).toEqual([
      { before: '1', after: '2', reason, guessed: false },
    ]);
  });

  test.each([
    [['apps/site/a.ts'], ['apps/api/b.ts'], 'have nothing to do with each other'],
    [['apps/site/a.ts'], ['apps/shop/b.ts'], 'are only built from the same library'],
    [['../api'], ['apps/api/b.ts'], 'are not both in the workspace'],
    [['libs/ui/a.ts'], ['apps/api/b.ts'], 'are a library and an app without it'],
    [['apps/site/package-lock.json'], ['apps/api/b.ts'], 'are a lockfile of one project, and another one'],
    [['docs/a.md'], ['tools/b.sh'], 'are folders outside of all projects'],
    [['package-lock.json'], ['docs/a.md'], 'are no projects both'],
    [['../other/a.ts'], ['apps/site/a.ts'], 'are not both in the workspace'],
  ])('run side by side where %j and %j %s.', (first, second) => {
    expect(forecast(task('1', first), task('2', second)).orderings).toEqual([]);
  });
});

describe('a task that declares no files', () => {
  test('is ordered by the paths in its text, which is said to be a guess.', () => {
    const guessed = forecast(task('1', 'Write `src/a.ts`'), task('2', ['apps/site/b.ts']));
    expect(guessed.orderings).toEqual([
      {
        before: '1',
        after: '2',
        reason: 'both touch project site: apps/site/src/a.ts and apps/site/b.ts',
        guessed: true,
      },
    ]);
  });

  test.each([
    ['lies in the project of the plan', 'src/a.ts', ['apps/site/b.ts']],
    ['lies in another project, where its path says so', 'libs/core/money.ts', ['libs/core/b.ts']],
    ['is a folder', 'libs/core/', ['libs/core/b.ts']],
    ['ends a sentence', 'See libs/core/a.ts.', ['libs/core/b.ts']],
    ['stands in Chinese text', '编写libs/core/a.ts。', ['libs/core/b.ts']],
    ['is the lockfile', 'Update package-lock.json', ['apps/api/b.ts']],
  ])('is known by a path that %s.', (_, title, files) => {
    expect(pairs(forecast(task('1', title), task('2', files)))).toEqual(['1 2']);
  });

  test.each([
    'Read and/or write',
    'See https://example.org/apps/site/a.ts',
    'See [the data](../specs/10-data.md) and specs/11-more.md § 1/2',
    'Put it into /etc/site.conf and ~/site/a.ts',
    'Version 1.2/1.3 of Node.js',
  ])('is not known by %j.', (title) => {
    const { orderings, unknown } = forecast(task('1', title), task('2', ['apps/site/b.ts']));
    expect(orderings).toEqual([]);
    expect(unknown).toEqual(['1']);
  });

  test('is not among the unknown where it runs beside nothing.', () => {
    const chained = [task('1', 'Read'), task('2', 'Write', { dependsOn: ['1'] })];
    expect(forecast(...chained).unknown).toEqual([]);
    expect(forecast(...chained, task('3', 'Print', { dependsOn: ['1'] })).unknown).toEqual(['2', '3']);
  });
});

describe('the plan', () => {
  const files = ['apps/site/a.ts'];

  test('has tasks that need each other in that order, and no other one is added.', () => {
    expect(pairs(forecast(task('1', files, { dependsOn: ['2'] }), task('2', files)))).toEqual([]);
    const through = [task('1', files), task('2', [], { dependsOn: ['1'] }), task('3', files, { dependsOn: ['2'] })];
    expect(pairs(forecast(...through))).toEqual([]);
  });

  test('decides by its order which goes first, but for what that one waits for.', () => {
    const late = task('1', files, { dependsOn: ['3'] });
    expect(pairs(forecast(late, task('2', files), task('3', ['apps/api/a.ts'])))).toEqual(['2 1']);
  });

  test('lets tasks of one wave run side by side.', () => {
    const wave = { wave: '1' };
    expect(forecast(task('1', files, wave), task('2', files, wave))).toMatchObject({
      orderings: [],
      together: [{ tasks: ['1', '2'], reason: 'both touch apps/site/a.ts', by: 'wave' }],
    });
    expect(pairs(forecast(task('1', files, wave), task('2', files, { wave: '2' })))).toEqual(['1 2']);
    expect(pairs(forecast(task('1', files, wave), task('2', files)))).toEqual(['1 2']);
  });

  test.each([
    ['[P] Read', '[P] Write', true],
    ['[US1] [P] Read', '[P] [US2] Write', true],
    ['(P) Read', '[P]Write', true],
    ['[P] Read', 'Write', false],
    ['Read', 'Write [P]', false],
  ])('titles tasks %j and %j: side by side is %j.', (first, second, isTogether) => {
    const { orderings, together } = forecast(task('1', files, { title: first }), task('2', files, { title: second }));
    expect(together.map(({ by }) => by)).toEqual(isTogether ? ['mark'] : []);
    expect(orderings).toHaveLength(isTogether ? 0 : 1);
  });

  test('has others wait for all that run side by side.', () => {
    const marked = { title: '[P] Part' };
    const around = [task('1', files), task('2', files, marked), task('3', files, marked), task('4', files)];
    expect(pairs(forecast(...around)).toSorted()).toEqual(['1 2', '1 3', '2 4', '3 4']);
  });
});

test('A thousand tasks of one project are put in order in no time.', () => {
  const many = Array.from({ length: 1000 }, (_, index) => task(String(index), [`apps/site/${index}.ts`]));
  const start = performance.now();
  expect(forecast(...many).orderings).toHaveLength(999);
  expect(performance.now() - start).toBeLessThan(2000);
});

const someFiles = subarray([
  'libs/core/a.ts',
  'libs/ui/a.ts',
  'apps/site/a.ts',
  'apps/shop/**',
  'apps/api/a.ts',
  'docs/a.svg',
  'nx.json',
]);

/** Tasks in plan order, each of which may need any other that stands before it in some order of its own. */
const somePlans = array(
  record({
    files: someFiles,
    title: constantFrom('[P] Part', 'Part'),
    place: nat(),
    needs: array(nat()),
  }),
  {
    maxLength: 9,
  },
).map((drawn) => {
  const order = drawn.map((_, index) => index).toSorted((a, b) => drawn[a]!.place - drawn[b]!.place || a - b);
  const before = (index: number): number[] => order.slice(0, order.indexOf(index));
  return drawn.map(({ files, title, needs }, index) => {
    const candidates = before(index);
    const dependsOn =
      candidates.length === 0 ? [] : needs.slice(0, 2).map((need) => candidates[need % candidates.length]!);
    return task(String(index), files, { title, dependsOn: dependsOn.map(String) });
  });
});

test('Whatever the plan: no circle, nothing that was ordered before, and whoever meets waits, needs, or is said to run beside.', () => {
  assert(
    property(somePlans, (tasks) => {
      const { orderings } = forecast(...tasks);
      const needs = reachedFrom(tasks, []);
      const all = reachedFrom(tasks, orderings);
      for (const { id } of tasks) expect(all.get(id)).not.toContain(id);
      for (const one of orderings) {
        expect(needs.get(one.after)).not.toContain(one.before);
        expect(
          reachedFrom(
            tasks,
            orderings.filter((other) => other !== one),
          ).get(one.after),
        ).not.toContain(one.before);
      }
      for (const [index, one] of tasks.entries())
        for (const other of tasks.slice(0, index)) {
          const areOrdered = all.get(one.id)?.has(other.id) || all.get(other.id)?.has(one.id);
          const mayMeet = one.title.startsWith('[P]') && other.title.startsWith('[P]');
          expect(areOrdered || mayMeet || !meet(one, other)).toBe(true);
        }
    }),
    { numRuns: 300 },
  );
});

/** For each task all that it comes after. */
function reachedFrom(tasks: readonly ForecastTask[], orderings: Forecast['orderings']): Map<string, Set<string>> {
  const next = (id: string): string[] => [
    ...(tasks.find((one) => one.id === id)?.dependsOn ?? []),
    ...orderings.filter(({ after }) => after === id).map(({ before }) => before),
  ];
  return new Map(
    tasks.map(({ id }) => {
      const found = new Set(next(id));
      for (const one of found) for (const more of next(one)) found.add(more);
      return [id, found];
    }),
  );
}

/** The rule once more, pair by pair and without an order. */
function meet(one: ForecastTask, other: ForecastTask): boolean {
  const [first, second] = [one, other].map(({ files }) => new Set(files.flatMap(find)));
  return [...first!].some(
    (place) => second!.has(place) || [...second!].some((its) => place.dependants.has(its) || its.dependants.has(place)),
  );
}

const find = placeFinder(projects);
