import { testReportsVariable } from '../variables.ts';

/** What the project's code starts from here on is no part of the run, and is not to know where its report goes. */
export function forget(): void {
  delete process.env[testReportsVariable];
  const words = (process.env['NODE_OPTIONS'] ?? '').split(' ');
  const kept = words.filter((word) => word !== '' && !word.includes('/test-reports/preload'));
  if (kept.length === 0) delete process.env['NODE_OPTIONS'];
  else process.env['NODE_OPTIONS'] = kept.join(' ');
}
