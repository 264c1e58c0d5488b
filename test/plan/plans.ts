import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A plan as it lies on a disk. */
export interface PlanFixture {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const table = `# Plan

## 2. Phase 1 — foundation (weeks 1–2)

| #   | Task               | Spec        | Status      | Effort |
| --- | ------------------ | ----------- | ----------- | ------ |
| 1.1 | Read \`a | b\`       | 10 § 2      | open        | 1 d    |
| 1.2 | **Write** a \\| b   | [11](11.md) |             | 0.5 d  |
| 1.3 | Check 漢字 🙂       | 12          | ✅ see memo | done   |

**Exit criteria**: \`npm test\` is green; no file is lost.

### Phase 2: 界面

|#|任务|状态|
|-|-|-|
|2.1|读|待办|
|2.2|写||

**退出标准**：\`npm test\` 通过
`;

const boxes = `# Notes

Some words. - [ ] not a task

## Phase 1: boxes

- [ ] 1.1 Read it
  all, **really**

  and more
  - [ ] 1.1.1 a part
  - [x] 1.1.2 another
* [x] T002 Write
    1. first
\`\`\`
- [ ] in code
\`\`\`
1. [ ] Numbered
- [~] In progress
<!--
- [ ] in a comment
-->
- [ ] Last

**Exit criteria**:
- [ ] it works
`;

const claims = `# Spec

- [ ] free

## Tasks

- [ ] Add the parser
  - branch: \`impl/add-the-parser\`
  - status: \`in-review\`
- [x] Write (done)
  - status: complete
- [ ] Read \`- [ ] this\`
	- a detail
	  - status: 404
- [ ] 読む：（全部）
`;

const commits = `[meta]
feature = "A | Status"
feature_dir = "docs"

[dependencies]
2 = [1]

[[commits]]
id = 1
title = "Read"
message = """
- [ ] not a box
"""
files = ["a.ts"]

  [[commits]]
  id = 2
  title = "Write"
  files = ["b.ts", 'c.ts']
`;

export const ownPlans: readonly PlanFixture[] = [
  { path: 'specs/91-impl-plan.md', bytes: Buffer.from(table) },
  { path: 'docs/plan.md', bytes: Buffer.from(boxes) },
  { path: 'docs/spec.md', bytes: Buffer.from(claims) },
  { path: 'implementation-plan.toml', bytes: Buffer.from(commits) },
];

/** A folder of real plans; it is not part of the project. */
const corpus = process.env['PHASEWRIGHT_CORPUS'] ?? '';

/** Real plans of all families; none where `PHASEWRIGHT_CORPUS` does not say where they are. */
export const realPlans: readonly PlanFixture[] = corpus === '' ? [] : readCorpus();

function readCorpus(): PlanFixture[] {
  const samples = JSON.parse(readFileSync(join(corpus, 'manifest.json'), 'utf8')) as { file: string; path: string }[];
  return samples.map(({ file, path }) => ({ path, bytes: readFileSync(join(corpus, file)) }));
}
