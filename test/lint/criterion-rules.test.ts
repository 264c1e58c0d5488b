import { describe, expect, test } from 'vitest';
import type { LintInput } from '../../core/lint/context.ts';
import { lint } from '../../core/lint/lint.ts';
import { rules } from '../../core/lint/rules.ts';
import type { Milestone } from '../../core/plan/plan.ts';
import { readPlan } from '../../core/plan/read.ts';

const path = 'specs/91-impl-plan.md';

interface Surroundings extends Partial<Pick<LintInput, 'exists'>> {
  readonly specs?: Readonly<Record<string, string>>;
  readonly milestones?: readonly Milestone[];
}

/** The complaints of one rule about a plan of phases, each with its lines. */
function complaints(id: string, phases: readonly (readonly string[])[], surroundings: Surroundings = {}) {
  const { specs = {}, milestones = [], exists = () => false } = surroundings;
  const content = phases.map((lines, index) => [`## Phase ${index + 1}: a`, '', ...lines, ''].join('\n')).join('\n');
  const plan = { ...readPlan(path, content), milestones };
  const files = Object.entries({ ...specs, [path]: content }).map(([name, text]) => ({ path: name, content: text }));
  const rule = rules.filter((each) => each.id === id);
  return lint({ plan, phases: plan.phases, files, whole: [], exists }, undefined, rule);
}

function tasks(...titles: readonly string[]): string[] {
  const rows = titles.map((title) => `| ${title} |`);
  return ['| # | Task | Spec |', '| - | - | - |', ...rows, ''];
}

function budgets(criterion: string, title = 'Read'): number {
  return complaints('budget-benchmark', [[...tasks(`1.1 | ${title} |`), `Exit: ${criterion}`]]).length;
}

