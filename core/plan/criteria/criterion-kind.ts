import { codeSpans, withoutCodeSpans } from '../../markdown/code-spans.ts';
import type { CriterionKind } from '../plan.ts';
import { isCommandLine } from './command-line.ts';
import { probeOf } from './probe.ts';
import { isTestName } from './test-name.ts';

/**
 * What a criterion speaks of, by its words alone. What code decides comes first. Then what settles it whatever else is
 * named: a person's word, a number, a list elsewhere. At last the evidence, the most precise first: a test is more than
 * the command that runs it, and a command more than a file that is there.
 */
export function criterionKind(text: string): CriterionKind {
  const probe = probeOf(text);
  if (probe.kind === 'command') return probe.tests.length > 0 ? 'test' : 'command';
  if (probe.kind === 'gates') return 'command';
  if (probe.kind === 'benchmark') return 'number';
  if (probe.kind === 'file') return 'file';
  // Nobody writes a longer statement, and a whole file on one line must not take long.
  const start = text.slice(0, 2_000);
  const spans = codeSpans(start).map(({ code }) => code);
  const prose = withoutCodeSpans(start);
  if (person.test(prose)) return 'person';
  if (namesNumber(start)) return 'number';
  if (pointer.test(prose)) return 'pointer';
  if (spans.some(isTestName) || tests.test(prose)) return 'test';
  if (gates.test(prose) || (spans.some(isCommandLine) && worksOut.test(prose))) return 'command';
  if (isAboutFile(start, spans) && isThere.test(prose)) return 'file';
  return 'judgement';
}

/** A number with a unit, or one that is compared with. */
export function namesNumber(text: string): boolean {
  return withUnit.test(text) || compared.test(text);
}

/** Letters of scripts without blanks between words, such as `500ms以内`, end a word as a blank does. */
const inWord = '[\\p{Script=Latin}\\d_]';

/** Alternatives of a regular expression that start and end with a word. */
function words(...alternatives: readonly string[]): string {
  return `(?<!${inWord})(?:${alternatives.join('|')})(?!${inWord})`;
}

const role =
  '(?:owner|lead|maintainer|reviewer|stakeholder|manager|architect|team|customer|client|sponsor|board|human|person)s?';

const person = new RegExp(
  [
    words(
      'sign(?:s|ed)?[- ]?off',
      '(?:approved|accepted|reviewed|confirmed|agreed|signed|checked) (?:off )?(?:by|with) (?:an? |the |our |all )?(?!.{0,40}(?:tests?|ci|lint|gates?|script|command))\\p{L}+',
      `${role} (?:approves?|accepts?|confirms?|agrees?|signs?|has approved|have approved)`,
      `(?:approval|acceptance|review|consent) (?:of|from|by) (?:an? |the |our |all )?(?:[\\w-]+ )?${role}`,
      `(?:human|manual|owner|stakeholder|legal) (?:approval|review|sign-?off)`,
      'review (?:is |was )?approved',
      'abgenommen|genehmigt|freigegeben|freigabe durch',
    ),
    '签字|签核|签收|批准|审批通过|人工(?:确认|审核)|承認|サインオフ',
  ].join('|'),
  'iu',
);

const units = [
  'ns|µs|μs|us|ms|s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|days?|weeks?',
  '[kmgt]i?b|bytes?|kbit|mbit|gbit|[kmgt]bps',
  'fps|[kmg]?hz|rps|qps|tps|iops|(?:[\\p{L}]+ ?)/ ?(?:s|sec|second|min|minute|h|hour)',
  'percent|pp|warnings?|errors?|failures?|panics?|vulnerabilities|regressions?|crashes|leaks?',
].join('|');

const withUnit = new RegExp(
  `(?<!${inWord}|\\.)(?:(?:\\d[\\d.,_]{0,20}[ -]?k?|zero )[ -]?(?:(?:${units})(?!${inWord})|[%％])|\\d[\\d.]{0,9}[x×](?!${inWord}))|\\d ?(?:秒|毫秒|分钟|小时|ミリ秒|分|時間|件|パーセント)`,
  'iu',
);

