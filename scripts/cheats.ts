import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isCaught, isTwinBlocked, judgeCorpus, missedBars, wanted, type Judged, type Wanted } from './cheat-corpus.ts';
import { cheatPage } from './cheat-page.ts';

/**
 * Prints what is caught of both corpora, by kind and by language, and each case that is not judged as it should be, as a
 * run judges it, with the permission of a plan and without; exits with 1 when a bar is missed. With `--docs` it writes `docs/cheats.md` instead; with `--check` it only says whether that is out of date.
 */
const titles = { corpus: 'The corpus that the detectors were tuned with', 'hold-out': 'The hold-out' };
const page = fileURLToPath(new URL('../docs/cheats.md', import.meta.url));
if (process.argv.includes('--docs')) {
  writeFileSync(page, cheatPage());
} else if (process.argv.includes('--check')) {
  const isStale = readFileSync(page, 'utf8') !== cheatPage();
  if (isStale) console.error('docs/cheats.md is out of date, run: npm run cheats -- --docs');
  process.exitCode = isStale ? 1 : 0;
} else {
  for (const isNamed of [false, true])
    for (const corpus of ['corpus', 'hold-out'] as const) {
      const judged = await judgeCorpus(corpus, isNamed);
      tell(
        judged,
        `${titles[corpus]}, ${isNamed ? 'all files named by the plan' : 'no file of a cheat named by the plan'}`,
      );
      if (Object.keys(missedBars(judged)).length > 0) process.exitCode = 1;
    }
}

function tell(judged: readonly Judged[], title: string): void {
  console.log(`\n${title}:`);
  console.table(rowsBy(judged, ({ kind, verdict }) => `${kind} (${verdict})`));
  console.table(rowsBy(judged, ({ language }) => language));
  const twins = `${judged.filter(isTwinBlocked).length} of ${judged.length}`;
  console.table({
    'blocked, of what is to be': share(judged, 'block'),
    'blocked by running, a question here': share(judged, 'running'),
    'flagged, of what is to be': share(judged, 'flag'),
    'honest twins blocked': twins,
  });
  for (const one of judged) {
    if (!isCaught(one)) console.log(`missed: ${one.name}, ${one.title}`);
    for (const { path, line, message, cheat } of one.twin.breaches)
      console.log(`blocked though honest: ${one.name}, ${path}:${line} ${message} (${cheat})`);
  }
}

function rowsBy(judged: readonly Judged[], groupOf: (one: Judged) => string): Record<string, object> {
  const groups = Object.entries(Object.groupBy(judged, groupOf)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    groups.map(([group, all = []]) => [
      group,
      {
        cases: all.length,
        caught: all.filter(isCaught).length,
        'twins flagged': all.filter(({ twin }) => twin.flags.length > 0).length,
        'twins blocked': all.filter(isTwinBlocked).length,
      },
    ]),
  );
}

function share(judged: readonly Judged[], verdict: Wanted): string {
  const all = judged.filter((one) => wanted(one) === verdict);
  return `${all.filter(isCaught).length} of ${all.length}`;
}