describe('later-phase-criterion', () => {
  const rule = 'later-phase-criterion';
  const later = [
    ...tasks('2.1 | Implement `demo show` | 20', '2.2 | Add `demo-export` and `DemoSink` |'),
    'Exit: all gates pass',
  ];

  function linesOf(
    criterion: string,
    surroundings?: Surroundings,
    first: readonly string[] = tasks('1.1 | Read | 10'),
  ) {
    const found = complaints(rule, [[...first, `Exit: ${criterion}`], later], surroundings);
    return found.map(({ other }) => other?.line);
  }

  test.each([
    ['task 2.1 is merged', 13],
    ['tests of tasks 1.1, 2.2 and 9.9 pass', 14],
    ['`2.2` is merged', 14],
    ['the reader needs 2.1', 13],
    ["phase 2's reader works", 9],
    ['the reader of phase 2 works', 9],
    ['phase 2 is done', 9],
    ['阶段 2 的读取器可用', 9],
    ['The exporter of phase 2 works without errors.', 9],
    ['Tests of task 2.1 pass with no warnings.', 13],
    ['Task 2.1 is merged and nothing is flaky.', 13],
    ['The exporter of phase 2 never panics.', 9],
    ["The exporter of phase 2 doesn't leak memory.", 9],
    ['`demo show` does not crash on empty input', 13],
    ['阶段 2 的读取器不会崩溃', 9],
    ['Writer (Phase 2) passes its tests', 9],
    ['The tests of the writer (phase 2) pass', 9],
    ['第2阶段的读取器可用', 9],
    ['`demo show` shows it', 13],
    ['`demo show --all` shows it', 13],
    ['`demo-export` writes it', 14],
    ['`DemoSink` writes it', 14],
  ])('"%s" needs what comes later.', (criterion, line) => {
    expect(linesOf(criterion)).toEqual([line]);
  });

  test.each([
    '阶段 1 的输出可供阶段 2 使用',
    '为阶段 2 做好准备',
    '可以进入阶段 2',
    'フェーズ 2 に進める状態',
    'Interface document for task 2.1 is reviewed by Ann',
    'Reader exposes the iterator task 2.1 depends on',
    'The reader output format is what the writer of phase 2 needs',
    'requires 2.1 GB of memory at most',
    '`2.1` release of serde is used',
    'task 1.1 is merged',
    'task 2.9 is merged',
    'TLS 2.1 is spoken',
    '10 § 2.1 is kept',
    'it answers in 2.1 s',
    'phases 1–2 are planned',
    'the plan for phase 2 is written',
    'phase 2 can start',
    'limits are left to phase 2',
    'the exporter of phase 2 is not wired before phase 2',
    'the exporter of phase 2 is deferred to phase 2',
    'the exporter of phase 2 is out of scope until phase 2',
    'Hooks for the writer (phase 2) pass their tests',
    'The writer (phase 2) knows where to start',
    'Work goes on; the team can go on with phase 2',
    'The format is compatible with phase 2',
    'the exporter of stage 2 works',
    'the exporter of M2 works',
    '`demo show` never shows it',
    'Limits do not block the exporter of phase 2',
    'the reader of phase 1 works',
    'the reader of phase 2.5 works',
    '`demo show` is not there',
    '`demo` shows it',
    'demo show shows it',
    '`demo showing` works',
  ])('"%s" needs nothing that comes later for certain.', (criterion) => {
    expect(linesOf(criterion)).toEqual([]);
  });

  test('A name that anything before speaks of is known.', () => {
    const criterion = '`demo show` shows it';
    expect(linesOf(criterion, {}, tasks('1.1 | Read for `demo show` | 10'))).toEqual([]);
    expect(linesOf(criterion, {}, ['This prepares demo show.', '', ...tasks('1.1 | Read | 10')])).toEqual([]);
    expect(linesOf(criterion, { specs: { 'specs/10-a.md': 'So says `demo show`.' } })).toEqual([]);
    expect(linesOf(criterion, { specs: { 'specs/20-b.md': 'So says `demo show`.' } })).toEqual([13]);
    expect(linesOf('`DemoSink` writes', { exists: (name) => name === 'DemoSink' })).toEqual([]);
  });

  test.each([
    ['Run `cargo audit` clean', '`cargo audit` is clean'],
    ['Add `cargo audit` to the checks', '`cargo audit` is clean'],
    ['Extend `demo-core` with limits', '`demo-core` reads'],
    ['Add limits to `demo-core`', '`demo-core` reads'],
    ['Add `demo-limits` to `demo-core`', '`demo-core` reads'],
    ['Add `value`', '`value` is read'],
  ])('A later "%s" brings nothing new for certain.', (title, criterion) => {
    expect(complaints(rule, [[...tasks('1.1 | Read |'), `Exit: ${criterion}`], tasks(`2.1 | ${title} |`)])).toEqual([]);
  });

  test.each([
    ['`demo-core`: what it does', '`demo-core` reads'],
    ['**`demo-core`** — what it does', '`demo-core` reads'],
    ['Add `make soak`', '`make soak` passes'],
    ['实现 `demo-core`', '`demo-core` reads'],
  ])('A later "%s" brings what it starts with.', (title, criterion) => {
    expect(
      complaints(rule, [[...tasks('1.1 | Read |'), `Exit: ${criterion}`], tasks(`2.1 | ${title} |`)]),
    ).toHaveLength(1);
  });

  test('The criteria of a milestone that only a later phase closes are not met before.', () => {
    const milestones = [
      { id: 'M0', phases: [{ phase: '1', verb: 'advances' as const, line: 1 }, { phase: '2', verb: 'closes' as const, line: 7 }] },
      { id: 'M1', phases: [{ phase: '1', verb: 'closes' as const, line: 1 }] },
      { id: 'M2', phases: [] },
    ]; // prettier-ignore
    expect(linesOf('M0 roadmap criteria pass', { milestones })).toEqual([7]);
    expect(linesOf('the M0 samples are read', { milestones })).toEqual([]);
    expect(linesOf('M1 roadmap criteria pass', { milestones })).toEqual([]);
    expect(linesOf('M2 roadmap criteria pass', { milestones })).toEqual([]);
    expect(linesOf('M01 roadmap criteria pass', { milestones })).toEqual([]);
  });

  test.each([
    ['Stage 2', 'The exporter of stage 2 works'],
    ['Step 2', 'Step 2 is done'],
    ['EPIC 2', 'Writer (Epic 2) passes its tests'],
    ['Milestone 2', 'the exporter of milestone 2 works'],
    ['步骤 2', '步骤 2 的导出可用'],
    ['第2步', '第2步的导出可用'],
    ['ステップ 2', 'ステップ 2 の出力が動く'],
  ])('Where a heading says "%s", so may a criterion: "%s".', (second, criterion) => {
    const first = second.replace('2', '1');
    expect(
      inPlan(`# P\n\n## ${first}: a\n\n- [ ] b\n\n**Exit criteria**: ${criterion}\n\n## ${second}: c\n\n- [ ] d\n`),
    ).toHaveLength(1);
  });

  test('Milestones are the phases of a roadmap.', () => {
    const roadmap =
      '# Roadmap\n\n## M0: a\n\n**Exit criteria**: the exporter of M1 works\n\n## M1: b\n\n**Exit criteria**: the reader of M0 works\n';
    expect(inPlan(roadmap, 'specs/90-roadmap.md')).toHaveLength(1);
  });

  function inPlan(content: string, at = path) {
    const plan = readPlan(at, content);
    const about = { plan, phases: plan.phases, files: [{ path: at, content }], whole: [], exists: () => false };
    return lint(
      about,
      undefined,
      rules.filter(({ id }) => id === rule),
    );
  }

  test('A plan that does not keep the order of its numbers is read by them too.', () => {
    const content =
      '## Phase 2: a\n- [ ] b\n\nExit: the reader of phase 1 works\n\n## Phase 1: c\n- [ ] d\n\nExit: ok\n';
    expect(inPlan(content)).toEqual([]);
  });
});

function vague(criterion: string): number {
  return complaints('observable-criterion', [['**Exit criteria**:', '', `- ${criterion}`]]).length;
}

