import type { Brief } from '../../core/brief/brief.ts';
import { phaseBrief } from '../../core/brief/phase-brief.ts';
import { taskBriefs } from '../../core/brief/task-briefs.ts';
import { readPlan } from '../../core/plan/read.ts';
import type { Verdict } from '../../core/result/records.ts';
import type { Finding } from '../../core/review/finding.ts';

const planPath = 'docs/parcels/implementation-plan.toml';

const planText = `[meta]
feature = "parcels"
feature_dir = "docs/parcels/design.md"
workspace = "."

[dependencies]
2 = [1]
3 = [2]
4 = [1]

[[commits]]
id = 1
title = "Weights and sizes"
message = "feat(parcels): weights and sizes"
files = ["packages/parcels/src/size.ts", "packages/parcels/test/size.test.ts"]

[[commits]]
id = 2
title = "Postage of one parcel"
message = "feat(parcels): postage of one parcel"
files = ["packages/parcels/src/postage.ts", "packages/parcels/test/postage.test.ts"]
acceptance = ["A parcel of 2000 g costs 549 cents", "A parcel of 31501 g is refused with TooHeavy"]
anti_patterns = ["Money as a floating-point number"]
requirements = ["R-4"]
constraints = ["CC-2"]
tests = ["postage_of_two_kilograms", "too_heavy_is_refused"]

[[commits]]
id = 3
title = "Postage of a shipment"
message = "feat(parcels): postage of a shipment"
files = ["packages/parcels/src/shipment.ts"]

[[commits]]
id = 4
title = "Labels"
message = "feat(parcels): labels"
files = ["packages/labels/**"]
`;

const design = `# Parcels

## 1 Postage

<!-- prices as of spring -->
Up to 2 kg a parcel costs 549 cents, up to 31.5 kg 1049 cents. What is heavier is refused.

CC-2: amounts of money are whole cents.
`;

const rules = [{ path: 'AGENTS.md', text: '# Rules\n\n- Errors are values; nothing throws.\n- No default exports.\n' }];

const gates = ['lint', 'test'];
const plan = readPlan(planPath, planText);
const phase = plan.phases[0]!;
const briefs = taskBriefs(plan, phase, { specs: [{ path: 'docs/parcels/design.md', content: design }], rules, gates });

/** Task 2 of the plan of all these tests, which has one of everything. */
export const taskBrief: Brief = briefs[1]!;

export const wholePhase: Brief = phaseBrief(phase, { plan: planPath, sections: taskBrief.sections, rules, gates });

export const mark = '1f2e3d4c';
export const commit = '0123456789abcdef0123456789abcdef01234567';
export const nonce = '1f2e3d4c-0000-4000-8000-000000000000';

export const diff = `diff --git a/packages/parcels/src/postage.ts b/packages/parcels/src/postage.ts
new file mode 100644
--- /dev/null
+++ b/packages/parcels/src/postage.ts
@@ -0,0 +1,3 @@
+export function postage(grams: number): number {
+\treturn grams <= 2000 ? 549 : 1049;
+}
`;

export const finding: Finding = {
  severity: 'P1',
  path: 'packages/parcels/src/postage.ts',
  line: 2,
  quote: 'return grams <= 2000 ? 549 : 1049;',
  kind: 'in-phase',
  title: 'A parcel of 40 kg is not refused',
  fix: 'Answer with TooHeavy above 31500 g.',
};

export const red: Verdict = verdict([
  { target: 'lint', outcome: 'passed', output: '' },
  {
    target: 'test',
    outcome: 'failed',
    output: 'FAIL test/postage.test.ts > too_heavy_is_refused\nAssertionError: expected 1049 to be TooHeavy',
  },
]);

export const green: Verdict = {
  ...verdict([
    { target: 'lint', outcome: 'passed', output: '' },
    { target: 'test', outcome: 'passed', output: '' },
  ]),
  criteria: [
    { text: '`nx test parcels` passes', line: 9, probe: 'gates', outcome: 'met', evidence: 'parcels:test passed' },
  ],
};

function verdict(ran: readonly { target: string; outcome: 'passed' | 'failed'; output: string }[]): Verdict {
  return {
    commit,
    tree: commit,
    green: ran.every((gate) => gate.outcome === 'passed'),
    gates: ran.map((gate) => ({ project: 'parcels', cached: false, durationMs: 5, ...gate })),
    changedFiles: [],
  };
}
