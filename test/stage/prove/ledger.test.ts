import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { phaseRefs } from '../../../core/git/refs.ts';
import type { Project } from '../../../core/result/coverage.ts';
import type { CriterionRecord } from '../../../core/result/records.ts';
import { keepResult } from '../../../core/result/result.ts';
import { openCheckout, type Checkout } from '../../../core/stage/review/checkout.ts';
import { keepAnswer } from '../../../core/stage/questions/answers.ts';
import { findQuestion, questionsOf, type AskedQuestion } from '../../../core/stage/questions/open-questions.ts';
import type { Question } from '../../../core/workflow/question.ts';
import { ledgerLines } from '../../../core/stage/prove/ledger-text.ts';
import { ledgerOf, type Ledger } from '../../../core/stage/prove/ledger.ts';
import { proveCheckout, type ProvenHere } from '../../../core/stage/prove/prove-checkout.ts';
import { checkoutOf, commitFiles, scratch, userGit, writeFiles, type Scratch, type Texts } from '../../git/scratch.ts';

const path = 'a/specs/91-impl-plan.md';

function plan(criteria: readonly string[], { box = ' ', after = '' } = {}): string {
  const list = criteria.map((text) => `- ${text}`).join('\n');
  return `# Plan\n\n## Phase 1: words\n\n- [${box}] 1.1 Do it\n\n**Exit criteria**:\n\n${list}\n${after}`;
}

const pass = '`node a/pass.cjs` passes';

/** Three projects; that of the plan needs `lib` and knows nothing of `other`. */
const projects: readonly Project[] = [
  { name: 'a', root: 'a', dependsOn: ['lib'] },
  { name: 'lib', root: 'lib', dependsOn: [] },
  { name: 'other', root: 'other', dependsOn: [] },
];

const files: Texts = {
  [path]: plan([pass]),
  'a/pass.cjs': 'console.log("fine")\n',
  'lib/x.ts': '1\n',
  'other/x.ts': '1\n',
  'tool.json': '{}\n',
  '.gitignore': 'ignored\n',
};

interface Here extends Scratch {
  open(): Promise<Checkout>;
  prove(): Promise<{ outcomes: string[]; isRecorded: boolean }>;
  proven(): Promise<ProvenHere>;
  ledger(graph?: readonly Project[]): Promise<Ledger>;
  /** The states of the criteria. */
  states(graph?: readonly Project[]): Promise<string[]>;
}

async function checkout(texts: Texts = files): Promise<Here> {
  const made = await scratch(texts);
  const { host, root } = made;
  const open = async () => {
    const request = {
      workspace: root,
      project: 'a',
      projectRoot: 'a',
      plans: [path],
      rebase: false,
      targets: [],
      options: [],
    };
    const opened = await openCheckout(host, { ...request, phase: '1' });
    if (!opened.ok) throw new Error(opened.failure.message);
    return opened.value;
  };
  const ledger = async (graph = projects) => {
    const found = await ledgerOf(host, await open(), graph);
    if (!found.ok) throw new Error(found.failure.message);
    return found.value;
  };
  const proven = async () => {
    const found = await proveCheckout(host, await open(), projects);
    if (!found.ok) throw new Error(found.failure.message);
    return found.value;
  };
  return {
    ...made,
    open,
    ledger,
    proven,
    states: async (graph) => (await ledger(graph)).standings.map(({ state }) => state),
    prove: async () => {
      const { criteria, isRecorded } = await proven();
      return { outcomes: criteria.map(({ outcome }) => outcome), isRecorded };
    },
  };
}

test('A proof is looked for in what was recorded, and nothing is proven before.', async () => {
  const here = await checkout();
  expect(await here.states()).toEqual(['never-proven']);
  expect(await here.prove()).toEqual({ outcomes: ['met'], isRecorded: true });
  const { standings } = await here.ledger();
  expect(standings).toMatchObject([
    {
      state: 'holds',
      record: {
        outcome: 'met',
        proof: {
          tree: userGit(here.root, 'rev-parse', 'HEAD^{tree}'),
          inputs: { leftOut: ['a/specs/93-improvements-review.md', 'other'] },
          run: { command: ['node', 'a/pass.cjs'], ended: 'exit', code: 0, output: { artifact: 'output-1.txt', isCut: false } },
        },
      },
    },
  ]); // prettier-ignore
});

