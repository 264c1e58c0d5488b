import type { Source } from '../change.ts';
import { argumentsOf, chainOf, stringOf } from '../chain.ts';
import { defineCheat } from '../cheat.ts';
import { isTestFile } from '../../review/test-file.ts';
import { newMarkers, type Marker } from '../markers.ts';
import { changedMeasures } from '../measures.ts';
import { calledName } from '../nodes.ts';
import type { Syntax, SyntaxNode } from '../syntax.ts';

/**
 * A clock that is replaced, so that what is measured by it is not what it takes.
 *
 * @example Time stands still.
 *
 *     --- src/bench.ts
 *     + performance.now = () => 0;
 *     --- tests/test_speed.py
 *     + time.perf_counter = lambda: 0.0
 *     === src/bench.ts:1 Unexpected replacement of "performance.now", expected time to be measured
 *     === tests/test_speed.py:1 Unexpected replacement of "time.perf_counter", expected time to be measured
 *
 * @example What measures is replaced by a tool of tests, or by a property; where all tests share it, any clock counts.
 *
 *     --- tests/test_scale.py
 *     + @patch("time.perf_counter")
 *     + def test_scale(clock):
 *     +     monkeypatch.setattr(time, "process_time", lambda: 0)
 *     +     assert scale() < 0.2
 *     --- test/setup.ts
 *     + vi.spyOn(Date, 'now').mockReturnValue(0);
 *     + Object.defineProperty(performance, 'now', { value: () => 0 });
 *     === test/setup.ts:1 Unexpected replacement of "Date.now", expected time to be measured
 *     === test/setup.ts:2 Unexpected replacement of "performance.now", expected time to be measured
 *     === tests/test_scale.py:1 Unexpected replacement of "time.perf_counter", expected time to be measured
 *     === tests/test_scale.py:3 Unexpected replacement of "time.process_time", expected time to be measured
 *
 * @example What was measured is made smaller.
 *
 *     --- bench/run.ts
 *     + const took = (performance.now() - start) / 10;
 *     + const most = Math.min(performance.now() - start, 50);
 *     === bench/run.ts:1 Unexpected change of a measured time, expected time to be measured
 *     === bench/run.ts:2 Unexpected change of a measured time, expected time to be measured
 *
 * @example A clock that is handed over, another unit, a date that a test needs, a name for a clock.
 *
 *     --- src/timed.ts
 *     + export const timed = (now = () => performance.now()) => (now() - start) / 1000;
 *     + const seconds = (performance.now() - start) / 1000;
 *     --- tests/test_age.py
 *     + def test_age(monkeypatch):
 *     +     monkeypatch.setattr(time, "time", lambda: 1_700_000_000.0)
 *     +     clock = time.perf_counter
 *
 * @example The runner's own timers.
 *
 *     --- test/poll.test.ts
 *     + vi.useFakeTimers();
 *     + const start = performance.now();
 */
export const patchedClock = defineCheat({
  id: 'patched-clock',
  verdict: 'flag',
  look(change, see) {
    for (const { path, line, kind } of newMarkers(change, clocks)) {
      const what = kind === measured ? 'change of a measured time' : `replacement of "${kind}"`;
      see({ path, line, message: `Unexpected ${what}, expected time to be measured` });
    }
  },
});

const measured = 'measured';

function clocks({ syntax, lines }: Source, path: string): Marker[] {
  if (!syntax) return plainClocks(lines, path);
  return [
    ...assigned(syntax),
    ...handedToTools(syntax, isTestFile(path)),
    ...changedMeasures(syntax).map((line) => ({ line, kind: measured })),
  ];
}

function assigned(syntax: Syntax): Marker[] {
  return syntax.nodes('AssignmentExpression', 'AssignStatement').flatMap((node) => {
    const { firstChild: target, lastChild: value } = node;
    if (!target || !value || target.to - target.from > 60) return [];
    const name = syntax.textOf(target).replaceAll(/\[["'](\w+)["']\]/g, '.$1');
    const isNamed = /^(?:import|require)\(|^(?:time|timeit|performance)\.\w+$/.test(syntax.textOf(value).slice(0, 80));
    return replaceable.test(name) && !isNamed ? [{ line: syntax.lineOf(node), kind: name }] : [];
  });
}

const replaceable =
  /^(?:(?:globalThis|global|window|self)\.)?(?:Date|Date\.now|performance|performance\.now|process\.hrtime|process\.hrtime\.bigint|process\.uptime)$|^(?:globalThis|global|window)\.set(?:Timeout|Interval|Immediate)$|^time\.(?:time|perf_counter|monotonic|process_time|thread_time|sleep)(?:_ns)?$|^(?:perf_counter|process_time)(?:_ns)?$|^timeit\.default_timer$|^datetime\.date(?:time)?$/;

/** `patch("time.perf_counter")`, `setattr(time, "perf_counter", …)`, `spyOn(performance, 'now')`, `defineProperty(Date, 'now', …)`. */
function handedToTools(syntax: Syntax, isTest: boolean): Marker[] {
  return syntax.nodes('CallExpression', 'Decorator').flatMap((node) => {
    if (!tools.test(toolOf(syntax, node))) return [];
    const [first, second] = argumentsOf(node);
    const whole = stringOf(syntax, first);
    const owner = first && first.to - first.from < 60 ? syntax.textOf(first) : '';
    const name = whole?.includes('.') ? whole : `${owner}.${stringOf(syntax, second) ?? ''}`;
    const isClock = measuring.test(name) || (!isTest && dating.test(name));
    return isClock ? [{ line: syntax.lineOf(node), kind: name }] : [];
  });
}

function toolOf(syntax: Syntax, node: SyntaxNode): string {
  if (node.name === 'CallExpression')
    return /^(?:patch|object|setattr|spyOn|stub|replace|defineProperty|method)$/.test(calledName(syntax, node))
      ? chainOf(syntax, node).join('.')
      : '';
  return node
    .getChildren('VariableName')
    .map((one) => syntax.textOf(one))
    .join('.');
}

const tools = /(?:^|\.)(?:patch|patch\.object|setattr|spyOn|stub|replace|defineProperty|mock\.method)$/;
/** What is there to tell how long something takes. */
const measuring =
  /(?:^|\.)(?:perf_counter|process_time|thread_time)(?:_ns)?$|(?:^|\.)(?:performance\.now|hrtime|default_timer)$/;
/** What tells the time of the day: a test may need another, all of them may not. */
const dating = /(?:^|\.)time\.(?:time|monotonic)(?:_ns)?$|^Date\.now$|(?:^|\.)datetime\.datetime$/;

function plainClocks(lines: readonly string[], path: string): Marker[] {
  if (/\.(?:md|txt|lock)$/.test(path)) return [];
  return lines.flatMap((text, index) => {
    const kind = plain.exec(text)?.[0];
    return kind === undefined ? [] : [{ line: index + 1, kind }];
  });
}

/** In Go, and in what starts programs. */
const plain =
  /\bgo:linkname \w+ (?:time\.now|runtime\.nanotime)\b|\b(?:go)?monkey\.(?:Patch|ApplyFunc)\(time\.\w+|\b(?:lib)?faketime\b/;
