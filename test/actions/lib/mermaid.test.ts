import { JSDOM } from 'jsdom';
import { beforeAll, expect, test } from 'vitest';
import { phaseGraph } from '../../../actions/lib/phase-graph.ts';
import type { Stage } from '../../../core/report/story.ts';
import { hostileReport } from '../../report/hostile.ts';
import { sampleReport } from '../../report/sample.ts';
import { attacks, naughty } from './attacks.ts';

/** Mermaid itself, as in a browser: it looks for a window when it is loaded. */
let parse: (graph: string) => Promise<unknown>;

beforeAll(async () => {
  const { window } = new JSDOM('');
  Object.assign(globalThis, { window, document: window.document });
  const { default: mermaid } = await import('mermaid');
  parse = async (graph) => await mermaid.parse(graph);
});

test('Mermaid refuses what is no graph.', async () => {
  await expect(parse('flowchart LR\n  end["x"]')).rejects.toThrow('Parse error on line 2');
  await expect(parse('flowchart LR\n  t1[a [b] c]')).rejects.toThrow('Parse error on line 2');
});

test('The graph of a phase is one.', async () => {
  expect(await parse(phaseGraph(sampleReport()) ?? '')).toMatchObject({ diagramType: 'flowchart-v2' });
});

test('Texts of the lists, and of a hostile report, leave it one, with as many nodes.', async () => {
  const texts = [...naughty, ...attacks];
  for (let at = 0; at < texts.length; at += 60) {
    const stages = texts
      .slice(at, at + 60)
      .map((text, index) => stage({ name: `${at + index} ${text}`, title: text, task: text }));
    const graph = phaseGraph({ stages }) ?? '';
    expect(await parse(graph)).toMatchObject({ diagramType: 'flowchart-v2' });
    expect(graph.split('\n')).toHaveLength(1 + stages.length + 4);
  }
  for (const text of attacks) await parse(phaseGraph(hostileReport(text)) ?? '');
});

function stage(about: Partial<Stage>): Stage {
  return { ...sampleReport().stages[0]!, dependsOn: [], ...about };
}
