import type { Level } from '../runner/permissions.ts';

/** An operation of GitHub's API that our actions call. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  /** What a job's token has to be allowed: one of these. */
  readonly needs: readonly (readonly [scope: string, level: Level])[];
  /** Who answers: what keeps state, or GitHub's examples where that does not know the operation. */
  readonly answeredBy: 'state' | 'examples';
}

const repository = '/repos/{owner}/{repo}';

/**
 * The operations, by GitHub's ids. The description in `openapi.json` is cut to them: after a change here, run
 * `node test/actions/github/cut-description.ts`.
 */
export const operations: Readonly<Record<string, Operation>> = {
  'repos/get': read('', 'metadata'),
  'repos/get-collaborator-permission-level': read('/collaborators/{username}/permission', 'metadata'),
  'repos/get-commit': read('/commits/{ref}', 'contents'),
  'repos/list-commits': read('/commits', 'contents'),
  'repos/get-content': read('/contents/{path}', 'contents'),
  'repos/create-or-update-file-contents': write('PUT', '/contents/{path}', 'contents'),
  'git/get-commit': read('/git/commits/{commit_sha}', 'contents'),
  'git/get-ref': read('/git/ref/{ref}', 'contents'),
  'git/list-matching-refs': read('/git/matching-refs/{ref}', 'contents'),
  'git/create-ref': write('POST', '/git/refs', 'contents'),
  'git/update-ref': write('PATCH', '/git/refs/{ref}', 'contents'),
  'git/delete-ref': write('DELETE', '/git/refs/{ref}', 'contents'),
  'pulls/list': read('/pulls', 'pull-requests'),
  'pulls/create': write('POST', '/pulls', 'pull-requests'),
  'pulls/get': read('/pulls/{pull_number}', 'pull-requests'),
  'pulls/update': write('PATCH', '/pulls/{pull_number}', 'pull-requests'),
  'issues/list-comments': read('/issues/{issue_number}/comments', 'issues', 'pull-requests'),
  'issues/create-comment': write('POST', '/issues/{issue_number}/comments', 'issues', 'pull-requests'),
  'issues/update-comment': write('PATCH', '/issues/comments/{comment_id}', 'issues', 'pull-requests'),
  'checks/create': write('POST', '/check-runs', 'checks'),
  'checks/get': read('/check-runs/{check_run_id}', 'checks'),
  'checks/update': write('PATCH', '/check-runs/{check_run_id}', 'checks'),
  'checks/list-for-ref': read('/commits/{ref}/check-runs', 'checks'),
  'code-scanning/upload-sarif': {
    ...write('POST', '/code-scanning/sarifs', 'security-events'),
    answeredBy: 'examples',
  },
  'actions/list-workflow-runs': {
    ...read('/actions/workflows/{workflow_id}/runs', 'actions'),
    answeredBy: 'examples',
  },
  'actions/cancel-workflow-run': {
    ...write('POST', '/actions/runs/{run_id}/cancel', 'actions'),
    answeredBy: 'examples',
  },
  'actions/create-workflow-dispatch': {
    ...write('POST', '/actions/workflows/{workflow_id}/dispatches', 'actions'),
    answeredBy: 'examples',
  },
};

/** An operation that a request asks for. */
export interface Asked {
  readonly id: string;
  readonly operation: Operation;
  /** The path with each parameter as one part of it, as the description has it: refs and files have slashes in them. */
  readonly encodedPath: string;
}

/** Finds the operation of a request by its path, decoded; undefined for one that is not in the list. */
export function operationOf(method: string, path: string): Asked | undefined {
  const found = Object.entries(operations).flatMap(([id, operation]) => {
    const parameters = pattern(operation.path).exec(path)?.slice(1);
    if (operation.method !== method || parameters === undefined) return [];
    let next = 0;
    const encodedPath = operation.path.replaceAll(/\{\w+\}/g, () => {
      next += 1;
      return encodeURIComponent(parameters[next - 1] ?? '');
    });
    return [{ id, operation, encodedPath }];
  });
  // `/commits/{ref}` also fits what is below it: the longest template is the one that is meant.
  return found.toSorted((one, other) => other.operation.path.length - one.operation.path.length)[0];
}

function read(path: string, ...scopes: readonly string[]): Operation {
  return {
    method: 'GET',
    path: repository + path,
    needs: scopes.map((scope) => [scope, 'read'] as const),
    answeredBy: 'state',
  };
}

function write(method: Operation['method'], path: string, ...scopes: readonly string[]): Operation {
  return {
    method,
    path: repository + path,
    needs: scopes.map((scope) => [scope, 'write'] as const),
    answeredBy: 'state',
  };
}

function pattern(path: string): RegExp {
  // Refs and paths of files have slashes in them; nothing else has.
  const parts = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    ['ref', 'path'].includes(name) ? '(.+)' : '([^/]+)',
  );
  return new RegExp(`^${parts}$`);
}
