import { failure, type ReportedTest } from './report.ts';

interface TestEvent {
  readonly type: string;
  readonly data: {
    readonly name: string;
    readonly file?: string;
    readonly nesting: number;
    readonly skip?: unknown;
    readonly todo?: unknown;
    readonly details?: { readonly type?: string; readonly error?: { readonly cause?: unknown } };
  };
}

/**
 * A line of JSON for each test, and one that says that all have been told. A file that has told of no test counts with Node
 * as a test that passes, by the name of the file; here it does not.
 */
export default async function* reporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  // Of the tests that have started, one in the other. Node tells of each start in the order in which they are written.
  const open: string[] = [];
  for await (const { type, data } of events) {
    if (type === 'test:start') open.splice(data.nesting, open.length, data.name);
    if ((type !== 'test:pass' && type !== 'test:fail') || data.details?.type === 'suite') continue;
    const { name, file } = data;
    if (
      type === 'test:pass' &&
      data.nesting === 0 &&
      file !== undefined &&
      file.endsWith(name) &&
      /\.[cm]?[jt]sx?$/.test(name)
    )
      continue;
    const isLeftOut = data.skip !== undefined || data.todo !== undefined;
    const test: ReportedTest = {
      name: [...open.slice(0, data.nesting), name].join(' > '),
      file,
      outcome: isLeftOut ? 'skipped' : type === 'test:pass' ? 'passed' : 'failed',
      // Node wraps what was thrown.
      ...failure(data.details?.error?.cause ?? data.details?.error),
    };
    yield `${JSON.stringify(test)}\n`;
  }
  yield 'end\n';
}