test('All that a command printed lies beside the record.', async () => {
  const here = await checkout({ ...files, 'a/pass.cjs': 'for (let i = 0; i < 1000; i++) console.log(i)\n' });
  await here.prove();
  const [ref = ''] = userGit(here.root, 'for-each-ref', '--format=%(refname)', 'refs/phasewright').split('\n');
  expect(ref).toContain(phaseRefs('a', '1').result('exit-criteria', ''));
  expect(userGit(here.root, 'show', `${ref}:output-1.txt`).split('\n')).toHaveLength(1000);
});

test('What was proven is known by the commit that landed in its place, signed.', async () => {
  const here = await checkout();
  await here.prove();
  const [from, tree] = userGit(here.root, 'rev-parse', 'HEAD', 'HEAD^{tree}').split('\n');
  userGit(here.root, 'commit', '--quiet', '--amend', '--message', 'signed');
  expect(await here.ledger()).toMatchObject({ elsewhere: from, standings: [{ state: 'holds' }] });
  const to = userGit(here.root, 'rev-parse', 'HEAD');
  const key = 'k'.repeat(64);
  const record = { version: 1, stage: 'commits', outcome: 'done', key, commit: to, tree, signed: true };
  await keepResult(here.host, here.git, {
    refs: phaseRefs('a', '1'),
    stage: 'commits',
    key,
    work: to,
    artifacts: new Map([['record.json', JSON.stringify({ ...record, commits: [{ from, to }] })]]),
    scratch: join(here.host.stateFolder, 'scratch'),
  });
  expect((await here.ledger()).elsewhere).toBeUndefined();
});

describe('a proof is stale', () => {
  test('when its own project changes, one that it depends on, or what lies outside of all; committed or not.', async () => {
    const here = await checkout();
    await here.prove();
    for (const changed of ['a/pass.cjs', 'a/new.ts', 'lib/x.ts', 'tool.json', 'new.json']) {
      writeFiles(here.root, { [changed]: 'console.log("changed")\n' });
      expect((await here.ledger()).standings).toMatchObject([{ state: 'stale', changed: [changed] }]);
      userGit(here.root, 'stash', '--include-untracked');
    }
    commitFiles(here.root, { 'lib/x.ts': '2\n' });
    expect((await here.ledger()).standings).toMatchObject([{ state: 'stale', changed: ['lib/x.ts'] }]);
    commitFiles(here.root, { 'lib/x.ts': '1\n' });
    expect(await here.states()).toEqual(['holds']);
  });

  test('when a covered file is gone, and when the index says that it has not changed.', async () => {
    const here = await checkout();
    await here.prove();
    userGit(here.root, 'update-index', '--assume-unchanged', 'lib/x.ts');
    writeFileSync(join(here.root, 'lib/x.ts'), '2\n');
    expect(await here.states()).toEqual(['stale']);
    writeFileSync(join(here.root, 'lib/x.ts'), '1\n');
    expect(await here.states()).toEqual(['holds']);
    writeFiles(here.root, { 'lib/x.ts': undefined });
    expect((await here.ledger()).standings).toMatchObject([{ changed: ['lib/x.ts'] }]);
  });

  test('when a project that it did not depend on has changed, and by now it does.', async () => {
    const here = await checkout();
    await here.prove();
    writeFiles(here.root, { 'other/x.ts': '2\n' });
    expect(await here.states()).toEqual(['holds']);
    const [a, ...rest] = projects;
    expect(await here.states([{ ...a!, dependsOn: ['lib', 'other'] }, ...rest])).toEqual(['stale']);
  });

  test('when anything changes, if its command names no project.', async () => {
    const here = await checkout({ ...files, [path]: plan(['`node -e 0` passes']) });
    await here.prove();
    writeFiles(here.root, { 'other/x.ts': '2\n' });
    expect(await here.states()).toEqual(['stale']);
  });

  test('when the plan says something else, and not when somebody ticks it.', async () => {
    const here = await checkout();
    await here.prove();
    const trailers = 'done\n\nPlan: a\nPhase: 1\nTask: 1.1';
    commitFiles(here.root, { 'other/x.ts': '2\n' }, trailers);
    commitFiles(here.root, { [path]: plan([pass], { box: 'x' }) });
    expect(await here.states()).toEqual(['holds']);
    commitFiles(here.root, { [path]: plan([pass], { box: 'x', after: '\nMore.\n' }) });
    expect((await here.ledger()).standings).toMatchObject([{ state: 'stale', changed: [path] }]);
  });

  test('of a path that is gone, also where it is written with a dot.', async () => {
    const here = await checkout({ ...files, [path]: plan(['`./tool.json` exists', '`./lib/` exists']) });
    expect((await here.prove()).outcomes).toEqual(['met', 'met']);
    expect(await here.states()).toEqual(['holds', 'holds']);
    commitFiles(here.root, { 'tool.json': undefined, 'lib/x.ts': '2\n' });
    expect((await here.ledger()).standings).toMatchObject([
      { state: 'stale', changed: ['tool.json'] },
      { state: 'stale', changed: ['lib/x.ts'] },
    ]);
  });

  test('of a path, where an older release took it as it was written, so that it covers nothing.', async () => {
    const text = '`./tool.json` exists';
    const here = await checkout({ ...files, [path]: plan([text]) });
    const { repository } = await here.open();
    const inputs = { digest: createHash('sha256').digest('hex'), only: ['./tool.json'], leftOut: [] };
    const proof = { at: '2026-01-02T03:04:05.000Z', tree: '1'.repeat(40), inputs };
    const criteria = [{ text, line: 9, probe: 'path ./tool.json', outcome: 'met', evidence: '', proof }];
    const about = {
      version: 1,
      stage: 'exit-criteria',
      outcome: 'done',
      key: 'k',
      commit: repository.head,
      questions: [],
    };
    await keepResult(here.host, repository.git, {
      refs: phaseRefs('a', '1'),
      stage: 'exit-criteria',
      key: 'k',
      work: repository.head,
      artifacts: new Map([['record.json', JSON.stringify({ ...about, criteria })]]),
      scratch: join(here.host.stateFolder, 'scratch'),
    });
    expect((await here.ledger()).standings).toMatchObject([{ state: 'stale', record: { outcome: 'met' } }]);
  });
});

