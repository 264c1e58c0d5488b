import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeCommit, treeOf } from '../../../core/git/commit.ts';
import { editTree } from '../../../core/git/edit.ts';
import type { Result } from '../../../core/failure.ts';
import { setRef } from '../../../core/git/refs.ts';
import type { PolishRecord } from '../../../core/result/records.ts';
import { keepResult } from '../../../core/result/result.ts';
import { decide } from '../../../core/stage/decide/decide.ts';
import type { Decision } from '../../../core/stage/decide/decision.ts';
import { commitFiles, openScratch, scratch, userGit, type Scratch, type Texts } from '../../git/scratch.ts';

const path = 'specs/91-impl-plan.md';
const spec = 'specs/10-data.md';
const ada = { name: 'Ada', email: 'ada@example.com', date: '@1000000000 +0000' };

function phase(id: string, title: string, task: string): string {
  const table = '| # | Task | Spec | Status |\n| --- | --- | --- | --- |\n';
  return `## Phase ${id} — ${title}\n\n${table}| ${id}.1 | ${task} | 10 § 1 | open |\n\n**Exit criteria**:\n\n- All gates pass.\n\n`;
}

const plan = phase('1', 'Input', 'Read it') + phase('2', 'Output', 'Write it');
const data = '# Data\n\n## 1. Parts\n\nA part is one file.\n\n## 2. Limits\n\nNone.\n\n## 3. Names\n\nAny.\n';
const usual: Texts = { [path]: plan, [spec]: data, 'src/a.ts': 'one\n' };

async function decided(made: Scratch, rebase = false): Promise<Decision> {
  const found = await tryToDecide(made, rebase);
  if (!found.ok) throw new Error(found.failure.message);
  return found.value;
}

async function tryToDecide({ host, root }: Scratch, rebase = false): Promise<Result<Decision>> {
  const agent = { driver: 'command', command: ['true'] };
  return await decide(host, {
    workspace: root,
    project: 'a',
    projectRoot: '',
    plans: [path],
    phase: '1',
    rebase,
    targets: ['test'],
    options: [{ from: 'test', written: { implementer: agent, reviewer: agent } }],
  });
}

/** Stores a polish that has made these texts of what is bound. */
async function polishes({ host, git }: Scratch, texts: Readonly<Record<string, string>>): Promise<void> {
  const decision = await decided(await openScratch(host, git.folder));
  const { polish, polished, refs } = decision;
  if (polish.state !== 'needed') throw new Error(`the polish is ${polish.state}`);
  const start = polished.commit;
  const folder = join(host.stateFolder, 'scratch');
  const tree = await editTree(host, git, start, new Map(Object.entries(texts)), folder);
  const commit = await makeCommit(git, { tree, parents: [start], message: 'polish\n', author: ada });
  const { key } = polish;
  const record: PolishRecord = {
    version: 1,
    stage: 'polish',
    outcome: 'done',
    key,
    start,
    commit,
    changed: Object.keys(texts),
    rounds: 1,
    agentCalls: 1,
    usage: {},
    turns: [],
    findings: [],
  };
  const artifacts = new Map([['record.json', JSON.stringify(record)]]);
  await keepResult(host, git, { refs, stage: 'polish', key, work: commit, artifacts, scratch: folder });
  await setRef(git, refs.base, decision.base);
}

/** What is bound after a person's commit on top of what was polished. */
async function afterEdit(polish: Readonly<Record<string, string>>, edits: Texts, rebase: boolean) {
  const made = await scratch(usual);
  await polishes(made, polish);
  commitFiles(made.root, edits);
  const again = await openScratch(made.host, made.root);
  const decision = await decided(again, rebase);
  const textOf = (file: string) => userGit(made.root, 'show', `${decision.polished.commit}:${file}`);
  return { made: again, decision, textOf };
}

const polishedPlan = plan.replace('Read it', 'Read it, line by line');
const polishedData = data.replace('one file.', 'one file of text.');

