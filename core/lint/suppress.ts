import { suggestion } from '../nearest.ts';
import type { SpecFile } from '../spec/section.ts';
import { placeIn, type LintContext } from './context.ts';
import { sortDiagnostics, type Diagnostic, type Severity } from './diagnostic.ts';
import type { Settings } from './lint.ts';
import type { Rule } from './rule.ts';
import { suppressionComments, type NamedRule, type SuppressionComment } from './suppression-comment.ts';

/** What a lint has to say. */
export interface LintReport {
  /** The complaints that stand, and what the suppressions say for themselves; in reading order. */
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressed: readonly Suppressed[];
}

export interface Suppressed {
  readonly diagnostic: Diagnostic;
  /** Why, in the words of who wrote the comment. */
  readonly reason: string;
}

/**
 * Takes out the complaints that comments in the files suppress. A comment that does so is reported with its reason; one
 * that does nothing, or that cannot be read, is complained about.
 */
export function suppress(
  found: readonly Diagnostic[],
  context: LintContext,
  { settings, among }: { readonly settings: Settings; readonly among: readonly Rule[] },
): LintReport {
  const byPath = Map.groupBy(found, (diagnostic) => diagnostic.at.path);
  const rules = new Map(among.map((rule) => [rule.id, rule]));
  const gone = new Map<Diagnostic, string>();
  const own: Diagnostic[] = [];
  const looked = context.passages.map(({ file }) => file);
  // Rules also complain about files that are not looked at as a whole, such as a log of decisions.
  for (const file of new Set([...looked, ...context.files.filter(({ path }) => byPath.has(path))])) {
    const comments = suppressionComments(file);
    if (comments.length === 0) continue;
    own.push(...comments.flatMap((comment) => mistakes(file, comment, [...rules.keys()])));
    const { suppressed, used, idle } = walk(comments.filter(isUsable), byPath.get(file.path) ?? []);
    for (const [diagnostic, { comment }] of suppressed) gone.set(diagnostic, comment.reason);
    own.push(...used.map((suppression) => report(file, suppression)));
    // Where only a part of a file is looked at, nobody knows what a comment would do in the rest.
    if (!isWhole(context, file)) continue;
    const isOn = ({ rule: { id } }: Suppression): boolean => {
      const rule = rules.get(id);
      return rule !== undefined && settings(rule, file.path).severity !== 'off';
    };
    own.push(...idle.filter(isOn).map((suppression) => complain(file, suppression)));
  }
  const standing = found.filter((diagnostic) => !gone.has(diagnostic));
  return {
    diagnostics: sortDiagnostics([...standing, ...own]),
    suppressed: [...gone].map(([diagnostic, reason]) => ({ diagnostic, reason })),
  };
}

/** What one comment does about one rule. */
interface Suppression {
  readonly comment: SuppressionComment;
  readonly rule: NamedRule;
}

interface Walked {
  readonly suppressed: ReadonlyMap<Diagnostic, Suppression>;
  readonly used: readonly (Suppression & { readonly count: number })[];
  readonly idle: readonly Suppression[];
}

/** Goes through a file's comments and complaints from top to bottom, once; both are in the order of their lines. */
function walk(comments: readonly SuppressionComment[], found: readonly Diagnostic[]): Walked {
  const suppressed = new Map<Diagnostic, Suppression>();
  const counts = new Map<Suppression, number>();
  const open = new Map<string, Suppression>();
  const nextLine = new Map<string, Suppression>();
  let index = 0;
  const follow = (comment: SuppressionComment): void => {
    for (const rule of comment.rules) {
      const suppression = { comment, rule };
      counts.set(suppression, 0);
      if (comment.verb === 'phasewright-disable-next-line') nextLine.set(`${comment.next} ${rule.id}`, suppression);
      else if (comment.verb === 'phasewright-disable' && !open.has(rule.id)) open.set(rule.id, suppression);
      // One that ends something has done its work.
      else if (comment.verb === 'phasewright-enable' && open.delete(rule.id)) counts.delete(suppression);
    }
  };
  for (const diagnostic of found) {
    const { line } = diagnostic.at;
    for (let comment = comments[index]; comment && comment.line.number <= line; comment = comments[++index])
      follow(comment);
    const by = nextLine.get(`${line} ${diagnostic.rule}`) ?? open.get(diagnostic.rule);
    if (!by) continue;
    suppressed.set(diagnostic, by);
    counts.set(by, (counts.get(by) ?? 0) + 1);
  }
  for (const comment of comments.slice(index)) follow(comment);
  const all = [...counts].map(([suppression, count]) => ({ ...suppression, count }));
  return { suppressed, used: all.filter(({ count }) => count > 0), idle: all.filter(({ count }) => count === 0) };
}

