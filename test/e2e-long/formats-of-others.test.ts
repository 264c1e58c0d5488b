import { expect, test } from 'vitest';
import type { PlacedFormat } from '../../core/plan/find.ts';
import { diligent, taskFile } from '../rig/agent.ts';
import { useRig } from '../rig/use-rig.ts';

/** The plan that is usually there is not what these tests are about. */
const noImplPlan = { 'demo/specs/91-impl-plan.md': '# Notes\n' };

interface Landing {
  readonly path: string;
  readonly text: string;
  /** Of those, one that its tasks are done to without naming it. */
  readonly cites?: string;
  /** Further files. */
  readonly more?: Readonly<Record<string, string>>;
  readonly id: string;
  /** The first one, as refs and folders name it. */
  readonly phase?: string;
  /** Those that are done in its first phase, in the order in which they land. */
  readonly tasks: readonly string[];
  /** The file as its own tool would have it then. */
  readonly after: string;
}

const speckit = `# Tasks: Login

## Phase 1: Setup (Shared Infrastructure)

- [ ] T001 Create the form in demo/src/T001.txt
- [ ] T002 [P] Colour it in demo/src/T002.txt
- [ ] T003 [P] Name it in demo/src/T003.txt

**Checkpoint**: \`demo/src/T003.txt\` exists

## Phase 2: User Story 1 - Log in (Priority: P1)

- [ ] T004 [US1] Send it from demo/src/T004.txt
`;
const openspec = `## 1. Form

- [ ] 1.1 Make it
- [ ] 1.2 Send it

## 2. Docs

- [ ] 2.1 Describe it
`;
const kiro = `# Implementation Plan

- [ ] 1. Form
- [ ] 1.1 Make it
  - In one file
  - _Requirements: 1.1_
- [ ]* 1.2 Test it
  - _Requirements: 1.2_
- [ ] 1.3 Send it
  - _Requirements: 1.3_

- [ ] 2. Describe it
  - _Requirements: 2.1_
`;
const gsd = `# Roadmap: Login

## Phases

- [ ] **Phase 1: Form** - Somebody can log in
- [ ] **Phase 2: Docs** - It is described

## Phase Details

### Phase 1: Form
**Goal**: Somebody can log in
**Success Criteria** (what must be TRUE):
  1. \`demo/src/01-02.txt\` exists
**Plans**: 2 plans

Plans:
- [ ] 01-01: Make it
- [ ] 01-02: Send it

### Phase 2: Docs
**Goal**: It is described
**Success Criteria** (what must be TRUE):
  1. \`demo/src/02-01.txt\` exists

Plans:
- [ ] 02-01: Describe it
`;
const tasks = (first: string): object[] => [
  { id: 1, title: 'Form', status: first, dependencies: [], subtasks: [{ id: 1, title: 'Make it', status: 'pending' }] },
  { id: 2, title: 'Send it', status: first, dependencies: [1], testStrategy: '`demo/src/2.txt` exists' },
  { id: 3, title: 'Colour it', status: 'cancelled', dependencies: [2] },
];
const taskmaster = (first: string): string =>
  `${JSON.stringify({ master: { tasks: tasks(first), metadata: {} }, next: { tasks: [{ id: 1, title: 'Docs', status: 'pending', dependencies: [] }] } }, null, 2)}\n`;

const child = { depends_on_id: 'bd-1', type: 'parent-child' };
const beads = [
  {
    id: 'bd-1',
    title: 'Login',
    status: 'open',
    issue_type: 'epic',
    acceptance_criteria: '`demo/src/bd-1.2.txt` exists',
  },
  { id: 'bd-1.1', title: 'Form', status: 'open', issue_type: 'task', dependencies: [child] },
  {
    id: 'bd-1.2',
    title: 'Send it',
    status: 'open',
    issue_type: 'task',
    dependencies: [child, { depends_on_id: 'bd-1.1', type: 'blocks' }],
  },
]
  .map((issue) => `${JSON.stringify(issue)}\n`)
  .join('');

const superpowers = `# Login Implementation Plan

**Goal:** One can log in.

### Task 1: The form

**Files:**
- Create: \`demo/src/1.txt\`

- [ ] **Step 1: Write the test**
- [ ] **Step 2: Write the form**

### Task 2: Send it

- [ ] **Step 1: Send it**
`;