describe('observable-criterion', () => {
  test.each([
    'The 2 readers work well and are robust.', '`Reader` is robust.', 'Read/write works well.',
    'Error handling and/or logging is good.', 'Phase 1 is done properly.', 'All features work as expected (see 10).',
    'Error handling is present.', 'Performance matches expectations.', 'Documentation is updated.',
    'It looks fine.', 'Start-up is fast enough.', 'All failures handled deterministically', 'The output is correct.',
    'The shell has clear entry points', 'A usable shell starts', '缓存可用。', '登录功能正常', '输出正确', '正しく動作する',
  ])('"%s" is vague.', (criterion) => {
    expect(vague(criterion)).toBe(1);
  }); // prettier-ignore

  test.each([
    '用户可以看到错误信息。', 'All 12 examples are listed', 'src/reader is there', 'It is done in < 3 tries',
    'Correct owner passwords open the file', 'Users can correct their address', 'The answer is as specified in 10',
    'Known-good images start as well', 'Well-formed input is read', 'The fast path is taken', 'A clear text is encrypted',
    'The panel is usable from the keyboard', 'Unresolved identifiers are diagnostics', '`Reader` works', '服务不可用时返回错误',
    'Login, key export and the sign-out of all members of a team now work', '旧接口不可用',
  ])('"%s" can be checked.', (criterion) => {
    expect(vague(criterion)).toBe(0);
  }); // prettier-ignore
});

describe('budget-benchmark', () => {
  test.each([
    'P50 < 1 s', 'P99 latency of 20 ms', 'start-up is below 200 ms', 'it answers within 50 ms', 'memory ≤ 1.5 GiB',
    'at least 5,000 events/s', 'perf budgets are met', 'readable < 30 min', '启动小于 3 秒', '500ms以内',
  ])('"%s" is a budget.', (criterion) => {
    expect(budgets(criterion)).toBe(1);
  }); // prettier-ignore

  test.each([
    'coverage ≥ 90 %', 'at most 3 retries', 'the lease ends within 15 min', 'uploads over 10 MB are refused',
    'over-budget queries are refused', 'a 24 h soak is green', 'P50 and P99 are shown', '`npm run bench` shows ≤ 50 ns',
    '`test_p50` shows P50 < 1 s',
  ])('"%s" is none, or says what measures it.', (criterion) => {
    expect(budgets(criterion)).toBe(0);
  }); // prettier-ignore

  test.each(['Add a benchmark', 'Criterion benches', 'Perf harness', 'Load test', '性能测试', 'ベンチマーク'])(
    'A task "%s" measures.',
    (title) => {
      expect(budgets('P50 < 1 s', title)).toBe(0);
    },
  );

  test('A spec counts by the sections that are cited, or where it is about budgets as a whole.', () => {
    const specs = {
      'specs/10-a.md':
        '## 1. Input\n\nUp to 10 MB is fine if < 3 s.\n\n## 2. Speed\n\nThroughput is at least 50 rps.\n',
      'specs/71-budgets.md': '```\nlatency < 3 s\n```\n\nLatency < 3 s\n',
    };
    const places = (spec: string) =>
      complaints('budget-benchmark', [tasks(`1.1 | Read | ${spec}`)], { specs }).map(({ at, other }) => [
        at.line,
        other?.path,
        other?.line,
      ]);
    expect(places('10')).toEqual([]);
    expect(places('10 § 1')).toEqual([]);
    expect(places('10 § 2')).toEqual([[5, 'specs/10-a.md', 7]]);
    expect(places('71')).toEqual([[5, 'specs/71-budgets.md', 5]]);
  });
});

describe('pointer-criterion', () => {
  const roadmap = '# Roadmap\n\n## M0: a\n\n### Exit\n\n- b\n\n## M1: c\n\n## M10: d\n\nExit: e\n';

  test.each([
    ['M0 roadmap criteria pass', []],
    ['M1 roadmap criteria pass', ['specs/90-roadmap.md:9']],
    ['M0 and M2 roadmap criteria pass', ['']],
    ['all criteria of phase 1', []],
    ['all criteria of phase 3', ['']],
    ['M2 is a name', []],
  ])('"%s" is found, or not.', (criterion, others) => {
    const specs = { 'specs/90-roadmap.md': roadmap };
    const found = complaints('pointer-criterion', [[`Exit: ${criterion}`]], { specs });
    expect(found.map(({ other }) => (other ? `${other.path}:${other.line}` : ''))).toEqual(others);
  });
});

test('Without a plan, no rule about criteria has anything to say.', () => {
  const files = [
    { path: 'specs/10-a.md', content: '**Exit criteria**: The cache works. P50 < 1 s. M0 criteria pass.\n' },
  ];
  const about = { plan: null, phases: [], files, whole: ['specs/10-a.md'], exists: () => false };
  expect(lint(about).filter(({ rule }) => /criterion|benchmark/.test(rule))).toEqual([]);
});
