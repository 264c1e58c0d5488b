import type { Report, TracedFinding } from '../../core/report/report.ts';
import { citation, criterionWords } from '../../core/report/wording.ts';
import { worstFirst } from '../../core/review/finding.ts';
import { visibleText } from '../../core/visible.ts';

/** Something about a phase that GitHub shows beside the code. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
  /** From the root of the repository. */
  readonly path?: string;
  /** 1-based. */
  readonly line?: number;
}

/** What a phase has to say, the most severe first. */
export function annotationsOf(report: Report): Annotation[] {
  const all = [
    ...failed(report),
    ...report.gates.filter(({ outcome }) => outcome === 'failed').map(ofGate),
    ...report.criteria.filter(({ outcome }) => outcome !== 'met').map((one) => ofCriterion(report, one)),
    ...report.findings
      .filter(isLeft)
      .toSorted((a, b) => worstFirst(a.finding, b.finding))
      .map(ofFinding),
    ...report.questions.map(ofQuestion),
  ];
  return all.toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
}

/** As many as GitHub shows of one step, of each level; the last one then says how many more there are. */
export function shownOfStep(annotations: readonly Annotation[]): Annotation[] {
  return levels.flatMap((level) => {
    const own = annotations.filter((one) => one.level === level);
    if (own.length <= mostOfLevel) return own;
    const more = own.length - mostOfLevel + 1;
    return [
      ...own.slice(0, mostOfLevel - 1),
      { level, title: 'phasewright', message: `And ${more} more: see the summary of this run.` },
    ];
  });
}

const mostOfLevel = 10;
const levels: readonly Annotation['level'][] = ['error', 'warning', 'notice'];

/** Fixed and rejected ones are no more. */
function isLeft({ outcome }: TracedFinding): boolean {
  return outcome === 'open' || outcome === 'deferred';
}

function failed({ tasks }: Report): Annotation[] {
  return tasks
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ id, title, reason }) => ({
      level: 'error',
      title: `Task ${visibleText(id)} failed`,
      message: visibleText(`${title}: ${reason ?? 'no reason is known'}`),
    }));
}

function ofGate({ project, target, output }: Report['gates'][number]): Annotation {
  return { level: 'error', title: `Gate ${visibleText(`${project}:${target}`)} is red`, message: visibleText(output) };
}

function ofCriterion({ plan }: Report, { outcome, text, line }: Report['criteria'][number]): Annotation {
  return {
    level: outcome === 'not-met' ? 'error' : 'warning',
    title: `Exit criterion ${criterionWords[outcome]}`,
    message: visibleText(text),
    path: plan.path,
    line,
  };
}

const levelOf = { P0: 'error', P1: 'error', P2: 'warning', P3: 'notice' } as const;

function ofFinding({ finding }: TracedFinding): Annotation {
  const { severity, title, fix, path, line } = finding;
  return {
    level: levelOf[severity],
    title: `${severity} ${citation(finding)}`,
    message: visibleText(`${title}\n${fix}`),
    path,
    line,
  };
}

function ofQuestion({ stage, text }: Report['questions'][number]): Annotation {
  return { level: 'warning', title: `${visibleText(stage)} asks`, message: visibleText(text) };
}