describe('a proof holds', () => {
  test('when a project changes that has nothing to do with it, the backlog, or what git ignores.', async () => {
    const here = await checkout();
    await here.prove();
    writeFiles(here.root, { 'other/x.ts': '2\n', 'a/specs/93-improvements-review.md': '2\n', ignored: '2\n' });
    expect(await here.states()).toEqual(['holds']);
  });

  test('of a path, whatever changes beside it.', async () => {
    const here = await checkout({ ...files, [path]: plan(['`lib` exists', '`tool.json` exists']) });
    expect((await here.prove()).outcomes).toEqual(['met', 'met']);
    writeFiles(here.root, { 'a/pass.cjs': '', 'lib/x.ts': '2\n' });
    expect(await here.states()).toEqual(['stale', 'holds']);
  });
});

test('What was found last about exactly this decides, also when it is worse.', async () => {
  const flaky = `process.exit(require('node:fs').existsSync(__dirname + '/../ignored') ? 1 : 0)\n`;
  const here = await checkout({ ...files, 'a/pass.cjs': flaky });
  await here.prove();
  // Another commit has a record of its own.
  commitFiles(here.root, { 'other/x.ts': '2\n' });
  writeFiles(here.root, { ignored: '' });
  expect(await here.prove()).toEqual({ outcomes: ['not-met'], isRecorded: true });
  expect(await here.states()).toEqual(['does-not-hold']);
});

test('What is not committed is judged as it lies there, and not recorded.', async () => {
  const here = await checkout({ ...files, [path]: plan([pass, '`new.md` exists', '`tool.json` exists']) });
  writeFiles(here.root, { 'a/pass.cjs': 'process.exit(3)\n', 'new.md': '', 'tool.json': undefined });
  expect(await here.prove()).toEqual({ outcomes: ['not-met', 'met', 'not-met'], isRecorded: false });
  expect(await here.states()).toEqual(['never-proven', 'never-proven', 'never-proven']);
});

