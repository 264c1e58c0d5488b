import { expect, test } from 'vitest';
import { proveCheckout } from '../../core/stage/checkout.ts';
import type { PhaseRequest } from '../../core/stage/decide.ts';
import { commitFiles, scratch, type Texts } from '../git/scratch.ts';

const path = 'specs/91-impl-plan.md';
const phase = (id: string, box: string) =>
  `## Phase ${id}: words\n\n- ${box} Do it\n\n### Exit criteria\n\n- \`phase-${id}.md\` exists\n\n`;

/** Proves the exit criteria in a checkout, as `nx run a:exit-criteria` does. */
async function prove(texts: Texts, asked?: string, handedOver?: string) {
  const { host, root } = await scratch(texts);
  if (handedOver) commitFiles(root, {}, `hand-off\n\nPlan: a\nPhase: ${handedOver}\nPhase-Step: hand-off`);
  const agent = { driver: 'command', command: ['true'] };
  const request: PhaseRequest = {
    workspace: root,
    project: 'a',
    projectRoot: '',
    plans: [path],
    phase: asked,
    rebase: false,
    targets: [],
    options: [{ from: 'test', written: { implementer: agent, reviewer: agent } }],
  };
  const proven = await proveCheckout(host, request);
  if (!proven.ok) return proven.failure.reason;
  return { phase: proven.value.phase.id, outcomes: proven.value.criteria.map((one) => one.outcome) };
}

test('The exit criteria of the phase that was handed over last are proven again, though there is nothing left to do.', async () => {
  const plan = { [path]: phase('1.1', '[x]') + phase('1.10', '[ ]'), 'phase-1.1.md': '' };
  expect(await prove(plan, undefined, '1.1')).toEqual({ phase: '1.1', outcomes: ['met'] });
});

test('Before any is handed over they are those of the phase that is to be worked on.', async () => {
  const plan = { [path]: phase('1', '[x]') + phase('2', '[ ]'), 'phase-1.md': '' };
  expect(await prove(plan)).toEqual({ phase: '2', outcomes: ['not-met'] });
});

test('A phase that is asked for is taken whatever has become of it.', async () => {
  const plan = { [path]: phase('1', '[x]') + phase('2', '[ ]'), 'phase-1.md': '' };
  expect(await prove(plan, '1')).toEqual({ phase: '1', outcomes: ['met'] });
  expect(await prove(plan, '9')).toBe('unknown-phase');
});