const speckitty = `# Work Packages: Login

## Work Package WP01: The form (Priority: P0)

**Goal**: Somebody sees it.
**Prompt**: \`tasks/WP01-form.md\`

### Included Subtasks
- [ ] T001 Write it in \`demo/src/WP01.txt\`
- [ ] T002 Colour it

### Dependencies
- None.

## Work Package WP02: Send it (Priority: P1)

**Goal**: It arrives.

### Included Subtasks
- [ ] T003 Send it

### Dependencies
- Depends on WP01
`;
const bmad = `generated: 2026-01-02
story_location: "{project-root}/stories"

development_status:
  epic-1: in-progress
  1-1-form: ready-for-dev  # begin here
  1-2-send-it: backlog
  epic-1-retrospective: optional
  epic-2: backlog
  2-1-docs: backlog
`;

const landings: Readonly<Record<PlacedFormat, Landing>> = {
  speckit: {
    path: 'demo/specs/001-login/tasks.md',
    id: 'demo-speckit-001-login',
    text: speckit,
    tasks: ['T001', 'T002', 'T003'],
    after: speckit.replace(/\[ \] (T00[123])/g, '[x] $1'),
  },
  openspec: {
    path: 'demo/openspec/changes/add-login/tasks.md',
    id: 'demo-openspec-add-login',
    text: openspec,
    tasks: ['1.1', '1.2'],
    after: openspec.replace(/\[ \] (1\.\d)/g, '[x] $1'),
  },
  kiro: {
    path: 'demo/.kiro/specs/login/tasks.md',
    more: { 'demo/.kiro/specs/login/requirements.md': '# Requirements\n\nThe form has one line.\n' },
    cites: 'demo/.kiro/specs/login/requirements.md',
    id: 'demo-kiro-login',
    text: kiro,
    tasks: ['1.1', '1.3'],
    after: kiro.replace(/\[ \] (1\.[13 ])/g, '[x] $1'),
  },
  gsd: {
    path: 'demo/.planning/ROADMAP.md',
    id: 'demo-gsd',
    text: gsd,
    tasks: ['01-01', '01-02'],
    after: gsd.replace(/\[ \] (01-0\d|\*\*Phase 1)/g, '[x] $1'),
  },
  speckitty: {
    path: 'demo/kitty-specs/001-login/tasks.md',
    more: { 'demo/kitty-specs/001-login/tasks/WP01-form.md': '# WP01\n\nOne line is enough.\n' },
    id: 'demo-speckitty-001-login',
    text: speckitty,
    tasks: ['WP01', 'WP02'],
    after: speckitty.replaceAll('[ ]', '[x]'),
  },
  bmad: {
    path: 'demo/_bmad-output/implementation-artifacts/sprint-status.yaml',
    more: { 'demo/stories/1-1-form.md': '# Story 1.1: Form\n\nOne line is enough.\n' },
    id: 'demo-bmad',
    text: bmad,
    tasks: ['1.1', '1.2'],
    after: bmad.replace('ready-for-dev', 'done').replace('send-it: backlog', 'send-it: done'),
  },
  superpowers: {
    path: 'demo/docs/superpowers/plans/2026-01-02-login.md',
    id: 'demo-superpowers-2026-01-02-login',
    text: superpowers,
    tasks: ['1', '2'],
    after: superpowers.replaceAll('[ ]', '[x]'),
  },
  beads: {
    path: 'demo/.beads/issues.jsonl',
    id: 'demo-beads',
    phase: 'bd-1',
    text: beads,
    tasks: ['bd-1.1', 'bd-1.2'],
    // Closing an issue is for its own command: the file is only what that has exported.
    after: beads,
  },
  taskmaster: {
    path: 'demo/.taskmaster/tasks/tasks.json',
    id: 'demo-taskmaster',
    phase: 'master',
    text: taskmaster('pending'),
    tasks: ['1', '2'],
    after: taskmaster('done'),
  },
};

for (const [format, { path, id, phase = '1', text, more, cites, tasks: done, after }] of Object.entries(landings))
  test(`a phase of a plan of ${format} is found at its place, lands, and is written back as its own tool would`, async () => {
    const rig = await useRig({
      files: { ...noImplPlan, ...more, [path]: text },
      options: { formats: [format as PlacedFormat] },
    });
    rig.agent.always(diligent);

    const run = await rig.run('implement-phase', { plan: id }).ended;

    expect(run.code).toBe(0);
    const report = rig.report(phase);
    expect(report).toMatchObject({ outcome: 'landed', plan: { id, path } });
    expect(report?.tasks.map((task) => task.id)).toEqual(done);
    const [branch = ''] = (await rig.git('for-each-ref', '--format=%(refname:short)', 'refs/heads/phase')).split('\n');
    expect(await rig.git('show', `${branch}:${path}`)).toBe(after.trimEnd());
    expect(cites === undefined || report?.tasks.every(({ spec }) => spec.includes(cites))).toBe(true);
    for (const task of done) expect(await rig.git('show', `${branch}:${taskFile(task)}`)).toContain(`task ${task}`);
  });
