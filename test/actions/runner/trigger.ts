import picomatch from 'picomatch';
import { isMapping } from '@actions/workflow-parser';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { find, itemsOf, pairsOf, textOf, textsOf, type Document } from './document.ts';
import { textAt, valueAt, type Event } from './event.ts';
import { asText, type Value } from './expression.ts';

/** Whether a workflow runs for an event: by its name, the kind of activity, and branches or tags. */
export function isTriggered(document: Document, event: Event): boolean {
  const on = find(document.root, 'on');
  if (on === undefined) return false;
  const names = isMapping(on) ? pairsOf(on).map(([name]) => name) : textsOf(on);
  if (!names.includes(event.name)) return false;
  const settings = find(on, event.name);
  if (event.name === 'schedule') {
    return itemsOf(settings).some((item) => textOf(find(item, 'cron')) === valueAt(event.payload, 'schedule'));
  }
  if (event.name === 'workflow_run' && !namesWorkflow(settings, event)) return false;
  return isOfType(settings, event) && isOnRef(settings, event);
}

/**
 * The inputs of a `workflow_dispatch` with their defaults, in their types. Throws what GitHub answers to who dispatches:
 * an input that is not declared, one that is missing, a choice that is none.
 */
export function dispatchInputs(document: Document, event: Event): Record<string, Value> {
  if (event.name !== 'workflow_dispatch') return {};
  const declared = pairsOf(find(document.root, 'on', 'workflow_dispatch', 'inputs'));
  const given = (valueAt(event.payload, 'inputs') ?? {}) as Readonly<Record<string, Value>>;
  const unknown = Object.keys(given).filter((name) => !declared.some(([key]) => key === name));
  if (unknown.length > 0) throw new Error(`Unexpected inputs provided: ${JSON.stringify(unknown)}`);
  return Object.fromEntries(
    declared.map(([name, input]) => {
      const text = given[name] === undefined ? (textOf(find(input, 'default')) ?? '') : asText(given[name]);
      if (text === '' && textOf(find(input, 'required')) === 'true') {
        throw new Error(`Required input '${name}' not provided`);
      }
      return [name, typed(name, text, input)];
    }),
  );
}

function typed(name: string, text: string, input: TemplateToken): Value {
  const type = textOf(find(input, 'type')) ?? 'string';
  if (type === 'boolean') return text === 'true';
  if (type === 'number') return Number(text);
  const choices = textsOf(find(input, 'options'));
  if (type === 'choice' && text !== '' && !choices.includes(text)) {
    throw new Error(`Provided value '${text}' for input '${name}' not in the list of allowed values`);
  }
  return text;
}

function namesWorkflow(settings: TemplateToken | undefined, event: Event): boolean {
  return textsOf(find(settings, 'workflows')).includes(textAt(event.payload, 'workflow_run', 'name'));
}

const usualTypes: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['opened', 'synchronize', 'reopened'],
  pull_request_target: ['opened', 'synchronize', 'reopened'],
};

function isOfType(settings: TemplateToken | undefined, event: Event): boolean {
  const written = textsOf(find(settings, 'types'));
  const types = written.length > 0 ? written : usualTypes[event.name];
  return types === undefined || types.includes(textAt(event.payload, 'action'));
}

/** Branches are those of the base of a pull request or queue, of the head of a run, or what was pushed. */
function isOnRef(settings: TemplateToken | undefined, event: Event): boolean {
  const filters = ['branches', 'branches-ignore', 'tags', 'tags-ignore'].map(
    (key) => [key, find(settings, key)] as const,
  );
  const set = new Map(filters.filter(([, token]) => token !== undefined));
  if (set.size === 0) return true;
  const ref = refOf(event);
  const kind = ref.startsWith('refs/tags/') ? 'tags' : 'branches';
  const name = ref.replace(/^refs\/(?:heads|tags)\//, '');
  const wanted = set.get(kind);
  const ignored = set.get(`${kind}-ignore`);
  if (wanted !== undefined) return matches(wanted, name);
  if (ignored !== undefined) return !matches(ignored, name);
  // A push of a tag does not start a workflow that names branches alone, and the other way round.
  return false;
}

function refOf({ name, payload }: Event): string {
  const at = (...path: string[]) => textAt(payload, ...path);
  if (name === 'pull_request' || name === 'pull_request_target') return at('pull_request', 'base', 'ref');
  if (name === 'merge_group') return at('merge_group', 'base_ref');
  return name === 'workflow_run' ? at('workflow_run', 'head_branch') : at('ref');
}

/** The last pattern that fits decides; one with `!` takes names out again. */
function matches(patterns: TemplateToken, name: string): boolean {
  return textsOf(patterns).reduce((so, pattern) => {
    const isMatch = picomatch.isMatch(name, pattern.replace(/^!/, ''), { dot: true });
    return isMatch ? !pattern.startsWith('!') : so;
  }, false);
}
