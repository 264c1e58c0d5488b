import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unhandledErrors } from '../variables.ts';
import { begin, failure, fileName, type ReportedTest, type ReportPlace } from './report.ts';

/**
 * Adds a reporter of ours to those of a vitest that is about to run, whatever these are: `--reporter` would replace those of
 * the configuration. Vitest has no way in from outside, but all its releases sort the files by a class that is public, and
 * that knows the run.
 */
export async function reportVitest(place: string, program: string): Promise<void> {
  if (process.argv.slice(2).some((word) => /^(?:list|init|bench|--version|--help|-[vh])$/.test(word))) return;
  const left = begin(place, 'vitest');
  const entry = join(packageFolder(program), 'dist', 'node.js');
  if (!existsSync(entry)) return;
  addReporter((await import(pathToFileURL(entry).href)) as Vitest, () => left);
}

/** What stands in place of `startVitest` among what vitest exports: from there on something has to be heard of its tests. */
export function vitestReporting(place: string, vitest: Vitest): Pick<Vitest, 'startVitest'> {
  const { startVitest } = vitest;
  let left: ReportPlace | undefined;
  const begun = (): ReportPlace => (left ??= begin(place, 'vitest'));
  addReporter(vitest, begun);
  return {
    startVitest: async (...given) => {
      if (given[0] !== 'benchmark') begun();
      return await startVitest?.(...given);
    },
  };
}

/** As far as it concerns us. */
interface Vitest {
  readonly BaseSequencer?: { readonly prototype: Sequencer };
  readonly startVitest?: (...given: unknown[]) => Promise<unknown>;
}

function addReporter({ BaseSequencer }: Vitest, left: () => ReportPlace): void {
  if (typeof BaseSequencer?.prototype.sort !== 'function') return;
  const { prototype } = BaseSequencer;
  // oxlint-disable-next-line typescript/unbound-method -- it is called with the `this` that it is called on
  const usual = prototype.sort;
  let isAdded = false;
  prototype.sort = async function sort(this: Sequencer, files) {
    if (!isAdded && Array.isArray(this.ctx?.reporters)) {
      isAdded = true;
      this.ctx.reporters.push(reporter(left(), this.ctx.config?.dangerouslyIgnoreUnhandledErrors === true));
    }
    return await usual.call(this, files);
  };
}

interface Sequencer {
  readonly ctx?: {
    readonly reporters: object[];
    readonly config?: { readonly dangerouslyIgnoreUnhandledErrors?: boolean };
  };
  sort(files: unknown): Promise<unknown>;
}

function packageFolder(program: string): string {
  const folder = dirname(program);
  return folder.endsWith('dist') ? dirname(folder) : folder;
}

function reporter({ start, leave }: ReportPlace, areIgnored: boolean): object {
  start();
  let isLeft = false;
  const leaveOnce = (tests: readonly ReportedTest[], unhandled: Errors = []): void => {
    if (!isLeft) leave([...tests, ...(areIgnored ? [] : uncaught(unhandled))]);
    isLeft = true;
  };
  return {
    // Since vitest 3.
    onTestRunEnd: (modules: readonly Module[], unhandled?: Errors): void =>
      leaveOnce(modules.flatMap(testsOfModule), unhandled),
    // Until vitest 3; that one calls both.
    onFinished: (files: readonly Task[] = [], unhandled?: Errors): void =>
      leaveOnce(
        files.flatMap((file) => testsOfTask(file, file.filepath, [])),
        unhandled,
      ),
  };
}

type Errors = readonly unknown[];

/** What holds tests and went wrong itself: a file that could not be loaded, a suite whose hooks failed. */
function failedWith(errors: Errors | undefined, { name, file }: Pick<ReportedTest, 'name' | 'file'>): ReportedTest[] {
  return errors && errors.length > 0 ? [{ name, file, outcome: 'failed', ...failure(errors[0]) }] : [];
}

/** Each kind of error that nobody has caught by its own words, but for numbers and what is made up anew in each run. */
function uncaught(errors: Errors): ReportedTest[] {
  const named = errors.map((error): [string, unknown] => {
    const { message = 'without a word' } = failure(error);
    return [`${unhandledErrors}: ${message.replaceAll(/[\w-]*\d[\w-]*/g, '#').replaceAll(' > ', ' ')}`, error];
  });
  return [...new Map(named)].flatMap(([name, error]) => failedWith([error], { name }));
}

interface Module {
  readonly moduleId: string;
  errors?(): Errors;
  readonly children: {
    allTests(): Iterable<{
      readonly fullName: string;
      result(): { readonly state: string; readonly errors?: Errors | undefined } | undefined;
    }>;
    allSuites?(): Iterable<{ readonly fullName: string; errors?(): Errors }>;
  };
}

function testsOfModule(module: Module): ReportedTest[] {
  const { moduleId: file, children } = module;
  const tests = [...children.allTests()].map((test) => ({
    name: test.fullName,
    file,
    outcome: outcomes.get(test.result()?.state) ?? 'skipped',
    ...failure(test.result()?.errors?.[0]),
  }));
  const suites = [...(children.allSuites?.() ?? [])];
  return [
    ...failedWith(module.errors?.(), { name: fileName(file), file }),
    ...suites.flatMap((suite) => failedWith(suite.errors?.(), { name: suite.fullName, file })),
    ...tests,
  ];
}

interface Task {
  readonly type: string;
  readonly name: string;
  readonly filepath?: string;
  readonly tasks?: readonly Task[];
  readonly result?: { readonly state?: string; readonly errors?: Errors };
}

function testsOfTask(task: Task, file: string | undefined, above: readonly string[]): ReportedTest[] {
  const path = task.filepath === undefined ? [...above, task.name] : above;
  if (task.tasks) {
    const name = path.length > 0 ? path.join(' > ') : fileName(file ?? '');
    const own = failedWith(task.result?.errors, { name, file });
    return [...own, ...task.tasks.flatMap((inner) => testsOfTask(inner, file, path))];
  }
  return [
    {
      name: path.join(' > '),
      file,
      outcome: outcomes.get(task.result?.state) ?? 'skipped',
      ...failure(task.result?.errors?.[0]),
    },
  ];
}

const outcomes: ReadonlyMap<string | undefined, ReportedTest['outcome']> = new Map([
  ['passed', 'passed'],
  ['pass', 'passed'],
  ['failed', 'failed'],
  ['fail', 'failed'],
]);
