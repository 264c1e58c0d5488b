import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { reportMarkdown } from '../../core/report/markdown.ts';
import { reportHtml } from '../../core/report/page/page.ts';
import type { Report } from '../../core/report/report.ts';
import { hostileReport, hostileTexts } from './hostile.ts';
import { largeReport } from './large.ts';
import { sampleReport } from './sample.ts';

test('The page loads nothing, and allows the one style and the one script that are in it.', () => {
  const page = reportHtml(sampleReport());
  const [, policy = ''] = /Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];

  expect(policy.replaceAll('&#39;', "'").split('; ')).toEqual([
    "default-src 'none'",
    `style-src 'sha256-${digestOf(page, 'style')}'`,
    `script-src 'sha256-${digestOf(page, 'script')}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(page).not.toMatch(/<link|<img|<iframe|\ssrc=|\sstyle=|\son\w+=|@import|url\((?!#)|\shref="(?!#)/i);
});

test('The verdict comes first, then what to do next, then what is asked.', () => {
  const page = reportHtml(sampleReport());

  expect(orderOf(page, ['Waiting for an answer', 'What to do next', 'id="questions"', 'id="attention"'])).toEqual([
    0, 1, 2, 3,
  ]);
});

test('Each section has a heading that the list of contents leads to.', () => {
  const page = reportHtml(sampleReport());
  const linked = [...page.matchAll(/<li><a href="#([a-z-]+)">/g)].map(([, id]) => id);

  expect(linked).toEqual(
    'questions attention criteria graph timeline forecast tasks conflicts review files gates deviations honesty answers entry specs cost next records'.split(
      ' ',
    ),
  );
  expect(linked.filter((id) => !page.includes(`<h2 id="${id}"`))).toEqual([]);
});

test('Every link leads to a place in the page, and no place has its name twice.', () => {
  for (const report of [sampleReport(), largeReport(30)]) {
    const page = reportHtml(report);
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    const links = [...page.matchAll(/\s(?:href="#|data-to=")([^"]+)"/g)].map(([, id]) => id);

    expect(ids).toEqual([...new Set(ids)]);
    expect(links.filter((id) => !ids.includes(id))).toEqual([]);
  }
});

test('What was not met is open to read, what was met is folded, and each has its probe, its evidence and its record.', () => {
  const criteria = part(reportHtml(sampleReport()), 'criteria');

  expect(criteria).toMatch(/<details><summary>.*A refund never exceeds what was paid/);
  expect(criteria).toMatch(/<details open><summary>.*p95 of a refund stays below 200 ms/);
  expect(criteria).toContain('<code>nx run shop:bench</code>');
  expect(criteria).toContain('<pre>p95 231 ms</pre>');
  expect(criteria).toContain('href="#record-exit-criteria"');
});

test('A failed task is open, with its reason and the output of the gate that is red.', () => {
  const tasks = part(reportHtml(sampleReport()), 'tasks');

  expect(tasks).toMatch(/<details class="task bad" id="task-2\.3" open>/);
  expect(tasks).toContain('The gate shop:test is still red after 2 retries.');
  expect(tasks).toContain('received &#34;12&#34;');
});

test.each([
  ['parked', 'the limit of the agent is used up'],
  ['skipped', 'depends on 2.3'],
  ['ticked-unproven', 'ticked in the plan before this run; nothing proves it'],
] as const)('A task that is %s says so and why.', (outcome, reason) => {
  const [task] = sampleReport().tasks;
  const tasks = part(reportHtml(sampleReport({ tasks: [{ ...task!, outcome, reason }] })), 'tasks');

  expect(tasks).toContain(reason);
  expect(tasks).toMatch(outcome === 'ticked-unproven' ? /ticked, unproven<\/span>/ : new RegExp(`${outcome}</span>`));
});

test('The graph is drawn, described in words, and told again as a table.', () => {
  const graph = part(reportHtml(sampleReport()), 'graph');

  expect(graph).toContain('<desc id="graph-words">4 done, 1 failed (2.3), 1 waiting (2.4), 5 skipped');
  expect(graph).toMatch(/<tr><th scope="row"><a href="#task-2\.2">2\.2<\/a><\/th>\s*<td>2\.1<\/td>/);
  expect(graph).toContain('8 min 50 s');
});

test('The timeline has a lane for what was done side by side, and leaves out the time in which nothing was done.', () => {
  const timeline = part(reportHtml(sampleReport()), 'timeline');

  expect(timeline.match(/class="lane"/g)).toHaveLength(2);
  expect(timeline).toContain('Time in which nothing was done is left out: 1 h 57 min.');
});

test('Rounds tell the verdict, the gates and what the agents say, as theirs.', () => {
  const tasks = part(reportHtml(sampleReport()), 'tasks');

  expect(tasks).toContain('reviewer: issues found, 1 finding');
  expect(tasks).toContain(
    '<figcaption>The reviewer says</figcaption><blockquote>It does what section 3 says; one rounding error is left.</blockquote>',
  );
});

test('Findings are told with what became of them, rejected ones with the reason, all in quotes.', () => {
  const review = part(reportHtml(sampleReport()), 'review');

  expect(orderOf(review, ['>Rejected', '>Deferred', '>Fixed'])).toEqual([0, 1, 2]);
  expect(review).toContain('Why: <q>The glossary uses this word.</q>');
  expect(review).toContain('<code class="place">apps/shop/src/ledger.ts:12</code> <q>One query per refund</q>');
});

test('What was not believed is told, and how what is settled was raised again.', () => {
  const { findings } = sampleReport();
  const rejected = findings.find((one) => one.outcome === 'rejected')!;
  const again = [{ ...rejected.finding, line: 99, title: 'settle says nothing' }];
  const wild = { ...rejected, outcome: 'unfounded' as const, reason: 'there is no such line' };
  const review = part(reportHtml(sampleReport({ findings: [{ ...rejected, again }, wild] })), 'review');

  expect(orderOf(review, ['>Rejected', ':99</code> <q>settle says nothing</q>', '>Not there', 'no such line'])).toEqual(
    [0, 1, 2, 3],
  );
});

test('A rejected finding is shown with its evidence: what it is, where, and what stands there.', () => {
  const review = part(reportHtml(sampleReport()), 'review');

  expect(review).toContain(
    'Its evidence, which code has looked up, is a spec, specs/00-glossary.md:7: <q>settle: to pay back what is owed</q>',
  );
});

test('A finding that is not where it is said to be is listed, with what code found in the words of code.', () => {
  const review = part(reportHtml(sampleReport()), 'review');

  expect(orderOf(review, ['>Not there', 'A debug log is left', '>Fixed'])).toEqual([0, 1, 2]);
  expect(review).toContain('What code found: <q>no line of it says that</q>');
  expect(review).not.toContain('Why: <q>no line');
});

test('What was mended of the backlog is told with the commit that did.', () => {
  const review = part(reportHtml(sampleReport()), 'review');

  expect(review).toMatch(/B-7<\/code> <q>Totals are summed twice<\/q> .*e5f6a7b8<\/code>/);
});

test('What the phase began from is told, an open phase before it above all.', () => {
  const entry = part(reportHtml(sampleReport()), 'entry');

  expect(entry).toContain('Milestone M1');
  expect(entry).toMatch(/Phase 0, Spikes: <span class="badge open">skipped<\/span>.*its open tasks: 0\.1/);
  expect(entry).toContain('<code>docs/spike-cache.md</code></th><td>memo</td>');
  expect(entry).toMatch(/task-2\.1 was made on another machine, by its own word that of ada@laptop/);
  expect(entry).toMatch(/The result of task-2\.2 counts here alone.*<code>refs\/phasewright\/checkout\/2\/kept\//);
  expect(reportHtml(sampleReport())).toMatch(/href="#entry">.*1 open phase before it/);
});

test('The polish has its rounds, with the words of polisher and reader, its record and its cost.', () => {
  const page = reportHtml(sampleReport());
  const specs = part(page, 'specs');

  expect(specs).toContain('<figcaption>The polisher says</figcaption><blockquote>The refund window has a unit now.');
  expect(specs).toContain('<figcaption>The reader says</figcaption><blockquote>Everything that the tasks need');
  expect(specs).toContain('</svg>lint: 1 green');
  expect(specs).toContain('href="#record-polish"');
  expect(part(page, 'cost')).toMatch(/href="#specs">polish<\/a><\/th><td class="figures">2</);
});

const earlier = { record: 'squash', tree: 'ffff0000'.repeat(5), green: true, trouble: null };
const notGreen = { ...sampleReport().gatesOn!, green: false, trouble: 'The gates did not end within 300 s' };

test.each<[string, Partial<Report>, string, string]>([
  ['a green verdict on the final tree', {}, 'good', '3 of 3 green'],
  ['a verdict on an earlier tree', { gatesOn: earlier }, 'idle', 'not on the final tree'],
  ['a verdict, but no final tree', { final: null }, 'idle', 'not on the final tree'],
  ['trouble, though each gate ended well', { gatesOn: notGreen }, 'bad', 'no verdict'],
  ['a time limit before the first gate', { gatesOn: notGreen, gates: [] }, 'bad', 'no verdict'],
  ['no verdict at all', { gatesOn: null, gates: [] }, 'idle', 'not yet'],
])('With %s the gates are as good as that, everywhere on the page.', (_, given, tone, says) => {
  const page = reportHtml(sampleReport(given));

  expect(page).toMatch(new RegExp(`<li class="${tone}">(?:(?!<li).)*<b>Gates</b><span>${says}</span>`));
  expect(page).toMatch(new RegExp(`href="#gates"><svg class="icon ${tone}"(?:(?!</li>).)*<small>${says}</small>`));
});

test('Gates name the tree that they judged and the record that says so, and no other.', () => {
  const gates = part(reportHtml(sampleReport({ gatesOn: earlier })), 'gates');

  expect(gates).toMatch(/On exactly the tree <code [^>]*>ffff0000<\/code>, the combination of the tasks; no gate has/);
  expect(gates).toContain('href="#record-squash"');
  expect(gates).not.toContain('href="#record-gates"');
});

test('A gate that ended well in a run that was no verdict does not count.', () => {
  const gates = part(reportHtml(sampleReport({ gatesOn: notGreen })), 'gates');

  expect(gates).toContain('<pre>The gates did not end within 300 s</pre>');
  expect(gates.match(/ended well, does not count/g)).toHaveLength(3);
  expect(gates).not.toContain('</svg>green');
});

test('Gates of a task that came to no verdict do not count, on the page and in Markdown.', () => {
  const rounds = sampleReport().rounds.map((round) => ({
    ...round,
    gates: { passed: 2, failed: 0, green: false, trouble: 'The gates were stopped with the run.' },
  }));
  const report = sampleReport({ rounds });
  const [, task = ''] = part(reportHtml(report), 'tasks').split('id="task-2.2"');

  expect(task).toContain('<small>does not count, 1 min 4 s</small>');
  expect(task).toContain('</svg>gates: no verdict');
  expect(reportMarkdown(report)).toContain('| 3 | no verdict; 2 passed |');
});

test('Of a phase that was held to no criterion yet none is met.', () => {
  const page = reportHtml(sampleReport({ criteriaOn: null }));

  expect(page).toContain('<b>Criteria</b><span>not yet</span>');
  expect(part(page, 'criteria')).toContain('Nothing was held to them yet.');
});

test('A criterion has what its proof says: on what, when, how it ended, what was counted and measured.', () => {
  const criteria = part(reportHtml(sampleReport()), 'criteria');

  for (const fact of [
    '<dt>Tree</dt><dd>c3d4e5f6, 2026-03-02 10:41 UTC</dd>',
    '<dt>Ended</dt><dd>exit code 0, after 4.2 s</dd>',
    '<dt>Tests</dt><dd>12 passed (vitest)</dd>',
    '<dt>Whole output</dt><dd>output-1.txt, SHA-256 eeeeeeeeeeee…</dd>',
    '<dt>Measured</dt><dd>231 ms; the budget is &#60; 200 ms</dd>',
    '<dt>Holds while unchanged</dt><dd>apps/shop</dd>',
  ])
    expect(criteria).toContain(fact);
});

test('Specs that nothing has read are not good.', () => {
  const stages = sampleReport().stages.map((stage) => ({ ...stage, outcome: 'skipped' as const }));

  expect(reportHtml(sampleReport({ stages }))).toMatch(/<li class="idle">(?:(?!<li).)*<b>Specs<\/b>/);
});

test('The drawing goes from the polish down by what comes after what.', () => {
  const graph = part(reportHtml(sampleReport()), 'graph');
  const y = (name: string): number =>
    Number(new RegExp(`translate\\([\\d.]+ ([\\d.]+)\\)"[^>]*><title>${name}:`).exec(graph)?.[1] ?? Number.NaN);
  const order = ['polish', 'spec lint', '2.1', '2.2', '2.4', 'squash'].map(y);

  expect(order).toEqual([...new Set(order)].toSorted((a, b) => a - b));
});

test('Code in a title is code, and in a drawing plain.', () => {
  const [task] = sampleReport().tasks;
  const [first] = sampleReport().attention.slice(1);
  const title = 'Move `refund.ts`';
  const page = reportHtml(
    sampleReport({
      tasks: [{ ...task!, title }],
      attention: [{ ...first!, title }],
      nextPhase: { id: '3', title, firstTask: title },
      stages: [{ ...sampleReport().stages[2]!, title }],
    }),
  );

  expect(page.match(/Move <code>refund\.ts<\/code>/g)).toHaveLength(4);
  expect(part(page, 'graph')).toContain('class="title">Move refund.ts</text>');
});

test('What a task waits for is a question, in quotes.', () => {
  const tasks = part(reportHtml(sampleReport()), 'tasks');

  expect(tasks).toContain(
    'The question, which may be in the words of an agent</figcaption><blockquote>The spec does not say when the window starts.',
  );
});

test('A way to go on that an agent has offered is quoted, one of ours is not.', () => {
  const [question] = sampleReport().questions;
  const options = [
    { name: 'a', does: 'Ours.' },
    { name: 'b', does: 'Its own.', guidance: 'Do it so.' },
  ];
  const questions = part(reportHtml(sampleReport({ questions: [{ ...question!, options }] })), 'questions');

  expect(questions).toContain('<span class="muted">Ours.</span>');
  expect(questions).toContain('<span class="muted"><q>Its own.</q></span>');
});

test('A file of a fix that is not the finding’s own says so.', () => {
  const [, file] = sampleReport().filesChanged;
  const files = part(reportHtml(sampleReport({ filesChanged: [{ ...file!, path: 'src/beside.ts' }] })), 'files');

  expect(files).toContain('P1 fixed</a> <span class="muted">not the finding’s file</span>');
});

test('The step to what failed leads there.', () => {
  const nextSteps = [{ does: 'Look at what failed: task 2.3', command: null, stage: 'task-2.3' }];

  expect(reportHtml(sampleReport({ nextSteps }))).toContain('<a href="#task-2.3">Look at what failed: task 2.3</a>');
});

test('Files that map to nothing come first and under a heading of their own.', () => {
  const files = part(reportHtml(sampleReport()), 'files');

  expect(orderOf(files, ['Maps to nothing', 'src/debug.ts', 'Maps to something', 'src/refund.ts'])).toEqual([
    0, 1, 2, 3,
  ]);
  const mapped = sampleReport().filesChanged.slice(1);
  expect(part(reportHtml(sampleReport({ filesChanged: mapped })), 'files')).toContain('Every file maps to something.');
});

test('A gate that was left out has its reason.', () => {
  const gates = part(reportHtml(sampleReport()), 'gates');

  expect(gates).toContain('<td>the project has no target of that name</td>');
});

test('A person’s answer is told with who and when.', () => {
  const answers = part(reportHtml(sampleReport()), 'answers');

  expect(answers).toContain('<td>Ada Example</td>');
  expect(answers).toContain('<time datetime="2026-03-02T09:20:00.000Z">2026-03-02 09:20 UTC</time>');
});

test('Cost is told by role and by task.', () => {
  const cost = part(reportHtml(sampleReport()), 'cost');

  expect(cost).toMatch(/reviewer<\/th><td>codex 0\.169\.0/);
  expect(cost).toMatch(/href="#task-2\.2">task 2\.2<\/a><\/th><td class="figures">2</);
});

test('A phase that landed shows the next steps, and asks nothing.', () => {
  const page = reportHtml(largeReport(3));

  expect(page).toContain('<code>git merge --ff-only phase/2</code>');
  expect(page).not.toContain('Open questions');
});

test('A report of an older release, which tells less, is shown as well.', () => {
  const nothing: Partial<Report> = {
    stages: [],
    rounds: [],
    gatesLeftOut: [],
    findings: [],
    deviations: [],
    flags: [],
    allowed: [],
    attention: [],
    answers: [],
    nextSteps: [],
    records: [],
    filesChanged: [],
    criteria: [],
    tasks: [],
  };
  const page = reportHtml(sampleReport(nothing));

  expect(page).toContain('Nothing stands out');
  expect(part(page, 'graph')).toContain('None.');
  expect(part(page, 'timeline')).toContain('None.');
});

test('A phase of 200 tasks is folded, and no larger than a picture.', () => {
  const page = reportHtml(largeReport(200));
  const [shown = ''] = part(page, 'tasks').split('<summary>175 more tasks, done</summary>');

  expect(shown.match(/class="task good"/g)).toHaveLength(25);
  expect(page.match(/<g class="node/g)).toHaveLength(200 + 5);
  expect(page.length).toBeLessThan(1_500_000);
});

test.for(hostileTexts)('The tags of the page do not depend on its texts: %j.', (text) => {
  expect(tags(reportHtml(hostileReport(text)))).toEqual(tags(reportHtml(hostileReport('word'))));
});

test('A text with markup is shown as it was written.', () => {
  const page = reportHtml(hostileReport('<img src=x onerror=alert(1)>'));

  expect(page).toContain('&#60;img src=x onerror=alert(1)&#62;');
});

test('Characters that nobody would see, or that turn the text around, are shown by their code.', () => {
  const page = reportHtml(sampleReport({ summary: 'a\u202Eb \u200Bc \u{E0041} \u001B[31mred\u001B[0m' }));

  expect(page).toContain('<p class="summary">a⟨U+202E⟩b ⟨U+200B⟩c ⟨U+E0041⟩ red</p>');
});

function digestOf(page: string, tag: string): string {
  const [, content = ''] = new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(page) ?? [];
  return createHash('sha256').update(content).digest('base64');
}

/** The section with this id. */
function part(page: string, id: string): string {
  return page.split('<section ').find((one) => one.startsWith(`aria-labelledby="${id}"`)) ?? '';
}

/** The places of some texts among each other; each has to be there. */
function orderOf(page: string, texts: readonly string[]): number[] {
  const places = texts.map((text) => page.indexOf(text));
  expect(places).not.toContain(-1);
  return places.map((place) => places.filter((other) => other < place).length);
}

/** All tags but those of code spans, without the values of the attributes that repeat a text. */
function tags(page: string): string[] {
  return [...page.replaceAll(/<\/?code>/g, '').matchAll(/<[^>]*>/g)].map(([tag]) =>
    tag.replaceAll(/ (title|aria-label|datetime)="[^"]*"/g, ' $1').replaceAll(/ (id|href|data-to)="#?[\w.-]+"/g, ' $1'),
  );
}