const compared =
  /(?:[≤≥≦≧＜＞]=?|(?<![-=<>])[<>]=?|(?<![\p{L}])(?:less than|fewer than|more than|at most|at least|no more than|no less than|under|below|above|over|within|up to|höchstens|mindestens|unter|über)|至少|最多|不超过|不少于|小于|大于|低于|高于)\s{0,3}[~≈]?\s?\d/iu;

const pointer = new RegExp(
  [
    words(
      '(?:roadmap|milestone|phase|stage|M-?\\d+)\\b.{0,40}\\bcriteria',
      'criteria (?:of|in|from|for) (?:the )?(?:roadmap|milestone|phase|stage|M-?\\d)',
      'all (?:of the )?(?:\\d+ )?(?:exit |acceptance |success )?criteria .{0,40}(?:pass|hold|met|satisfied|fulfilled)',
      'closes? (?:part of |most of )?M-?\\d+',
    ),
    '^(?:see|as in|according to|siehe|gemäß)(?= ).{1,80}(?:§|\\d|\\[)|^(?:参见|参照|见).{0,40}(?:§|\\d|\\[)',
    '^(?:(?:goals?|invariants?|requirements?|AC|decisions?) )?[A-Z]{1,4}-?\\d+(?:(?:[/,&+ ]|and|through|–|-){1,7}[A-Z]{1,4}-?\\d+){0,20} (?:is |are |still )?(?:holds?|met|satisfied|fulfilled|pass(?:es)?)(?![\\p{L}])',
    '(?:targets?|budgets?|goals?|limits?|requirements?|criteria|invariants?) (?:in|of|from) (?:\\[|§|\\d).{0,200}(?:met|holds?|pass(?:es)?|satisfied|fulfilled)',
    '(?:路线图|里程碑|ロードマップ|マイルストーン).{0,20}(?:标准|標準|条件|基準)',
  ].join('|'),
  'iu',
);

const good = 'pass(?:es|ed|ing)?|green|succeeds?|succeeded|clean|stable|work(?:s)?';

const tests = new RegExp(
  [
    `${words('tests?', 'snapshots?', 'test ?suites?', 'suites?', 'fuzz(?:ing|ers?)?', 'harness')}.{0,200}${words(good)}`,
    `${words('tests?')}.{0,80}${words('covers?', 'proves?', 'asserts?', 'verif(?:y|ies)', 'checks?', 'rejects?', 'returns?', 'runs?')}`,
    words('(?:unit|integration|e2e|end-to-end|property|regression|smoke|golden|contract|load|stress)[- ]tests?'),
    `${words('(?:by|has|have|with) (?:[\\p{L}-]+ ){0,3}tests?')}(?=\\s*(?:[.,;:)）]|$|(?:and|that|which|for) ))`,
    '测试.{0,40}(?:通过|覆盖)|テスト.{0,40}(?:通過|通る|成功|パス|グリーン)',
  ].join('|'),
  'iu',
);

const gates = new RegExp(
  `${words('gates?', 'verification commands?', 'ci', 'lint(?:er|s)?', 'clippy', 'builds?', 'type-?checks?')}.{0,120}${words(good)}`,
  'iu',
);

const worksOut = new RegExp(
  `${words(good, 'exits? (?:with )?(?:code )?0', 'runs?', 'builds?', 'compiles?', 'completes?')}|通过|成功|動作`,
  'iu',
);

/** A path in code or in a link, or a word for what is written down. */
function isAboutFile(text: string, spans: readonly string[]): boolean {
  return spans.some((code) => isPath.test(code)) || /\]\([^()\s]+\)/.test(text) || documents.test(text);
}

const isPath = /^[\w@.*/-]*\w(?:\/|\.[a-z])[\w@.*/-]*$/i;

const documents = new RegExp(
  `${words('files?', 'memos?', 'docs?', 'documentation', 'specs?', 'readme', 'changelog', 'adrs?', 'reports?', 'guides?', 'runbooks?')}|[\\w-]\\.[a-z]{2,4}(?![\\p{L}\\d])|文档|文件|文書|ファイル|ドキュメント`,
  'iu',
);

const isThere = new RegExp(
  `${words('exists?', 'present', '(?:re-?)?committed', 'updated', 'published', 'written', 'checked in', 'merged', 'recorded', 'generated', 'created')}|存在|已提交|已更新|已合并|コミット|更新され|作成され`,
  'iu',
);