const verbs = ['phasewright-disable', 'phasewright-disable-next-line', 'phasewright-enable'];

function isUsable({ verb, isAlone, isClosed, reason }: SuppressionComment): boolean {
  return verbs.includes(verb) && isAlone && isClosed && (reason !== '' || verb === 'phasewright-enable');
}

/** What keeps a comment from doing what it is meant for. */
function mistakes(file: SpecFile, comment: SuppressionComment, known: readonly string[]): Diagnostic[] {
  const { line, verb, rules, reason, isAlone, isClosed, isInTable } = comment;
  const mistake = (message: string, from?: number, to?: number): Diagnostic =>
    said(file, comment, { severity: 'error', message, from, to });
  if (!verbs.includes(verb)) {
    return [mistake(`Unexpected comment ${verb}, expected one of ${verbs.join(', ')}; correct it`)];
  }
  if (!isAlone)
    return [mistake('Unexpected suppression behind other text, expected it on a line of its own; move it there')];
  if (!isClosed)
    return [mistake('Unexpected end of line in a suppression, expected "-->"; write the comment on one line')];
  if (rules.length === 0) return [mistake('Unexpected suppression of nothing, expected ids of rules; name them')];
  const found = rules
    .filter(({ id }) => !known.includes(id))
    .map(({ id, from }) => {
      const near = suggestion(id, known);
      return mistake(
        `Unexpected rule ${id}, expected the id of a rule${near || '; correct it'}`,
        from,
        from + id.length,
      );
    });
  if (reason === '' && verb !== 'phasewright-enable') {
    const message = 'Unexpected suppression without a reason, expected ": " and a reason behind the rules; say why';
    found.push(mistake(message, undefined, line.text.trimEnd().length));
  }
  if (isInTable) {
    const message =
      'Unexpected comment between the rows of a table, which ends the table; put phasewright-disable above the table ' +
      'and phasewright-enable below it';
    found.push(mistake(message));
  }
  return found;
}

function report(file: SpecFile, { comment, rule, count }: Walked['used'][number]): Diagnostic {
  const complaints = count === 1 ? '1 complaint' : `${count} complaints`;
  const message = `Suppressed ${complaints} of ${rule.id}: ${comment.reason}`;
  return said(file, comment, { severity: 'info', message, from: rule.from, to: rule.from + rule.id.length });
}

function complain(file: SpecFile, { comment, rule }: Suppression): Diagnostic {
  const message =
    comment.verb === 'phasewright-enable'
      ? `Unexpected end of a suppression of ${rule.id}, expected phasewright-disable above it; remove it`
      : `Unexpected suppression of ${rule.id}, expected a complaint that it suppresses; remove it`;
  return said(file, comment, { severity: 'warning', message, from: rule.from, to: rule.from + rule.id.length });
}

interface Said {
  readonly severity: Severity;
  readonly message: string;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

function said(
  { path }: SpecFile,
  { line, from: opens }: SuppressionComment,
  { severity, message, from, to }: Said,
): Diagnostic {
  return { rule: 'suppression', severity, message, ...placeIn(path, line, from ?? opens, to) };
}

function isWhole({ plan, phases, whole }: LintContext, { path }: SpecFile): boolean {
  return whole.includes(path) || (path === plan?.path && phases.length === plan.phases.length);
}
