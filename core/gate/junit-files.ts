import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { junitReport, type JunitTest } from './junit-tests.ts';
import { mostOfReport, type TestReport } from './test-reports.ts';

/** The tests in the JUnit reports below a folder that were written since, of all or of some paths; undefined where there are none. */
export type FreshJunit = (isAsked?: (path: string) => boolean) => Promise<TestReport | undefined>;

/**
 * Surefire, gradle, gotestsum, nextest and many others leave reports in XML, each in a place of its own. Whatever of that kind
 * a gate writes counts; what lay there before does not, as a runner that finds nothing to do would leave it.
 */
export async function watchJunit(host: Host, folder: string): Promise<FreshJunit> {
  const before = await xmlIn(host, folder);
  return async (isAsked = () => true) => {
    const now = await xmlIn(host, folder);
    const fresh = [...now].filter(([path, { stamp }]) => before.get(path)?.stamp !== stamp && isAsked(path));
    const texts = await Promise.all(
      fresh.map(async ([path]) => await host.files.readEnds(join(folder, path), mostOfReport)),
    );
    const reports = texts.flatMap((text) => {
      const report = junitReport(text ?? '');
      return report ? [report] : [];
    });
    return reports.length > 0 ? { runner: 'junit', tests: reports.flat().map(asTest) } : undefined;
  };
}

async function xmlIn(host: Host, folder: string): Promise<Map<string, { stamp: string }>> {
  const all = await host.files.survey(folder, elsewhere);
  return new Map(
    [...all]
      .filter(([path, { kind, size }]) => kind === 'file' && path.endsWith('.xml') && size <= mostOfReport)
      .map(([path, { stamp }]) => [path, { stamp }]),
  );
}

function asTest({ name, classname, outcome }: JunitTest): TestReport['tests'][number] {
  return { name: classname === '' ? name : `${classname} > ${name}`, outcome };
}

/** Folders with many files, and no reports. */
const elsewhere = ['node_modules', '.git', '.nx', '.gradle', '.venv', 'venv', 'debug', 'release', 'classes'];
