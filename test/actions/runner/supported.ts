import { isBasicExpression, isMapping } from '@actions/workflow-parser';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { cannotRun, entriesOf, find, itemsOf, pairsOf, textOf, type Document } from './document.ts';

/** Throws where a workflow has a key that GitHub knows and this runner does not do: nothing is skipped in silence. */
export function checkWorkflow(document: Document): void {
  const check = checker(document);
  check(document.root, 'a workflow', 'name run-name on env permissions concurrency defaults jobs');
  checkEvents(document, find(document.root, 'on'));
  checkDefaults(document, find(document.root, 'defaults'));
  check(find(document.root, 'concurrency'), 'concurrency', concurrencyKeys);
  for (const [, job] of pairsOf(find(document.root, 'jobs'))) {
    check(
      job,
      'a job',
      'name needs if runs-on permissions concurrency outputs env defaults strategy steps timeout-minutes continue-on-error',
    );
    check(find(job, 'strategy'), 'a strategy', 'matrix fail-fast max-parallel');
    check(find(job, 'concurrency'), 'concurrency', concurrencyKeys);
    checkDefaults(document, find(job, 'defaults'));
    for (const step of itemsOf(find(job, 'steps'))) {
      check(step, 'a step', 'name id if run uses with env shell working-directory continue-on-error timeout-minutes');
    }
  }
}

/** The same for an action. GitHub's parser lets any key pass at its top and below its inputs. */
export function checkAction(document: Document): void {
  const check = checker(document);
  check(document.root, 'an action', 'name description author branding inputs outputs runs');
  for (const [, input] of pairsOf(find(document.root, 'inputs'))) {
    check(input, 'an input', 'description required default deprecationMessage');
  }
  const runs = find(document.root, 'runs');
  const using = textOf(find(runs, 'using'));
  if (using === 'composite') check(runs, 'a composite', 'using steps');
  else if (using === 'node24') check(runs, 'a node action', 'using main post');
  else throw cannotRun(document, find(runs, 'using'), `Unexpected '${using}', expected 'composite' or 'node24'`);
  for (const step of itemsOf(find(runs, 'steps'))) {
    check(step, 'a step of a composite', 'name id if run uses with env shell working-directory continue-on-error');
  }
}

const concurrencyKeys = 'group cancel-in-progress queue';

const eventKeys: Readonly<Record<string, string>> = {
  push: 'branches branches-ignore tags tags-ignore',
  pull_request: 'types branches branches-ignore',
  pull_request_target: 'types branches branches-ignore',
  workflow_dispatch: 'inputs',
  schedule: 'cron',
  issue_comment: 'types',
  merge_group: 'types branches',
  workflow_run: 'workflows types branches branches-ignore',
};

function checkEvents(document: Document, on: TemplateToken | undefined): void {
  const check = checker(document);
  if (on !== undefined && isMapping(on)) check(on, 'on', Object.keys(eventKeys).join(' '));
  for (const name of on !== undefined && isMapping(on) ? [] : itemsOf(on)) {
    const event = textOf(name) ?? '';
    if (eventKeys[event] === undefined) throw cannotRun(document, name, `This runner does not do the event '${event}'`);
  }
  for (const [event, settings] of pairsOf(on)) {
    for (const setting of itemsOf(settings)) check(setting, event, eventKeys[event] ?? '');
    for (const [, input] of pairsOf(find(settings, 'inputs'))) {
      check(input, 'an input', 'description type required default options');
    }
  }
}

function checkDefaults(document: Document, defaults: TemplateToken | undefined): void {
  const check = checker(document);
  check(defaults, 'defaults', 'run');
  check(find(defaults, 'run'), 'defaults of run', 'shell working-directory');
}

function checker(document: Document) {
  return (token: TemplateToken | undefined, of: string, supported: string): void => {
    const keys = supported.split(' ');
    for (const { key } of entriesOf(token)) {
      if (isBasicExpression(key)) throw cannotRun(document, key, 'This runner does not insert keys by expressions');
      if (!keys.includes(key.toString())) {
        throw cannotRun(
          document,
          key,
          `This runner does not do '${key.toString()}' of ${of}; it does ${keys.join(', ')}`,
        );
      }
    }
  };
}
