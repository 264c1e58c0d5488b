import { describe, expect, test } from 'vitest';
import { addedDecisions, beyondPolish, type Edited } from '../../../core/stage/specs/polish-limits.ts';

const about = { plan: 'a/specs/91-impl-plan.md', phase: '1', backlog: 'a/notes/left.md' };
const plan = '# Plan\n\n## Phase 1 — Read\n\n| # | Task | Spec |\n| - | - | - |\n| 1.1 | Read | 10 |\n';
const decided = '# Key decisions\n\n## D1 — Store\n\nFiles only.\n';

function edited(path: string, before: string | undefined, after: string | undefined): Edited {
  return { path, before, after };
}

describe('An edit', () => {
  test.each<[string, Edited]>([
    ['of a spec', edited('a/specs/10-data.md', '# Data\n', '# Data\n\nA part is one file.\n')],
    ['that adds a spec', edited('a/specs/11-more.md', undefined, '# More\n')],
    ['of the index', edited('a/specs/index.md', '# Index\n', '# Index\n\n- [More](11-more.md)\n')],
    ['of the phase in the plan', edited(about.plan, plan, plan.replace('| 10 |', '| 10 § 1 |'))],
    ['that adds a decision', edited('a/specs/99-key-decisions.md', decided, `${decided}\n## D2 — Cache\n\nNone.\n`)],
    ['that adds a file of decisions', edited('a/specs/decisions/0002-cache.md', undefined, '# Cache\n')],
  ])('%s is what a polish is for.', (_, edit) => {
    expect(beyondPolish([edit], about)).toEqual([]);
  });

  test.each<[string, Edited, string]>([
    ['of the backlog', edited('a/specs/93-improvements-review.md', '- P1 a.ts:1 Fix it\n', ''), 'the backlog'],
    ['of the backlog that an option names', edited(about.backlog, '# Left\n', '# None\n'), 'the backlog'],
    ['that adds a backlog', edited('a/specs/93-improvements-review.md', undefined, '# Left\n'), 'the backlog'],
    ['of a memo', edited('a/specs/research/cache.md', 'Decision: NO-GO\n', 'Decision: GO\n'), 'a research memo'],
    ['that takes a memo away', edited('docs/spike-cache.md', 'Decision: NO-GO\n', undefined), 'a research memo'],
    ['of a decision', edited('a/specs/99-key-decisions.md', decided, decided.replace('Files', 'A base')), 'decided'],
    ['that takes decisions away', edited('a/specs/99-key-decisions.md', decided, undefined), 'decided'],
    [
      'of a file of decisions',
      edited('docs/adr/0001-store.md', '# Store\n\nFiles.\n', '# Store\n\nBase.\n'),
      'decided',
    ],
    ['that takes a spec away', edited('a/specs/10-data.md', '# Data\n', undefined), 'gone'],
    ['of another plan', edited('a/specs/92-later-plan.md', plan, plan.replace('Read', 'Write')), 'another plan'],
  ])('%s is refused with its path and the reason.', (_, edit, reason) => {
    const said = beyondPolish([edit], about);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(new RegExp(`^${edit.path}:1:1 Unexpected edit of .*${reason}.*[Pp]ut`));
  });

  test('of another phase in the plan is refused with the line of that phase.', () => {
    const two = `${plan}\n## Phase 2 — Write\n\nAll of it.\n\n| # | Task |\n| - | - |\n| 2.1 | Write |\n`;
    const edit = edited(about.plan, two, two.replace('All of it', 'Nothing'));
    expect(beyondPolish([edit], about)).toEqual([expect.stringMatching(`^${about.plan}:9:1 .* phase 2 was changed`)]);
  });
});

test('Decisions that are added are told in their words, for a person to take.', () => {
  const edits = [
    edited('a/specs/99-key-decisions.md', decided, `${decided}\n## D2 — Cache\n\nNone.\n`),
    edited('a/specs/10-data.md', '# Data\n', '# Data\n\nMore.\n'),
  ];
  expect(addedDecisions(edits)).toEqual(['+ decision in a/specs/99-key-decisions.md: ## D2 — Cache\n\nNone.']);
});
