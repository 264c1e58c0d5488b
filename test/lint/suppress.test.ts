import { describe, expect, test } from 'vitest';
import { placeIn, type LintContext } from '../../core/lint/context.ts';
import { formatDiagnostic } from '../../core/lint/diagnostic.ts';
import { lintReport } from '../../core/lint/lint.ts';
import { defineRule, type Report } from '../../core/lint/rule.ts';
import { readPlan } from '../../core/plan/read.ts';

/** Complains about every `bad`, wherever it stands. */
const noBad = defineRule({ id: 'no-bad', recommended: 'warning', check: finds('bad') });
const noUgly = defineRule({ id: 'no-ugly', recommended: 'warning', check: finds('ugly') });
const offRule = defineRule({ id: 'off-rule', recommended: 'off', check: finds('off') });

function finds(word: string): (context: LintContext, report: Report) => void {
  return ({ passages }, report) => {
    for (const { file, lines } of passages) {
      for (const line of lines.filter(({ text }) => text.startsWith(word)))
        report({ message: `Unexpected ${word}`, ...placeIn(file.path, line, 0, word.length) });
    }
  };
}

function lint(lines: readonly string[], path = 'a.md') {
  const content = `${lines.join('\n')}\n`;
  const input = { plan: null, phases: [], files: [{ path, content }], whole: [path], exists: () => true };
  const { diagnostics, suppressed } = lintReport(input, undefined, [noBad, noUgly, offRule]);
  return {
    said: diagnostics.map((one) => formatDiagnostic(one).replace(`${path}:`, '').replace(' (suppression)', '')),
    suppressed: suppressed.map(({ diagnostic, reason }) => `${diagnostic.at.line} ${diagnostic.rule}: ${reason}`),
  };
}

describe('disable-next-line', () => {
  test('takes back what is said about the next line, and says so.', () => {
    const { said, suppressed } = lint(['<!-- phasewright-disable-next-line no-bad: it is meant so -->', 'bad', 'bad']);
    expect(said).toEqual([
      '1:36 info Suppressed 1 complaint of no-bad: it is meant so',
      '3:1 warning Unexpected bad (no-bad)',
    ]);
    expect(suppressed).toEqual(['2 no-bad: it is meant so']);
  });

  test('reaches over blank lines and over further comments, which formatters and authors put between.', () => {
    const { said } = lint([
      '<!-- phasewright-disable-next-line no-bad: a -->',
      '<!-- phasewright-disable-next-line no-ugly: b -->',
      '',
      'bad',
    ]);
    expect(said).toEqual([
      '1:36 info Suppressed 1 complaint of no-bad: a',
      '2:36 warning Unexpected suppression of no-ugly, expected a complaint that it suppresses; remove it',
    ]);
  });

  test('names several rules, separated by blanks or commas, and a full-width colon is a colon.', () => {
    const { said } = lint(['  <!--phasewright-disable-next-line no-bad，no-ugly：理由-->', 'ugly']);
    expect(said).toEqual([
      '1:37 warning Unexpected suppression of no-bad, expected a complaint that it suppresses; remove it',
      '1:44 info Suppressed 1 complaint of no-ugly: 理由',
    ]);
  });
});

describe('disable', () => {
  test('reaches to enable, or to the end of the file.', () => {
    const { said, suppressed } = lint([
      '<!-- phasewright-disable no-bad no-ugly: old text -->',
      'bad',
      'ugly',
      '<!-- phasewright-enable no-bad -->',
      'bad',
      'ugly',
    ]);
    expect(said).toEqual([
      '1:26 info Suppressed 1 complaint of no-bad: old text',
      '1:33 info Suppressed 2 complaints of no-ugly: old text',
      '5:1 warning Unexpected bad (no-bad)',
    ]);
    expect(suppressed).toHaveLength(3);
  });

  test('does nothing if it is disabled already, and enable nothing if it is not.', () => {
    const { said } = lint([
      '<!-- phasewright-enable no-ugly -->',
      '<!-- phasewright-disable no-bad: a -->',
      '<!-- phasewright-disable no-bad: b -->',
      'bad',
    ]);
    expect(said).toEqual([
      '1:25 warning Unexpected end of a suppression of no-ugly, expected phasewright-disable above it; remove it',
      '2:26 info Suppressed 1 complaint of no-bad: a',
      '3:26 warning Unexpected suppression of no-bad, expected a complaint that it suppresses; remove it',
    ]);
  });

  test('of a rule that is off is not said to be of no use: another preset may ask for it.', () => {
    expect(lint(['<!-- phasewright-disable off-rule: only strict teams care -->', 'off']).said).toEqual([]);
  });
});

