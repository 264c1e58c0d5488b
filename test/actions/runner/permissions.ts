import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { find, pairsOf, textOf } from './document.ts';

export type Level = 'none' | 'read' | 'write';

/** What the token of a job may do, by scope: `contents`, `pull-requests`, … A scope that is not there has none. */
export type Permissions = Readonly<Record<string, Level>>;

/**
 * What a job's token may do: by its own `permissions`, else by those of the workflow, else what is given to workflows
 * that say nothing. On a pull request from a fork nothing is written.
 */
export function permissionsOf(workflow: TemplateToken, job: TemplateToken, isFork: boolean): Permissions {
  const written = find(job, 'permissions') ?? find(workflow, 'permissions');
  const wanted = written === undefined ? restricted : read(written);
  if (!isFork) return wanted;
  return Object.fromEntries(
    Object.entries(wanted).map(([scope, level]) => [scope, scope === 'id-token' || level === 'none' ? 'none' : 'read']),
  );
}

/** Whether a token with these permissions may do what asks for `scope: level`. */
export function allows(permissions: Permissions, scope: string, level: Level): boolean {
  const order: readonly Level[] = ['none', 'read', 'write'];
  // Every token may read what is public of the repository itself.
  const has = scope === 'metadata' ? 'read' : (permissions[scope] ?? 'none');
  return order.indexOf(has) >= order.indexOf(level);
}

const scopes = [
  'actions',
  'attestations',
  'checks',
  'contents',
  'deployments',
  'discussions',
  'issues',
  'packages',
  'pages',
  'pull-requests',
  'security-events',
  'statuses',
];

const restricted: Permissions = { contents: 'read', packages: 'read' };

function read(written: TemplateToken): Permissions {
  const shorthand = textOf(written);
  if (shorthand === 'read-all') return Object.fromEntries(scopes.map((scope) => [scope, 'read']));
  if (shorthand === 'write-all') return Object.fromEntries([...scopes, 'id-token'].map((scope) => [scope, 'write']));
  return Object.fromEntries(pairsOf(written).map(([scope, level]) => [scope, textOf(level) as Level]));
}
