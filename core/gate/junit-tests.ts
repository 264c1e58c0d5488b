import { isFileOfTests } from './tap-tests.ts';

/** A test of a report in the XML that JUnit writes, and most others by now. */
export interface JunitTest {
  readonly name: string;
  readonly classname: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
}

/** Undefined where the text is no such report. */
export function junitReport(text: string): JunitTest[] | undefined {
  if (!/<test(?:suites?|case)\b/.test(text)) return undefined;
  const [, ...tests] = withoutWords(text).split(/<testcase\b/);
  return tests.map((test) => ({
    name: attribute(test, 'name'),
    classname: attribute(test, 'classname'),
    outcome: /<(?:failure|error)\b/.test(test) ? 'failed' : skipped.test(test) ? 'skipped' : 'passed',
  }));
}

/** What tests have printed may look like anything. */
function withoutWords(text: string): string {
  const [first = '', ...parts] = text.split('<![CDATA[');
  return [first, ...parts.map((part) => part.split(']]>').slice(1).join(']]>'))].join('');
}

/** How many tests of such a report passed. Node lets a file without tests count as one, by its name. */
export function junitTests(text: string): number | undefined {
  return junitReport(text)?.filter(({ name, outcome }) => outcome === 'passed' && !isFileOfTests(name)).length;
}

/** Googletest says it by attributes. */
const skipped = /<skipped\b|^[^<]*\s(?:status="notrun"|result="(?:skipped|suppressed)")/;

function attribute(test: string, name: string): string {
  const [tag = ''] = test.split('<', 1);
  const [, value = ''] = new RegExp(`\\s${name}="([^"]*)"`).exec(tag) ?? [];
  return value.replaceAll(/&(?:lt|gt|quot|apos|amp);/g, (entity) => entities.get(entity) ?? entity);
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
  ['&amp;', '&'],
]);
