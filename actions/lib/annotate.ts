import { error, notice, warning } from '@actions/core';
import { shownOfStep, type Annotation } from './annotations.ts';

/** Prints annotations as commands to the log of this job, as many as GitHub shows of a step; what they say is escaped. */
export function annotate(annotations: readonly Annotation[]): void {
  for (const { level, title, message, path, line } of shownOfStep(annotations)) {
    say[level](message, {
      title,
      ...(path === undefined ? {} : { file: path }),
      ...(line === undefined ? {} : { startLine: line }),
    });
  }
}

const say = { error, warning, notice };
