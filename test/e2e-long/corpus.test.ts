import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { WrittenScript } from '../../core/agent/script.ts';
import type { Phase, Plan } from '../../core/plan/plan.ts';
import { readPlan } from '../../core/plan/read.ts';
import { citations } from '../../core/spec/citation.ts';
import { useRig } from '../rig/use-rig.ts';
import { json } from '../rig/workspace.ts';

// A folder of real plans; it is not part of the project.
const folder = process.env['PHASEWRIGHT_CORPUS'] ?? '';
const planPath = 'specs/91-impl-plan.md';
const scripted = { driver: 'scripted', script: 'script.json' } as const;

describe.skipIf(folder === '')('the first phase of a plan that nobody here wrote', () => {
  test.each([
    'tyrchen__pdfv__specs-91-impl-plan.md',
    'kobe4cn__consumer_engine__specs-91-impl-plan.md',
    'tyrchen__termstage__specs-91-browser-terminal-impl-plan.md',
  ])('%s runs with a scripted agent, asks a person for its criteria, and lands', async (file) => {
    const text = readFileSync(join(folder, 'impl', file), 'utf8');
    const planned = readPlan(planPath, text);
    const phase = firstPhase(planned);
    const rig = await useRig({
      projectRoot: '',
      plan: text,
      files: { ...stubSpecs(planned), 'script.json': json(script(phase)) },
      options: { implementer: scripted, reviewer: scripted },
    });

    const waiting = rig.run('implement-phase');
    expect((await waiting.ended).code).toBe(1);
    const { outcome, tasks, questions, agentCalls } = waiting.report(phase.id);
    expect({ outcome, agentCalls }).toEqual({ outcome: 'waiting', agentCalls: 2 * phase.tasks.length + 1 });
    expect(tasks.map((task) => [task.id, task.outcome])).toEqual(phase.tasks.map((task) => [task.id, 'done']));
    expect(questions.map((question) => question.text)).toEqual(
      phase.criteria.map((criterion) => `Does this exit criterion hold? ${criterion.text}`),
    );

    for (const question of questions) await rig.answer(question, 'met', 'Looked at it');
    const landed = rig.run('implement-phase');
    expect((await landed.ended).code).toBe(0);
    const report = landed.report(phase.id);
    expect(report).toMatchObject({ outcome: 'landed', agentCalls: 0, landed: { branch: `phase/${phase.id}` } });
    expect(report.criteria.map((one) => [one.outcome, one.evidence.includes('Looked at it')])).toEqual(
      phase.criteria.map(() => ['met', true]),
    );
    expect(await rig.git('rev-list', '--count', `main..phase/${phase.id}`)).toBe(String(phase.tasks.length + 1));
  });
});

function firstPhase(planned: Plan): Phase {
  const phase = planned.phases.find((one) => one.tasks.some((task) => !task.ticked));
  if (!phase) throw new Error('The plan has no phase with work to do');
  return phase;
}

/** Every task writes a file of its own, every review approves. */
function script(phase: Phase): WrittenScript {
  const work = phase.tasks.map((task) => ({
    task: task.id,
    role: 'implementer' as const,
    do: [{ write: { path: `src/${task.slug}.txt`, text: `${task.title}\n` } }],
    answer: { status: 'done', summary: task.title },
  }));
  return { turns: [...work, { role: 'reviewer', answer: { verdict: 'APPROVED' } }] };
}

/** A file for every spec that the plan cites, with the headings of the cited sections. */
function stubSpecs(planned: Plan): Record<string, string> {
  const files: Record<string, string> = {};
  const cited = planned.phases.flatMap((phase) => phase.tasks.flatMap((task) => citations(task.spec)));
  const linked = cited.filter((citation) => citation.kind === 'link' && citation.path.endsWith('.md'));
  for (const citation of [...linked, ...cited]) {
    if (citation.kind === 'unclear') continue;
    const path = citation.kind === 'number' ? numbered(files, citation.number) : posix.join('specs', citation.path);
    if (!path.endsWith('.md')) continue;
    const headings = citation.sections.map((section) => `\n## ${section}. A section\n\nAs it is.\n`);
    files[path] = `${files[path] ?? '# A spec\n\nAs it is.\n'}${headings.join('')}`;
  }
  return files;
}

function numbered(files: Readonly<Record<string, string>>, number: string): string {
  return Object.keys(files).find((path) => path.startsWith(`specs/${number}-`)) ?? `specs/${number}-stub.md`;
}