test('To look changes nothing of the checkout, and leaves no objects behind.', async () => {
  const here = await checkout();
  await here.prove();
  writeFiles(here.root, { 'lib/x.ts': 'a text that git has never seen\n' });
  const [before, objects] = [checkoutOf(here.root), userGit(here.root, 'count-objects')];
  await here.ledger();
  expect(checkoutOf(here.root)).toEqual(before);
  expect(userGit(here.root, 'count-objects')).toBe(objects);
});

test('A criterion for a person is never passed by a probe.', async () => {
  const here = await checkout({ ...files, [path]: plan(['The owner signs off']) });
  expect((await here.prove()).outcomes).toEqual(['undecided']);
  expect(await here.states()).toEqual(['never-proven']);
});

describe('what runs while a probe does', () => {
  const edits = '`node a/edit.cjs` passes';
  const texts = {
    ...files,
    [path]: plan([edits, pass, '`tool.json` exists', '`node a/fail.cjs` passes']),
    'a/edit.cjs': "require('node:fs').writeFileSync('tool.json', 'good')\n",
    'a/pass.cjs': "process.exit(require('node:fs').readFileSync('tool.json', 'utf8') === 'good' ? 0 : 1)\n",
    'a/fail.cjs': "process.exit(require('node:fs').readFileSync('tool.json', 'utf8') === 'good' ? 1 : 0)\n",
  };

  test('makes nothing hold that did not run on exactly what is committed.', async () => {
    const here = await checkout(texts);
    const { criteria, isRecorded } = await here.proven();
    expect(isRecorded).toBe(false);
    expect(criteria.map(({ outcome }) => outcome)).toEqual(['undecided', 'undecided', 'met', 'not-met']);
    expect(criteria[0]?.evidence).toContain('nothing is proven about it: tool.json.');
    userGit(here.root, 'checkout', '--', 'tool.json');
    expect(await here.states()).toEqual(['never-proven', 'never-proven', 'holds', 'never-proven']);
    expect((await here.proven()).questions).toEqual([]);
  });

  test('may write what git ignores.', async () => {
    const ignored = "require('node:fs').writeFileSync('ignored', '')\n";
    const here = await checkout({ ...files, 'a/pass.cjs': ignored });
    expect(await here.prove()).toEqual({ outcomes: ['met'], isRecorded: true });
  });
});

/** A person's answer, so many seconds from now; and the question as it was found. */
async function say(here: Here, question: Question, choice: string, text = '', seconds = 0): Promise<AskedQuestion> {
  const { host } = here;
  const { repository } = await here.open();
  const later = { ...host, clock: { ...host.clock, wall: () => host.clock.wall() + seconds * 1000 } };
  const asked = await findQuestion(host, repository.root, question.id);
  if (!asked.ok) throw new Error(asked.failure.message);
  await keepAnswer(later, repository.git, asked.value.refs, { question, choice, text, by: 'ada', how: 'person' });
  return asked.value;
}

