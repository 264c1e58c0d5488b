import { spawnSync } from 'node:child_process';
import { isBasicExpression } from '@actions/workflow-parser';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { find, itemsOf, pairsOf, textOf, type Document } from '../runner/document.ts';
import type { Finding } from './lint.ts';
import { lineOf } from './steps.ts';

/** What shellcheck says of each script for bash or sh; `missing` where it is not on the path. */
export function scriptFindings({ root }: Document, path: string): Finding[] | 'missing' {
  const findings: Finding[] = [];
  for (const { script, shell, line } of scriptsOf(root)) {
    const checked = spawnSync('shellcheck', ['--shell', shell, '--format', 'json', '-'], {
      input: script,
      encoding: 'utf8',
    });
    if (checked.error !== undefined) return 'missing';
    const said = JSON.parse(checked.stdout) as { line: number; code: number; message: string }[];
    findings.push(
      ...said.map(({ line: at, code, message }) => ({ path, line: line + at - 1, message: `SC${code}: ${message}` })),
    );
  }
  return findings;
}

interface Script {
  readonly script: string;
  readonly shell: string;
  /** Of its first line. */
  readonly line: number;
}

function scriptsOf(root: TemplateToken): Script[] {
  const usual = textOf(find(root, 'defaults', 'run', 'shell'));
  const lists = pairsOf(find(root, 'jobs')).map(([, job]) => ({
    steps: find(job, 'steps'),
    shell: textOf(find(job, 'defaults', 'run', 'shell')) ?? usual ?? 'bash',
  }));
  const all = [...lists, { steps: find(root, 'runs', 'steps'), shell: 'bash' }];
  return all.flatMap(({ steps, shell }) =>
    itemsOf(steps).flatMap((step) => {
      const run = find(step, 'run');
      const own = (textOf(find(step, 'shell')) ?? shell).split(' ')[0] ?? '';
      // One with an expression in it is refused as it is.
      if (run === undefined || isBasicExpression(run) || !['bash', 'sh'].includes(own)) return [];
      const script = textOf(run) ?? '';
      // The text of a block begins below its mark.
      const isBlock = run.range !== undefined && run.range.end.line > run.range.start.line;
      return [{ script, shell: own, line: lineOf(run) + (isBlock ? 1 : 0) }];
    }),
  );
}
