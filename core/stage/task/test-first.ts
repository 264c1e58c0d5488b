import picomatch from 'picomatch';
import type { Brief, RuleFile } from '../../brief/brief.ts';
import { designerPrompt } from '../../brief/prompts/designer.ts';
import { implementerPrompt } from '../../brief/prompts/implementer.ts';
import { testerPrompt } from '../../brief/prompts/tester.ts';
import { pathsAt } from '../../git/repository.ts';
import type { Workflow } from '../../workflow/workflow.ts';
import type { StageContext } from '../context.ts';
import { formatWork } from './format-work.ts';
import { judgeStep } from '../gates/judge-step.ts';
import type { Change } from '../gates/known-verdicts.ts';
import type { LoopWork } from '../loop/loop-work.ts';
import { isNormOf } from '../specs/protected-paths.ts';
import { arbitrate, reviewStyle } from './review-style.ts';
import { rulesAt } from '../specs/rules-at.ts';
import { outsideStep } from './step-scope.ts';
import { stepSightings } from '../../review/step-sightings.ts';

type Parts = 'isSpec' | 'prompt' | 'outsideStep' | 'judge' | 'review' | 'ends';

/** What is done otherwise for a task whose tests come first. */
export async function testFirst(
  context: StageContext,
  about: Pick<LoopWork, 'stage' | 'scope' | 'start'> & {
    workflow: Workflow;
    brief: Brief;
    title: string;
    change: Change;
  },
): Promise<Pick<LoopWork, Parts>> {
  const { stage, scope, start, workflow, title, change } = about;
  const guides = await styleGuides(context);
  if (guides.length === 0)
    context.emit({
      type: 'note',
      stage,
      text: 'no guide of style is written (option styleGuides), so none is reviewed',
    });
  if (about.brief.tests.length === 0)
    context.emit({ type: 'note', stage, text: 'the plan names no tests, so there is no step that writes them' });
  const brief = { ...about.brief, rules: [...about.brief.rules, ...guides] };
  return {
    isSpec: isNormOf(brief),
    prompt: (because, mark, role) => {
      if (role === 'designer') return designerPrompt(brief, because, mark);
      if (role === 'tester') return testerPrompt(brief, because, mark);
      return implementerPrompt(brief, because, mark, { after: brief.tests.length > 0 ? 'tester' : 'designer' });
    },
    outsideStep: async (commit, progress) =>
      stepSightings(await outsideStep(context.repository.git, { workflow, files: scope.files }, commit, progress)),
    judge: judgeStep(context, { stage, workflow, start, change, tests: brief.tests }),
    review: reviewStyle(context, { brief, guides, start }),
    ends: {
      arbitrate: async (look, ask) => await arbitrate(context, brief, look, ask),
      format: async (worktree, commit, { step }) =>
        await formatWork(context, {
          stage,
          worktree,
          commit,
          scope,
          message: `WIP: ${title} (format)\n`,
          isEarly: step < workflow.steps.length - 1,
        }),
    },
  };
}

/** The written guides, as they are at the base. */
async function styleGuides({ repository, phase }: StageContext): Promise<RuleFile[]> {
  const isGuide = picomatch(phase.options.styleGuides, { dot: true });
  const paths = (await pathsAt(repository.git, phase.base, '')).filter((path) => isGuide(path));
  return await rulesAt(repository.git, phase.base, paths);
}
