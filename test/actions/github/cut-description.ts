import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operations } from './operations.ts';

/*
 * Writes openapi.json: GitHub's own description of its API, cut to the operations that our actions call.
 * `node test/actions/github/cut-description.ts` fetches the package in a scratch folder; it is far too large to depend on.
 */

const source = '@octokit/openapi@23.0.2';

type Json = { [key: string]: unknown };

const scratch = mkdtempSync(join(tmpdir(), 'openapi-'));
try {
  const packed = execFileSync('npm', ['pack', '--silent', source], { cwd: scratch, encoding: 'utf8' }).trim();
  execFileSync('tar', ['xzf', packed, 'package/generated/api.github.com.json'], { cwd: scratch });
  const whole = JSON.parse(readFileSync(join(scratch, 'package/generated/api.github.com.json'), 'utf8')) as Json;
  writeFileSync(join(import.meta.dirname, 'openapi.json'), `${JSON.stringify(cut(whole), null, 1)}\n`);
} finally {
  rmSync(scratch, { recursive: true });
}

function cut(whole: Json): Json {
  const paths: Record<string, Json> = {};
  for (const { method, path } of Object.values(operations)) {
    const operation = at(whole, ['paths', path, method.toLowerCase()]) as Json | undefined;
    if (operation === undefined) throw new Error(`${source} does not know ${method} ${path}`);
    paths[path] = { ...paths[path], [method.toLowerCase()]: withoutRemarks(operation) };
  }
  const info = {
    ...(whole['info'] as Json),
    'x-origin': `Cut from ${source}, which is GitHub's rest-api-description. Both are under the MIT licence; see openapi-licence.txt.`,
  };
  const kept: Json = { openapi: whole['openapi'], info, servers: whole['servers'], paths, components: {} };
  const seen = new Set<string>();
  for (const queue = referencesIn(paths); queue.length > 0;) {
    const reference = queue.pop() ?? '';
    if (seen.has(reference)) continue;
    seen.add(reference);
    const keys = reference.slice('#/'.length).split('/');
    const target = withoutRemarks(at(whole, keys));
    place(kept, keys, target);
    queue.push(...referencesIn(target));
  }
  return kept;
}

function at(from: Json, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((current, key) => (current as Json | undefined)?.[key], from);
}

function place(into: Json, keys: readonly string[], value: unknown): void {
  const last = keys.at(-1) ?? '';
  let current = into;
  for (const key of keys.slice(0, -1)) {
    current[key] ??= {};
    current = current[key] as Json;
  }
  current[last] = value;
}

/** What is for readers alone, and for GitHub's own tools. */
function withoutRemarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRemarks);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter((entry) => !isRemark(entry))
      .map(([key, below]) => [key, withoutRemarks(below)]),
  );
}

function isRemark([key, below]: [string, unknown]): boolean {
  return (
    key.startsWith('x-') ||
    key === 'externalDocs' ||
    (key === 'description' && typeof below === 'string' && below.length > 80)
  );
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) =>
    key === '$ref' && typeof below === 'string' ? [below] : referencesIn(below),
  );
}
