import { withoutCodeSpans } from '../markdown/code-spans.ts';
import type { Line } from '../markdown/lines.ts';
import type { Location } from '../failure.ts';
import { decisionForm, decisionIds, decisionKey } from '../spec/decision-id.ts';
import { isGivenUp } from '../spec/decision-state.ts';
import { definedIds, readDecisions, type Decision } from '../spec/decisions.ts';
import { specSet } from '../spec/spec-set.ts';
import type { LintContext } from './context.ts';
import { isDecisionReference } from './is-decision-reference.ts';

/** The decisions of the set of specs, and where the passages name them. */
export interface DecisionReferences {
  readonly decisions: readonly Decision[];
  readonly references: readonly DecisionReference[];
  /** Keys of all ids that are defined somewhere in the set. */
  readonly defined: ReadonlySet<string>;
}

export interface DecisionReference {
  readonly id: string;
  readonly path: string;
  readonly line: Line;
  /** Offset in the line. */
  readonly index: number;
  /** The line as it is read, without its code spans. */
  readonly text: string;
  /** null where the decision is in force, or is not there. */
  readonly gone: Gone | null;
}

/** A decision that does not hold any more. */
interface Gone {
  /** The id of the one that holds instead; null where none does. */
  readonly by: string | null;
  /** What its status says. */
  readonly status: string;
  /** Where it says so. */
  readonly at: Location;
}

const known = new WeakMap<LintContext, DecisionReferences>();

/** Only ids that look like those of the decision log count, and none where there is no log. */
export function decisionReferences(context: LintContext): DecisionReferences {
  const found = known.get(context) ?? find(context);
  known.set(context, found);
  return found;
}

function find({ files, plan, whole, passages }: LintContext): DecisionReferences {
  const set = specSet(files, plan?.path ?? whole[0] ?? '');
  const decisions = set.decisions.flatMap(readDecisions);
  if (decisions.length === 0) return { decisions, references: [], defined: new Set() };
  const gone = goneDecisions(decisions);
  const forms = new Set(decisions.map(({ id }) => decisionForm(id)));
  const logs = new Set(set.decisions.map(({ path }) => path));
  const references = passages
    .filter(({ file }) => !logs.has(file.path))
    .flatMap(({ file, lines }) =>
      lines
        .filter(({ kind }) => kind === 'text')
        .flatMap((line) => {
          const text = withoutCodeSpans(line.text);
          return decisionIds(text)
            .filter(({ id, index }) => forms.has(decisionForm(id)) && isDecisionReference(text, id, index))
            .map(({ id, index }) => {
              return { id, index, text, line, path: file.path, gone: gone.get(decisionKey(id)) ?? null };
            });
        }),
    );
  return {
    decisions,
    references,
    defined: new Set([...decisions.map(({ id }) => id), ...set.files.flatMap(definedIds)].map(decisionKey)),
  };
}

/** By key. What a decision says of itself comes before what others say of it. */
function goneDecisions(decisions: readonly Decision[]): Map<string, Gone> {
  const gone = new Map<string, Gone>();
  for (const { id, path, status, statusLine, supersededBy, supersedes } of decisions) {
    for (const { id: old, line } of supersedes) {
      if (!gone.has(decisionKey(old)))
        gone.set(decisionKey(old), { by: id, status: '', at: { path, line, column: 1 } });
    }
    if (supersededBy)
      gone.set(decisionKey(id), { by: supersededBy.id, status, at: { path, line: supersededBy.line, column: 1 } });
    else if (isGivenUp(status))
      gone.set(decisionKey(id), { by: null, status, at: { path, line: statusLine, column: 1 } });
  }
  return gone;
}
