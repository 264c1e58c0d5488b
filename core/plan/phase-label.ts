import type { HeadingLine } from '../markdown/outline.ts';
import { parsePhaseHeading } from './formats/impl.ts';

/** Label and title of a heading such as `Phase 6.1 — title`; null where it is of another kind. */
export function phaseLabel({ heading }: HeadingLine): { readonly id: string; readonly title: string } | null {
  return parsePhaseHeading(heading.text);
}
