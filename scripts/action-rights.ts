/** What a job has to grant for an action, beside what a checkout needs. */
export interface Rights {
  /** Whether agents run in it, or anything else that agents wrote. */
  readonly runs: string;
  readonly permissions: readonly Permission[];
}

export interface Permission {
  readonly scope: 'actions' | 'checks' | 'contents' | 'issues' | 'pull-requests';
  readonly access: 'read' | 'write';
  readonly for: string;
  /** It is needed where that is asked for, and not otherwise. */
  readonly isOptional?: boolean;
}

const reads: Permission = { scope: 'contents', access: 'read', for: 'the checkout, and what the remote has of phases' };
const checksOut: Permission = { scope: 'contents', access: 'read', for: 'the checkout' };
const agents: Rights = { runs: 'agents, gates, probes', permissions: [reads] };

/** By the folder of the action; the root action has none. GitHub's own names, as they stand below `permissions:` of a job. */
export const rights: Readonly<Record<string, Rights>> = {
  '': agents,
  open: agents,
  task: agents,
  squash: agents,
  review: agents,
  close: agents,
  land: {
    runs: 'phasewright alone',
    permissions: [
      { scope: 'contents', access: 'write', for: 'results and the branch' },
      {
        scope: 'pull-requests',
        access: 'write',
        for: 'opening the pull request; not needed with another `land`',
        isOptional: true,
      },
    ],
  },
  bring: {
    runs: 'phasewright alone',
    permissions: [{ scope: 'contents', access: 'write', for: 'results' }],
  },
  report: {
    runs: 'phasewright alone',
    permissions: [
      checksOut,
      {
        scope: 'pull-requests',
        access: 'write',
        for: 'the comment, where `issue` is a pull request',
        isOptional: true,
      },
      { scope: 'issues', access: 'write', for: 'the comment, where `issue` is an issue', isOptional: true },
      { scope: 'checks', access: 'write', for: 'the check, with `check`', isOptional: true },
    ],
  },
  answer: {
    runs: 'phasewright alone',
    permissions: [
      { scope: 'contents', access: 'write', for: 'recording answers' },
      { scope: 'actions', access: 'write', for: 'starting and stopping runs' },
      { scope: 'pull-requests', access: 'write', for: 'replies on pull requests', isOptional: true },
      { scope: 'issues', access: 'write', for: 'replies on issues', isOptional: true },
    ],
  },
  gates: { runs: 'gates', permissions: [checksOut] },
  'spec-lint': { runs: 'the lint of plans and specs', permissions: [checksOut] },
  'exit-criteria': { runs: 'probes', permissions: [checksOut] },
  setup: { runs: 'scripts of packages, unless `scripts` is `false`', permissions: [checksOut] },
};
