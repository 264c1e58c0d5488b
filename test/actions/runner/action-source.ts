import { cpSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { cannotRun, textOf } from './document.ts';
import type { StepsOf } from './steps.ts';

/** What a `uses` names. */
export type ActionSource =
  | { readonly kind: 'folder'; readonly folder: string; readonly self: StepsOf['self'] }
  | { readonly kind: 'stand-in'; readonly name: string };

/**
 * Finds an action. `./` is the workspace of the caller; `$/` the repository and commit of the file that says it;
 * `owner/repo/path@ref` is laid out beside the workspace first, without what a clone would not have.
 */
export function findAction({ document, job, surroundings, self }: StepsOf, token: TemplateToken): ActionSource {
  const uses = textOf(token) ?? '';
  if (uses.startsWith('./')) {
    return { kind: 'folder', folder: join(job.github.workspace, uses), self };
  }
  const full = uses.startsWith('$/') ? `${self.repository}${uses.slice(1)}@${self.ref}` : uses;
  const [, repository = '', path = '', ref = ''] = /^([^/:@]+\/[^/@]+)(?:\/([^@]*))?@(.+)$/.exec(full) ?? [];
  const name = path === '' ? repository : `${repository}/${path}`;
  if (surroundings.standIns[name] !== undefined) return { kind: 'stand-in', name };
  const source = surroundings.actions[repository];
  if (source === undefined) throw cannotRun(document, token, `There is nothing on this machine for '${uses}'`);
  const laidOut = join(job.actionsFolder, repository, ref);
  if (!existsSync(laidOut)) {
    cpSync(source, laidOut, { recursive: true, filter: (from) => !left.has(basename(from)) });
  }
  return { kind: 'folder', folder: join(laidOut, path), self: { repository, ref } };
}

const left = new Set(['.git', 'node_modules']);
