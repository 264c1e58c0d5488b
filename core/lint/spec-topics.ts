import { withoutCodeSpans } from '../markdown/code-spans.ts';
import { isBlank, isThematicBreak, type Line } from '../markdown/lines.ts';
import { splitRow } from '../markdown/table.ts';

/** What the spec of a component has to say something about. */
export const topics = [
  'behaviour',
  'interface',
  'invariants',
  'validation',
  'errors',
  'persistence',
  'lifecycle',
  'concurrency',
  'security',
  'observability',
  'performance',
  'compatibility',
  'tests',
  'exit-criteria',
] as const;
export type Topic = (typeof topics)[number];

interface TopicWords {
  readonly name: string;
  /** What words of a heading about the topic begin with, without regard to case; `\\b` where the word has to end. */
  readonly latin: string;
  /** What such a heading has anywhere in it. */
  readonly cjk: string;
}

export const topicWords: Readonly<Record<Topic, TopicWords>> = {
  behaviour: {
    name: 'behaviour',
    latin:
      'behavio, semantics, how it works, algorithm, flow\\b, data flow, operation, processing, rules\\b, ' +
      'functional, functionality, use case, scenario, user stor, workflow, pipeline, walkthrough, ' +
      'what it does, mechanism, resolution',
    cjk: '行为, 行為, 流程, 语义, 逻辑, 算法, 工作原理, 功能, 处理, 振る舞い, 挙動, 動作, 機能, 동작',
  },
  interface: {
    name: 'interface',
    latin:
      'interface, api, cli\\b, command, schema, protocol, public surface, surface, signature, types\\b, ' +
      'data model, endpoint, contract, wire format, file format, formats?\\b, grammar, syntax, message, ' +
      'configuration, config, shape',
    cjk:
      '接口, 介面, 命令, 协议, 模式, 数据模型, 数据结构, 格式, 配置, 契约, インターフェース, インタフェース, ' +
      'スキーマ, プロトコル, コマンド, 인터페이스',
  },
  invariants: {
    name: 'invariants',
    latin: 'invariant, guarantee, constraint, always true, always hold, must hold, postcondition, assumption',
    cjk: '不变量, 不变式, 不變, 约束, 保证, 不変条件, 制約, 保証, 불변',
  },
  validation: {
    name: 'validation',
    latin: 'validat, input check, precondition, limits, sanit, verification of input, accepted input, bounds',
    cjk: '校验, 验证, 檢驗, 驗證, 输入检查, 限制, バリデーション, 検証, 検査, 上限, 검증',
  },
  errors: {
    name: 'errors',
    latin: 'error, fail, fault, exception, diagnostic, recover, retry, retries, edge case',
    cjk: '错误, 錯誤, 异常, 失败, 故障, 诊断, エラー, 異常, 例外, 失敗, 오류',
  },
  persistence: {
    name: 'persistence',
    latin:
      'persist, storage, states?\\b, stateful, stateless, database, on disk, on-disk, data at rest, durab, ' +
      'cache, caching, files written',
    cjk: '持久, 存储, 儲存, 状态, 狀態, 数据库, 缓存, 落盘, 永続, 保存, 状態, ストレージ, データベース, 저장',
  },
  lifecycle: {
    name: 'lifecycle',
    latin:
      'lifecycle, life cycle, life-cycle, shutdown, shut down, startup, start-up, start and stop, initiali, ' +
      'teardown, cancel, drain, termination, signals',
    cjk:
      '生命周期, 生命週期, 启动, 啟動, 关闭, 關閉, 停机, 退出流程, 取消, ライフサイクル, 起動, 終了処理, ' +
      '停止, 수명',
  },
  concurrency: {
    name: 'concurrency',
    latin: 'concurren, parallel, thread, locking, locks, races?\\b, synchroni, async, ordering, scheduling, reentran',
    cjk: '并发, 並發, 并行, 並行, 线程, 執行緒, 锁, 竞态, 並列, スレッド, 排他, 동시성',
  },
  security: {
    name: 'security',
    latin: 'security, trust, threat, privacy, authori, authenti, permission, secrets, sandbox, attack, access control',
    cjk: '安全, 信任, 威胁, 隐私, 权限, 授权, 认证, セキュリティ, 信頼, 脅威, 権限, 認証, 보안',
  },
  observability: {
    name: 'observability',
    latin: 'observab, audit, metric, logging, logs?\\b, tracing, telemetry, monitor, instrumentation, events emitted',
    cjk: '可观测, 可觀測, 审计, 指标, 日志, 日誌, 监控, 追踪, 可観測, 監査, メトリクス, ログ, 監視, 관측',
  },
  performance: {
    name: 'performance',
    latin:
      'performance, budget, latency, throughput, benchmark, cost, memory use, resource, scalab, complexity, ' +
      'capacity, slos?\\b',
    cjk: '性能, 预算, 延迟, 吞吐, 基准, 容量, 效能, パフォーマンス, レイテンシ, 予算, 성능',
  },
  compatibility: {
    name: 'compatibility',
    latin: 'compatib, migrat, versioning, version, upgrade, deprecat, backward, rollout, platform, evolution',
    cjk: '兼容, 相容, 迁移, 遷移, 升级, 版本, 弃用, 互換, 移行, バージョン, 호환',
  },
  tests: {
    name: 'tests',
    latin: 'test, verification, verified by, qa\\b, fixtures, conformance, property-based, fuzz',
    cjk: '测试, 測試, 用例, 验证方案, テスト, 試験, 테스트',
  },
  'exit-criteria': {
    name: 'exit criteria',
    latin:
      'exit criteri, exit gate, acceptance, definition of done, done when, done criteria, success criteria, ' +
      'completion criteria, deliverable',
    cjk: '退出标准, 退出條件, 退出条件, 验收, 驗收, 完成标准, 完成定义, 受け入れ, 受入, 完了条件, 완료',
  },
};

