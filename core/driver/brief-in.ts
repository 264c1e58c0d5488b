import { resolve } from 'node:path';
import type { Brief } from '../brief/brief.ts';
import { taskBriefs } from '../brief/task-briefs.ts';
import { fail, ok, type Result } from '../failure.ts';
import { fileAt, pathsAt } from '../git/repository.ts';
import { rulesAt } from '../stage/specs/rules-at.ts';
import type { Desk } from './desk.ts';
import { readPlanned } from './planned.ts';

/** Where rules stand that bind all agents. */
const rulePaths = ['AGENTS.md', 'CLAUDE.md'];

/** What the agents of this commit are told about it. */
export async function briefIn(desk: Desk): Promise<Result<Brief>> {
  const briefs = await briefsIn(desk);
  return briefs.ok ? ok(briefs.value.brief) : briefs;
}

/** The same, and that of each commit after it in the plan. */
export async function briefsIn({ host, git, store }: Desk): Promise<Result<{ brief: Brief; later: Brief[] }>> {
  const { work, gates } = store.standing;
  const text = await host.files.read(resolve(work.folder, work.plan_path));
  const planned = readPlanned(work.plan, text ?? '', String(work.commit_id));
  if (!planned.ok) return planned;
  const { plan, phase, commit } = planned.value;
  const specs = await specsAt({ git, base: work.base, folder: commit.spec });
  const rules = await rulesAt(git, work.base, rulePaths);
  const commands = gates ? [gates.designer_gate, gates.test_gate] : [];
  const briefs = taskBriefs(plan, phase, { specs, rules, gates: [] });
  const at = briefs.findIndex(({ id }) => id === commit.id);
  const brief = briefs[at];
  if (!brief) return fail('unknown-plan', `Unexpected commit ${commit.id}, expected one of ${work.plan}.`);
  const sections = brief.sections.length > 0 ? brief.sections : sectionsOf(specs);
  return ok({ brief: { ...brief, gates: commands, sections }, later: briefs.slice(at + 1) });
}

/** `design.md` and what lies beside it in the feature's folder. */
async function specsAt(about: { git: Desk['git']; base: string; folder: string }) {
  const { git, base, folder } = about;
  if (folder === '') return [];
  const paths = await pathsAt(git, base, folder.replace(/\/$/, ''));
  const files: { path: string; content: string }[] = [];
  for (const path of paths.filter((one) => one.endsWith('.md')))
    files.push({ path, content: (await fileAt(git, base, path)) ?? '' });
  return files;
}

function sectionsOf(specs: readonly { path: string; content: string }[]): Brief['sections'] {
  return specs.map(({ path, content }) => ({ path, heading: null, text: content }));
}
