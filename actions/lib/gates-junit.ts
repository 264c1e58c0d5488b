import type { Report } from '../../core/report/report.ts';
import { visibleText } from '../../core/visible.ts';

type Gate = Report['gates'][number];

/**
 * The gates of a phase as JUnit: a suite for each project, a case for each of its gates, with its time in seconds and what of its
 * output tells why it did not pass. Where the gates have come to no green verdict and none of them says why, a case of its own does,
 * so that nothing reads as green which is not.
 */
export function gatesJunit({ gates, gatesOn }: Pick<Report, 'gates' | 'gatesOn'>): string {
  const projects = Map.groupBy(gates, ({ project }) => project);
  const suites = [...projects].map(([project, own]) => suite(project, own.map(caseOf)));
  const isExplained = gates.some(({ outcome }) => outcome !== 'passed');
  if (gatesOn === null) suites.push(verdict('No gate has judged the phase as a whole.'));
  else if (gatesOn.trouble !== null) suites.push(verdict(gatesOn.trouble));
  else if (!gatesOn.green && !isExplained) suites.push(verdict('The gates have come to no green verdict.'));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="gates">\n${suites.join('')}</testsuites>\n`;
}

interface Case {
  readonly name: string;
  readonly ms: number;
  /** `failure`: it has judged, and says no. `error`: it has not judged. */
  readonly trouble?: { readonly how: 'failure' | 'error'; readonly message: string; readonly output: string };
}

function caseOf({ target, outcome, durationMs: ms, output }: Gate): Case {
  if (outcome === 'passed') return { name: target, ms };
  const how = outcome === 'failed' ? 'failure' : 'error';
  return { name: target, ms, trouble: { how, message: outcome === 'failed' ? 'red' : 'did not run', output } };
}

function verdict(message: string): string {
  return suite('phase', [{ name: 'verdict', ms: 0, trouble: { how: 'error', message, output: '' } }]);
}

function suite(name: string, cases: readonly Case[]): string {
  const count = (how: string) => `${cases.filter(({ trouble }) => trouble?.how === how).length}`;
  const head = attributes({
    name,
    tests: `${cases.length}`,
    failures: count('failure'),
    errors: count('error'),
    skipped: '0',
    time: seconds(cases.reduce((sum, { ms }) => sum + ms, 0)),
  });
  return `  <testsuite${head}>\n${cases.map((one) => caseLines(name, one)).join('')}  </testsuite>\n`;
}

function caseLines(suiteName: string, { name, ms, trouble }: Case): string {
  const open = `    <testcase${attributes({ name, classname: suiteName, time: seconds(ms) })}`;
  if (trouble === undefined) return `${open}/>\n`;
  const { how, message, output } = trouble;
  return `${open}>\n      <${how}${attributes({ message })}>${escaped(cut(output))}</${how}>\n    </testcase>\n`;
}

/** Characters of one gate's output, its end: that is where programs say what went wrong. */
const mostOutput = 20_000;

function cut(output: string): string {
  return output.length <= mostOutput ? output : `…${output.slice(-mostOutput)}`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(value).replaceAll('\n', '&#10;')}"`)
    .join('');
}

/** XML has no way at all to write control characters and noncharacters; the first no reader would see either. */
function escaped(text: string): string {
  return visibleText(text)
    .replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