/** Which topics a spec says something about, and where it only says that there is nothing to say. */
export interface Coverage {
  readonly covered: ReadonlySet<Topic>;
  readonly unreasoned: readonly Unreasoned[];
}

export interface Unreasoned {
  readonly topic: Topic;
  readonly line: Line;
  /** Where its N/A stands in the line. */
  readonly index: number;
  readonly length: number;
}

/** A heading covers its topics where anything is said below it, be it under a deeper heading. */
export function coverageOf(lines: readonly Line[]): Coverage {
  const covered = new Set<Topic>();
  const unreasoned: Unreasoned[] = [];
  const open: Section[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.heading) {
      const { level, text } = line.heading;
      while ((open.at(-1)?.level ?? 0) >= level) endSection();
      open.push({ level, topics: topicsIn(text), bare: null, said: false });
      continue;
    }
    const { topics: named, bare, isGap } = readLine(line, lines[at + 1]);
    for (const topic of named) covered.add(topic);
    if (isGap) continue;
    for (const topic of open.flatMap((section) => section.topics)) covered.add(topic);
    const [topic] = named;
    if (bare && topic !== undefined) unreasoned.push({ topic, line, ...bare });
    const section = open.at(-1);
    if (section && bare && topic === undefined) section.bare = { line, ...bare };
    else for (const each of open) each.said = true;
  }
  while (open.length > 0) endSection();
  return { covered, unreasoned };

  /** A bare N/A is fine where the section says more. */
  function endSection(): void {
    const section = open.pop();
    const [topic] = section?.topics ?? [];
    if (section?.bare && !section.said && topic !== undefined) unreasoned.push({ topic, ...section.bare });
  }
}

interface Section {
  readonly level: number;
  readonly topics: readonly Topic[];
  bare: Omit<Unreasoned, 'topic'> | null;
  said: boolean;
}

interface Said {
  readonly topics: readonly Topic[];
  /** An N/A without a reason. */
  readonly bare: { readonly index: number; readonly length: number } | null;
  /** Nothing is said, or only that something is going to be. */
  readonly isGap: boolean;
}

const nothing: Said = { topics: [], bare: null, isGap: true };