describe.each([
  ['on the base that was pinned', false],
  ['on a new base', true],
])('A stored polish %s', (_, rebase) => {
  test('keeps what a person has committed since, in the plan, in a spec that both have changed, and elsewhere.', async () => {
    const { decision, textOf } = await afterEdit(
      { [path]: polishedPlan, [spec]: polishedData },
      {
        [path]: plan.replace('Write it', 'Write it by hand'),
        [spec]: data.replace('Any.', 'ASCII.'),
        'specs/20-new.md': '# New\n',
        'src/a.ts': 'two\n',
      },
      rebase,
    );
    expect(decision.polish.state).toBe('done');
    expect(textOf(path)).toBe(polishedPlan.replace('Write it', 'Write it by hand').trimEnd());
    expect(textOf(spec)).toBe(polishedData.replace('Any.', 'ASCII.').trimEnd());
    expect(textOf('specs/20-new.md')).toBe('# New');
    expect(textOf('src/a.ts')).toBe(rebase ? 'two' : 'one');
  });

  test('is passed over where a person has changed the same place since: what they wrote is polished anew.', async () => {
    const { made, decision, textOf } = await afterEdit(
      { [spec]: data.replace('Any.', 'Any that fit.') },
      { [spec]: data.replace('Any.', 'ASCII.') },
      rebase,
    );
    expect(decision.polish).toMatchObject({
      state: 'needed',
      because: 'they were edited where the last polish had edited them',
    });
    expect(textOf(spec)).toBe(data.replace('Any.', 'ASCII.').trimEnd());

    await polishes(made, { [spec]: data.replace('Any.', 'ASCII only.') });
    const next = await decided(made);
    expect(next.polish.state).toBe('done');
    expect(userGit(made.root, 'show', `${next.polished.commit}:${spec}`)).toContain('ASCII only.');
  });
});

test('A polish that changed nothing leaves what is bound as it is.', async () => {
  const made = await scratch(usual);
  await polishes(made, {});
  const { polish, polished, base } = await decided(made);
  expect(polish.state).toBe('done');
  expect(polished).toEqual({ commit: base, changed: [] });
  expect(await treeOf(made.git, polished.commit)).toBe(await treeOf(made.git, 'HEAD'));
});

const above = '# Plan\n\nHow it is delivered.\n\n';
const behind = '# Later\n\nMore of it.\n';
const question = '[NEEDS CLARIFICATION: which store?]';

describe('Where the lint complains about what a polish may not touch, none begins', () => {
  test.each<[string, string, number]>([
    ['a question above the phases', `${above}${question}\n\n${plan}`, 5],
    ['an invisible character above the phases', `# Pl\u200Ban\n\n${plan}`, 1],
    ['a question in another phase', plan.replace('Write it', `Write it ${question}`), 15],
  ])('%s.', async (_, text, line) => {
    const found = await tryToDecide(await scratch({ ...usual, [path]: text }));
    if (found.ok) throw new Error(`the polish is ${found.value.polish.state}`);
    expect(found.failure).toMatchObject({ reason: 'spec-lint', at: { path, line } });
    expect(found.failure.message).toMatch(/outside of phase 1, .* mend these by hand, commit them/);
    expect(found.failure.message).toContain(`\n${path}:${line}:`);
  });

  test('a question behind the phase that is the last one.', async () => {
    const text = `${phase('1', 'Input', 'Read it')}${behind}\n${question}\n`;
    expect(await tryToDecide(await scratch({ ...usual, [path]: text }))).toMatchObject({
      ok: false,
      failure: { reason: 'spec-lint' },
    });
  });

  test('but one about the phase, its specs, or a plan that is one phase is for a polish.', async () => {
    const own = { ...usual, [path]: plan.replace('Read it', `Read it ${question}`) };
    expect((await decided(await scratch(own))).polish.state).toBe('needed');
    const ofSpec = { ...usual, [spec]: data.replace('Any.', question).replace('one file.', `one ${question}`) };
    expect((await decided(await scratch(ofSpec))).polish.state).toBe('needed');
    expect((await decided(await scratch({ ...usual, [path]: `${above}${plan}${behind}` }))).polish.state).toBe(
      'needed',
    );
  });
});