describe('a person', () => {
  const texts = { ...files, [path]: plan(['The owner signs off', pass]) };
  test('is asked in the checkout, and what is said holds until something changes; then it is asked again.', async () => {
    const here = await checkout(texts);
    const { criteria, questions, isRecorded } = await here.proven();
    expect(isRecorded).toBe(true);
    expect(criteria.map(({ outcome }) => outcome)).toEqual(['undecided', 'met']);
    const [question] = questions;
    expect(question?.text).toBe('Does this exit criterion hold? The owner signs off');
    expect((await say(here, question!, 'met', 'Read it.')).next).toBe(
      'npx nx run a:exit-criteria --plan=a --phase=1 --prove',
    );
    expect(await here.proven()).toMatchObject({
      criteria: [{ outcome: 'met', evidence: expect.stringMatching(/^ada, .*: Read it\.$/) }, { outcome: 'met' }],
      questions: [],
      isRecorded: true,
    });
    expect(await here.states()).toEqual(['holds', 'holds']);

    commitFiles(here.root, { 'lib/x.ts': '2\n' });
    expect(await here.states()).toEqual(['stale', 'stale']);
    const again = await here.proven();
    expect(again.criteria[0]?.outcome).toBe('undecided');
    expect(again.questions).toHaveLength(1);
    expect(again.questions[0]?.id).not.toBe(question?.id);
    await say(here, again.questions[0]!, 'not-met');
    expect((await here.prove()).outcomes).toEqual(['not-met', 'met']);
    expect(await here.states()).toEqual(['does-not-hold', 'holds']);
  });

  test('may think better of it, and the later word counts.', async () => {
    const here = await checkout(texts);
    const { questions } = await here.proven();
    await say(here, questions[0]!, 'not-met');
    expect((await here.prove()).outcomes).toEqual(['not-met', 'met']);
    await say(here, questions[0]!, 'met', '', 60);
    expect((await here.prove()).outcomes).toEqual(['met', 'met']);
    // Nobody has to say it again of what is the same but for the backlog.
    commitFiles(here.root, { 'a/specs/93-improvements-review.md': '# Findings\n' });
    expect((await here.prove()).outcomes).toEqual(['met', 'met']);
  });

  test('is asked of what is committed alone.', async () => {
    const here = await checkout(texts);
    writeFiles(here.root, { 'lib/x.ts': '2\n' });
    expect(await here.proven()).toMatchObject({ isRecorded: false, questions: [] });
    expect(await questionsOf(here.host, here.root)).toMatchObject({ ok: true, value: { questions: [] } });
  });

  test('finds the question from any worktree, and no file of the checkout is needed for that.', async () => {
    const here = await checkout(texts);
    const { questions } = await here.proven();
    const other = `${here.root}-other`;
    userGit(here.root, 'worktree', 'add', '--quiet', '--detach', other);
    const found = await questionsOf(here.host, other);
    expect(found).toMatchObject({
      ok: true,
      value: {
        questions: [
          { question: { id: questions[0]?.id }, isOpen: true, about: { project: 'a', plan: 'a', phase: '1' } },
        ],
      },
    });
    await say(here, questions[0]!, 'met');
    expect(await questionsOf(here.host, other)).toMatchObject({ ok: true, value: { questions: [{ isOpen: false }] } });
  });

  test('says of a ticked task what no commit does.', async () => {
    const here = await checkout({ ...files, [path]: plan([pass], { box: 'x' }) });
    const { questions } = await here.proven();
    expect(questions[0]?.text).toBe('Does this exit criterion hold? Task 1.1 is done: Do it');
    await say(here, questions[0]!, 'met', 'I did it.');
    expect((await here.prove()).outcomes).toEqual(['met', 'met']);
    expect((await here.prove()).outcomes).toEqual(['met', 'met']);
    expect(await here.states()).toEqual(['holds', 'holds']);
  });
});

describe('a ticked task', () => {
  const ticked = { ...files, [path]: plan([pass], { box: 'x' }) };

  test('that no commit says was done is not proven.', async () => {
    const here = await checkout(ticked);
    await here.prove();
    const lines = ledgerLines(await here.ledger(), 'nx run a:exit-criteria');
    expect(lines).toContain('? Task 1.1 is done: Do it');
    expect(lines).toContain('    It is ticked in the plan, and no commit says that it was done.');
  });

  test('whose commit changes nothing is empty.', async () => {
    const here = await checkout(ticked);
    const commit = commitFiles(here.root, {}, 'Do it\n\nPlan: a\nPhase: 1\nTask: 1.1');
    const { standings } = await here.ledger();
    expect(standings[1]?.record?.evidence).toBe(`Empty: ${commit.slice(0, 10)} changes nothing.`);
  });

  test('is done where a commit of this very plan and phase says so, and changes something.', async () => {
    const here = await checkout(ticked);
    commitFiles(here.root, { 'lib/x.ts': '2\n' }, 'Do it\n\nPlan: b\nPhase: 1\nTask: 1.1');
    commitFiles(here.root, { 'lib/x.ts': '4\n' }, 'Do more\n\nPlan: a\nPhase: 1\nTask: 1.2');
    expect((await here.ledger()).standings).toHaveLength(2);
    commitFiles(here.root, { 'lib/x.ts': '3\n' }, 'Do it\n\nPlan: a\nPhase: 1\nTask: 1.1');
    expect((await here.ledger()).standings).toHaveLength(1);
  });

  test('that was taken back does not hold by what was recorded before; then a person may say it of what is there.', async () => {
    const here = await checkout(ticked);
    await say(here, (await here.proven()).questions[0]!, 'met', 'I did it.');
    const [, word] = (await here.proven()).criteria;
    const made = { 'lib/x.ts': '2\n', 'lib/y.ts': '1\n' };
    const done = commitFiles(here.root, made, 'Do it\n\nPlan: a\nPhase: 1\nTask: 1.1');
    const { person: _, ...proof } = word!.proof!;
    await keepCriterion(here, done, { ...word!, proof });
    userGit(here.root, 'revert', '--no-edit', done);
    expect((await here.states())[1]).toBe('does-not-hold');
    expect((await here.prove()).outcomes).toEqual(['met', 'not-met']);
    expect(await here.states()).toEqual(['holds', 'does-not-hold']);

    commitFiles(here.root, { 'lib/x.ts': '3\n' });
    expect((await here.states())[1]).toBe('never-proven');
    const { questions, criteria } = await here.proven();
    expect(criteria.map(({ outcome }) => outcome)).toEqual(['met', 'undecided']);
    await say(here, questions[0]!, 'met', 'It is there.');
    expect((await here.prove()).outcomes).toEqual(['met', 'met']);
    expect(await here.states()).toEqual(['holds', 'holds']);
  });
});