/** A line such as `- **Concurrency**: …`, `Concurrency: N/A — one thread`, `| Concurrency | N/A, one thread |` or `N/A`. */
function readLine(line: Line, next: Line | undefined): Said {
  if (line.kind === 'code' || line.kind === 'fence-start') return { ...nothing, isGap: false };
  if (line.kind !== 'text' || isBlank(line) || isThematicBreak(line.text)) return nothing;
  const text = withoutCodeSpans(line.text);
  const links = [...text.matchAll(/\]\(([^()\s#]{1,300}\.md)/g)].flatMap(([, path = '']) => topicsIn(fileName(path)));
  const { label, rest, restAt, bold } = labelOf(line.text);
  const [none = ''] = notApplicable.exec(rest) ?? [];
  if (isToCome(line.text) || isToCome(rest)) return nothing;
  if (none === '') return { topics: [...links, ...(bold ? topicsIn(label) : [])], bare: null, isGap: false };
  const goesOn = next !== undefined && !isBlank(next) && /^\s+\S/.test(next.text) && label !== '';
  const reason = rest.slice(none.length);
  const hasReason = goesOn || (/[\p{L}\p{N}]{2}/u.test(reason) && !isToCome(reason));
  return {
    topics: [...links, ...topicsIn(label)],
    bare: hasReason ? null : { index: restAt, length: none.length },
    isGap: false,
  };
}

const notApplicable =
  /^(?:N\s?\/\s?A|not applicable|不适用|不適用|该当なし|該当なし|対象外|해당 없음)(?![\p{L}\p{N}])/iu;

/** `TBD`, `_TODO: say how_`, `待定`, `…`: whoever wrote it has nothing to say yet. */
function isToCome(text: string): boolean {
  if (text.length > longestGap) return false;
  const words = text.replaceAll(/^[\s\p{P}|]+|[\s\p{P}|]+$/gu, '');
  return gapMark.test(words) || gapWords.test(words) || (words === '' && /…|\.\.\.|\?/.test(text));
}

const longestGap = 200;
const gapMark = /^(?:TBD|TBA|TBC|TODO|FIXME)(?![\p{L}\p{N}])/u;
const gapWords =
  /^(?:tb[dac]|todo|later|unknown|to be (?:done|written|defined|determined|decided)|coming soon|待定|待补充?|未定|后续补充|後で)$/i;

/** The first cell of a row, or what stands before a colon, at most a few words; and what follows. An N/A is no label. */
function labelOf(text: string): { label: string; rest: string; restAt: number; bold: boolean } {
  if (/^\s*\|/.test(text)) {
    const [first, second] = splitRow(text);
    return {
      label: first?.text ?? '',
      rest: text.slice((second?.column ?? 1) - 1),
      restAt: (second?.column ?? 1) - 1,
      bold: false,
    };
  }
  const start = /^\s*(?:>\s?)?(?:[-*+]\s+|\d{1,3}[.)]\s+)?(?:\[[ xX]\]\s+)?/.exec(text)?.[0].length ?? 0;
  const item = text.slice(start);
  if (notApplicable.test(item)) return { label: '', rest: item, restAt: start, bold: false };
  const [whole, bold, plain] = /^(?:(\*\*[^*]{1,60}\*\*)\s?[:：.—–-]?|([^:：*|—–]{1,60})[:：])\s*(?:[—–-]\s+)?/.exec(
    item,
  ) ?? [''];
  const label = (bold ?? plain ?? '').replaceAll(/[*:：.]/g, '');
  return { label, rest: text.slice(start + whole.length), restAt: start + whole.length, bold: bold !== undefined };
}

function fileName(path: string): string {
  return (path.split('/').at(-1) ?? '').replaceAll('-', ' ');
}

/** Numbers and other words around do not matter. */
function topicsIn(title: string): Topic[] {
  return topics.filter((topic) => patterns.get(topic)?.test(title));
}

const patterns: ReadonlyMap<Topic, RegExp> = new Map(
  topics.map((topic) => {
    const { latin, cjk } = topicWords[topic];
    return [
      topic,
      new RegExp(String.raw`(?<![a-z])(?:${latin.replaceAll(', ', '|')})|${cjk.replaceAll(', ', '|')}`, 'i'),
    ];
  }),
);
