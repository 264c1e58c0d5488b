import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportName, type Manifest } from '../../core/bundle/manifest.ts';
import { fail, ok, type Result } from '../../core/failure.ts';
import { reportSchema, type Report } from '../../core/report/report.ts';

/** The report in a checked bundle, with its bytes; undefined where it has none. Of another phase than its manifest it is none. */
export function readReport(
  folder: string,
  { files, plan, phase }: Manifest,
): Result<{ readonly report: Report; readonly bytes: Buffer } | undefined> {
  if (!files.some((file) => file.path === reportName)) return ok(undefined);
  const bytes = readFileSync(join(folder, reportName));
  let report: Report;
  try {
    report = reportSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return fail('bundle', `${reportName} of the bundle is no report that this version of phasewright can read.`);
  }
  if (report.plan.id !== plan.id || report.phase.id !== phase.id)
    return fail('bundle', `${reportName} of the bundle is about another phase than its manifest.`);
  return ok({ report, bytes });
}
