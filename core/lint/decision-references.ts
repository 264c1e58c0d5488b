import { withoutCodeSpans } from '../markdown/code-spans.ts';
import type { Line } from '../markdown/lines.ts';
import { decisionForm, decisionIds, decisionKey, definedIds, readDecisions, type Decision } from '../spec/decisions.ts';
import { specSet } from '../spec/spec-set.ts';
import type { LintContext } from './context.ts';

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
  /** null where there is no such decision. */
  readonly decision: Decision | null;
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
  const byKey = new Map(decisions.map((decision) => [decisionKey(decision.id), decision]));
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
            .filter(({ id }) => forms.has(decisionForm(id)))
            .map(({ id, index }) => ({
              id,
              index,
              text,
              line,
              path: file.path,
              decision: byKey.get(decisionKey(id)) ?? null,
            }));
        }),
    );
  return {
    decisions,
    references,
    defined: new Set([...byKey.keys(), ...set.files.flatMap(definedIds).map(decisionKey)]),
  };
}