/** Keeps the record of one criterion as the run of a phase does. */
async function keepCriterion({ host, git, root }: Here, commit: string, criterion: CriterionRecord): Promise<void> {
  const key = 'k'.repeat(64);
  const tree = userGit(root, 'rev-parse', `${commit}^{tree}`);
  const about = { version: 1, stage: 'exit-criteria', outcome: 'done', key, commit, tree };
  const record = { ...about, criteria: [criterion], questions: [] };
  await keepResult(host, git, {
    refs: phaseRefs('a', '1'),
    stage: 'exit-criteria',
    key,
    work: commit,
    artifacts: new Map([['record.json', JSON.stringify(record)]]),
    scratch: join(host.stateFolder, 'scratch'),
  });
}

test('An empty set of criteria proves nothing, and the refusal says what to write.', async () => {
  const { host, root } = await scratch({ [path]: '# Plan\n\n## Phase 1: words\n\n- [ ] 1.1 Do it\n' });
  const request = {
    workspace: root,
    project: 'a',
    projectRoot: 'a',
    plans: [path],
    rebase: false,
    targets: [],
    options: [],
  };
  const opened = await openCheckout(host, { ...request, phase: '1' });
  const looked = opened.ok ? await ledgerOf(host, opened.value, []) : opened;
  expect(looked).toMatchObject({
    ok: false,
    failure: {
      reason: 'not-proven',
      message: expect.stringContaining('Write below its tasks, for example, "**Exit criteria**: `npm test` passes'),
      at: { path, line: 3, column: 1 },
    },
  });
});

test('The lines say what has changed, how it was, and what to do; where nothing is recorded, where to look for it.', async () => {
  const here = await checkout();
  await here.prove();
  writeFiles(here.root, { 'lib/x.ts': '2\n' });
  expect(ledgerLines(await here.ledger(), 'nx run a:exit-criteria')).toEqual([
    'Phase 1: words',
    `~ ${pass}`,
    '    stale: lib/x.ts changed since',
    expect.stringMatching(/^ {4}was met by command `node a\/pass.cjs`: exit code 0, tree [0-9a-f]{10}, \d{4}-/),
    '0 of 1 hold by what is recorded.',
    'Run the probes here: nx run a:exit-criteria --prove',
  ]);
  for (const ref of userGit(here.root, 'for-each-ref', '--format=%(refname)', 'refs/phasewright').split('\n'))
    userGit(here.root, 'update-ref', '-d', ref);
  expect(ledgerLines(await here.ledger(), 'nx run a:exit-criteria')).toEqual([
    'Phase 1: words',
    `? ${pass}`,
    '    never proven',
    "Nothing is recorded about this phase here. If it was proven elsewhere: git fetch origin 'refs/phasewright/*:refs/phasewright/*'",
    'Run the probes here: nx run a:exit-criteria --prove',
  ]);
});
