import { expect, test } from 'vitest';
import { phaseContext } from '../../../core/stage/decide/bind.ts';
import { decide } from '../../../core/stage/decide/decide.ts';
import { proveEarlier } from '../../../core/stage/prove/prove-earlier.ts';
import { scratch, userGit, type Texts } from '../../git/scratch.ts';

const plan = 'a/specs/91-impl-plan.md';
const agent = { driver: 'command', command: ['true'] };

/** Phase 2 begins, and phase 1 with these criteria is before it. */
async function earlier(criteria: readonly string[], texts: Texts) {
  const list = criteria.map((text) => `- ${text}`).join('\n');
  const made = await scratch({
    [plan]: `# Plan\n\n## Phase 1: words\n\n- [x] 1.1 Do it\n\n**Exit criteria**:\n\n${list}\n\n## Phase 2: more\n\n- [ ] 2.1 Do more\n\n**Exit criteria**:\n\n- All gates pass.\n`,
    'a/specs/10-words.md': '# 10 Words\n\nWhat is a word.\n',
    ...texts,
  });
  const decision = await decide(made.host, {
    workspace: made.root,
    project: 'a',
    projectRoot: 'a',
    plans: [plan],
    rebase: false,
    targets: ['test'],
    phase: '2',
    options: [{ from: 'test', written: { polish: 'off', implementer: agent, reviewer: agent } }],
  });
  if (!decision.ok) throw new Error(decision.failure.message);
  const context = await phaseContext(made.host, decision.value, 'run', () => {});
  return { ...made, prove: async () => await proveEarlier(context, decision.value) };
}

test('What one probe of an earlier phase has written does not speak for the next.', async () => {
  const { prove } = await earlier(['`node a/edit.cjs` passes', '`node a/check.cjs` passes'], {
    'a/edit.cjs': 'require("fs").writeFileSync("a/value.txt", "good")\n',
    'a/check.cjs': 'process.exit(require("fs").readFileSync("a/value.txt", "utf8") === "good" ? 0 : 1)\n',
    'a/value.txt': 'bad',
  });
  expect(await prove()).toMatchObject({
    ok: false,
    failure: { reason: 'earlier-phase', message: expect.stringContaining('`node a/check.cjs` passes') },
  });
});

test('A probe of an earlier phase that meddles with git does not hold.', async () => {
  const { prove, root } = await earlier(['`node a/edit.cjs` passes'], {
    'a/edit.cjs': 'require("child_process").execFileSync("git", ["config", "filter.x.clean", "evil"])\n',
  });
  expect(await prove()).toMatchObject({
    ok: false,
    failure: { message: expect.stringContaining('what decides about git was changed') },
  });
  expect(userGit(root, 'status', '--porcelain')).toBe('');
});