describe('A comment that cannot work is an error:', () => {
  test.each([
    [
      'without a reason',
      '<!-- phasewright-disable-next-line no-bad -->',
      '1:1 error Unexpected suppression without a reason, expected ": " and a reason behind the rules; say why',
    ],
    [
      'with an empty reason',
      '<!-- phasewright-disable-next-line no-bad:  -->',
      '1:1 error Unexpected suppression without a reason, expected ": " and a reason behind the rules; say why',
    ],
    [
      'of an unknown rule',
      '<!-- phasewright-disable-next-line no-bat: a -->',
      '1:36 error Unexpected rule no-bat, expected the id of a rule; did you mean "no-bad"?',
    ],
    [
      'of nothing',
      '<!-- phasewright-disable-next-line: a -->',
      '1:1 error Unexpected suppression of nothing, expected ids of rules; name them',
    ],
    [
      'of its own invention',
      '<!-- phasewright-disable-line no-bad: a -->',
      '1:1 error Unexpected comment phasewright-disable-line, expected one of phasewright-disable, phasewright-disable-next-line, phasewright-enable; correct it',
    ],
  ])('one %s.', (_, comment, message) => {
    const { said, suppressed } = lint([comment, 'bad']);
    expect(said).toEqual([message, '2:1 warning Unexpected bad (no-bad)']);
    expect(suppressed).toEqual([]);
  });

  test('one that goes on in the next line.', () => {
    expect(lint(['<!-- phasewright-disable no-bad: a', 'b -->', 'bad']).said).toEqual([
      '1:1 error Unexpected end of line in a suppression, expected "-->"; write the comment on one line',
      '3:1 warning Unexpected bad (no-bad)',
    ]);
  });

  test('one between the rows of a table, which it ends.', () => {
    const comment = '<!-- phasewright-disable-next-line no-bad: a -->';
    expect(lint(['| a |', '| - |', '| b |', comment, '| bad |']).said).toContainEqual(
      expect.stringMatching(/^4:1 error Unexpected comment between the rows of a table, which ends the table; put/),
    );
    expect(lint(['| a |', '| - |', '| b |', '', comment, '', 'bad']).said).toEqual([expect.stringContaining('info')]);
  });
});

test('What is no comment of its own suppresses nothing.', () => {
  const comment = '<!-- phasewright-disable no-bad: a -->';
  expect(lint(['```', comment, '```', `\`${comment}\``, '', `    ${comment}`, '', 'bad']).said).toEqual([
    '8:1 warning Unexpected bad (no-bad)',
  ]);
});

test('A comment in a list is indented, and suppresses.', () => {
  const comment = '<!-- phasewright-disable no-bad: a -->';
  expect(lint(['- a', '  - b', '', `    ${comment}`, '', 'bad']).suppressed).toHaveLength(1);
});

test('One behind other text, or in capitals, is an error.', () => {
  const rest = 'no-bad: a -->';
  expect(lint([`Write <!-- phasewright-disable ${rest}`, `<!-- Phasewright-Disable ${rest}`]).said).toEqual([
    '1:7 error Unexpected suppression behind other text, expected it on a line of its own; move it there',
    expect.stringMatching(/^2:1 error Unexpected comment Phasewright-Disable, expected one of phasewright-disable,/),
  ]);
  expect(lint(['a = 1 # phasewright-disable no-bad: a', 'bad = 1'], 'a.toml').said).toEqual([
    expect.stringMatching(/^1:7 error Unexpected suppression behind other text/),
    '2:1 warning Unexpected bad (no-bad)',
  ]);
});

