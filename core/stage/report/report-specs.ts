import type { Report } from '../../report/report.ts';
import type { Decision } from '../decide/decision.ts';

/**
 * The specs that tasks cite, and all else that the spec commit holds. Only what the polish itself has edited is polished:
 * the commit also holds what people have committed since the base, and tasks that a breakdown wrote.
 */
export function reportSpecs({
  specs,
  polish,
  polished,
}: Pick<Decision, 'specs' | 'polish' | 'polished'>): Report['specsPolished'] {
  const edited = new Set(polish.state === 'done' ? polish.record.changed : []);
  return [...new Set([...specs, ...edited, ...polished.changed])].map((path) => ({ path, changed: edited.has(path) }));
}
