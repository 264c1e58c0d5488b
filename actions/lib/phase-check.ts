import type { Report } from '../../core/report/report.ts';
import { outcomeWords } from '../../core/report/wording.ts';
import { visibleLine } from '../../core/visible.ts';
import { annotationsOf, type Annotation } from './annotations.ts';
import { phaseSummary } from './phase-summary.ts';

/** How a phase stands, for the list of checks of a commit. */
export interface PhaseCheck {
  readonly name: string;
  readonly conclusion: 'success' | 'failure' | 'action_required' | 'cancelled';
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  /** As many as GitHub takes in one request, the most severe in the first. */
  readonly annotations: readonly (readonly CheckAnnotation[])[];
}

/** As GitHub's API has it. */
export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: 'failure' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/** The check of a phase, within GitHub's limits. What has no place in a file is in its summary alone. */
export function phaseCheck(report: Report): PhaseCheck {
  const { plan, phase, outcome, summary } = report;
  const annotations = annotationsOf(report).flatMap(ofCheck);
  return {
    // People require checks by their names, so that a title does not belong there.
    name: visibleLine(`phasewright: ${plan.id}, phase ${phase.id}`),
    conclusion: conclusions[outcome],
    title: cut(visibleLine(`${outcomeWords[outcome]}. ${summary}`), mostOfTitle),
    summary: phaseSummary(report, mostOfOutput),
    annotations: Array.from({ length: Math.ceil(annotations.length / mostOfRequest) }, (_, index) =>
      annotations.slice(index * mostOfRequest, (index + 1) * mostOfRequest),
    ),
  };
}

/** Characters of a text in the output, annotations in one request; both GitHub's. */
export const mostOfOutput = 65_535;
export const mostOfRequest = 50;
const mostOfTitle = 255;
/** Of 64 KB; there may be three bytes to a character. */
const mostOfMessage = 20_000;

/** A branch may be merged that has a neutral check, so that what is not done is never neutral. */
const conclusions: Readonly<Record<Report['outcome'], PhaseCheck['conclusion']>> = {
  landed: 'success',
  waiting: 'action_required',
  stopped: 'cancelled',
  failed: 'failure',
};

const levels = { error: 'failure', warning: 'warning', notice: 'notice' } as const;

function ofCheck({ level, title, message, path, line = 1 }: Annotation): CheckAnnotation[] {
  if (path === undefined) return [];
  return [
    {
      path,
      start_line: line,
      end_line: line,
      annotation_level: levels[level],
      title: cut(title, mostOfTitle),
      message: cut(message, mostOfMessage).trim() || title,
    },
  ];
}

function cut(text: string, most: number): string {
  return text.length <= most
    ? text
    : `${text
        .slice(0, most - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`;
}