describe('Behind another comment on its line,', () => {
  const comment = '<!-- phasewright-disable-next-line no-bad: a -->';

  test.each([`<!-- note --> ${comment}`, `<!-- note --><!----> ${comment}`, `- a\n  <!-- note --> ${comment}`])(
    'a suppression works: %j.',
    (line) => {
      expect(lint([...line.split('\n'), 'bad']).suppressed).toHaveLength(1);
    },
  );

  test('a suppression works also where the other one started above.', () => {
    expect(lint(['<!-- a', `note --> ${comment}`, 'bad']).suppressed).toHaveLength(1);
  });

  test('a second suppression counts too.', () => {
    const { said } = lint([`${comment} ${comment.replace('bad', 'ugly')}`, 'ugly', 'bad']);
    expect(said).toEqual([
      '1:36 warning Unexpected suppression of no-bad, expected a complaint that it suppresses; remove it',
      '1:85 info Suppressed 1 complaint of no-ugly: a',
      '3:1 warning Unexpected bad (no-bad)',
    ]);
  });

  test('the end of a suppression ends it.', () => {
    const { said } = lint(['<!-- phasewright-disable no-bad: a --> <!-- phasewright-enable no-bad -->', 'bad']);
    expect(said).toEqual([
      '1:26 warning Unexpected suppression of no-bad, expected a complaint that it suppresses; remove it',
      '2:1 warning Unexpected bad (no-bad)',
    ]);
  });

  test('a suppression behind text in between is an error.', () => {
    expect(lint([`<!-- note --> Write ${comment}`, 'bad']).said).toEqual([
      '1:21 error Unexpected suppression behind other text, expected it on a line of its own; move it there',
      '2:1 warning Unexpected bad (no-bad)',
    ]);
    expect(lint(['# note # phasewright-disable no-bad: a', 'bad = 1'], 'a.toml').said).toEqual([
      '1:8 error Unexpected suppression behind other text, expected it on a line of its own; move it there',
      '2:1 warning Unexpected bad (no-bad)',
    ]);
  });

  test('a suppression inside of that comment is none.', () => {
    expect(lint(['<!-- so: <!-- phasewright-disable no-bad: a -->', 'bad']).said).toHaveLength(1);
  });

  test('ten thousand comments take no time to speak of.', () => {
    const before = process.cpuUsage();
    lint([comment, '<!-- a --> '.repeat(5_000), 'bad']);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1_000);
  });
});

test('A file that is only complained about has its suppressions too.', () => {
  const content = '<!-- phasewright-disable-next-line no-log: it is meant so -->\nbad\n';
  const noLog = defineRule({
    id: 'no-log',
    recommended: 'warning',
    check: (_, report) => report({ message: 'Unexpected bad', at: { path: 'log.md', line: 2, column: 1 } }),
  });
  const input = { plan: null, phases: [], files: [{ path: 'log.md', content }], whole: [], exists: () => true };
  expect(lintReport(input, undefined, [noLog])).toMatchObject({
    diagnostics: [{ rule: 'suppression', severity: 'info' }],
    suppressed: [{ reason: 'it is meant so' }],
  });
});

describe('In TOML', () => {
  test('the same words stand behind #.', () => {
    expect(lint(['# phasewright-disable-next-line no-bad: a', 'bad = 1', 'bad = "#"'], 'a.toml').said).toEqual([
      '1:33 info Suppressed 1 complaint of no-bad: a',
      '3:1 warning Unexpected bad (no-bad)',
    ]);
  });

  test('what stands in a string is no comment.', () => {
    const comment = '# phasewright-disable no-bad: a';
    const said = lint(
      ['x = """', comment, '\\"""" # "', "y = '''", comment, "'''", 'z = "\\" #"', 'bad = 1'],
      'a.toml',
    ).said;
    expect(said).toEqual(['8:1 warning Unexpected bad (no-bad)']);
  });

  test('an unclosed string of a megabyte does not hurt.', () => {
    const before = process.cpuUsage();
    lint([`# phasewright-disable no-bad: a`, `x = """${'\\a"" '.repeat(200_000)}`], 'a.toml');
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2_000);
  });
});

test('Where only a part of a file is looked at, nothing is said about comments without a use.', () => {
  const plan = '## Phase 1: a\n\n| # | Task | Spec |\n|--|--|--|\n| 1.1 | a | 10 § 1 |\n';
  const spec = '# 10\n\n<!-- phasewright-disable no-bad: a -->\n\n## 1. One\n\n## 2. Two\n\nbad\n';
  const files = [
    { path: 'specs/91-impl-plan.md', content: plan },
    { path: 'specs/10-a.md', content: spec },
  ];
  const read = readPlan('specs/91-impl-plan.md', plan);
  const input = { plan: read, phases: read.phases, files, exists: () => true };
  expect(lintReport({ ...input, whole: [] }, undefined, [noUgly, noBad]).diagnostics).toEqual([]);
  expect(lintReport({ ...input, whole: ['specs/10-a.md'] }, undefined, [noUgly, noBad]).diagnostics).toMatchObject([
    { rule: 'suppression', severity: 'info' },
  ]);
});

test('Ten thousand suppressions and as many complaints take no time to speak of.', () => {
  const lines = Array.from({ length: 10_000 }, () => ['<!-- phasewright-disable-next-line no-bad: a -->', 'bad']);
  const before = process.cpuUsage();
  expect(lint(lines.flat()).suppressed).toHaveLength(10_000);
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(2_000);
});
