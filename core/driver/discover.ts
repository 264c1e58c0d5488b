import { join, relative } from 'node:path';
import type { Host } from '../host/host.ts';
import { jsonObject } from '../json.ts';

/** Commands of a project as its own files name them. Null: they do not say, and nothing is guessed. */
export interface Found {
  readonly gates: { readonly designer_gate: string; readonly test_gate: string } | null;
  readonly formatters: { readonly fmt_cmd: string; readonly lint_cmd: string } | null;
}

/** Looks in the folder where commands run, and in those above it up to the root of the checkout. */
export async function discover(host: Host, workspace: string, root: string): Promise<Found> {
  for (let folder = workspace; ; folder = join(folder, '..')) {
    for (const [file, read] of manifests) {
      const text = await host.files.read(join(folder, file)).catch(() => undefined);
      const found = text === undefined ? undefined : read(text);
      if (found && (found.gates || found.formatters)) return found;
    }
    if (folder === root || relative(root, folder).startsWith('..')) return { gates: null, formatters: null };
  }
}

const manifests: readonly (readonly [string, (text: string) => Found | undefined])[] = [
  ['package.json', ofNode],
  ['Cargo.toml', ofRust],
  ['go.mod', ofGo],
];

function ofNode(text: string): Found | undefined {
  const scripts = jsonObject(text)?.['scripts'];
  if (typeof scripts !== 'object' || scripts === null) return undefined;
  const named = (names: readonly string[]): string | undefined => {
    const name = names.find((one) => Object.hasOwn(scripts, one));
    return name === undefined ? undefined : `npm run --silent ${name}`;
  };
  const compile = named(['typecheck', 'types', 'compile', 'check', 'build']);
  const test = named(['test']);
  const format = named(['format', 'fmt']);
  const fix = named(['lint:fix', 'lint-fix', 'fix']);
  return {
    gates: compile !== undefined && test !== undefined ? { designer_gate: compile, test_gate: test } : null,
    formatters: format === undefined && fix === undefined ? null : { fmt_cmd: format ?? '', lint_cmd: fix ?? '' },
  };
}

function ofRust(): Found {
  return {
    gates: { designer_gate: 'cargo check --all-targets', test_gate: 'cargo test --no-fail-fast' },
    formatters: { fmt_cmd: 'cargo fmt', lint_cmd: 'cargo clippy --fix --allow-dirty --allow-staged --all-targets' },
  };
}

function ofGo(): Found {
  return {
    gates: { designer_gate: 'go vet ./...', test_gate: 'go test -v ./...' },
    formatters: { fmt_cmd: 'gofmt -w .', lint_cmd: '' },
  };
}
