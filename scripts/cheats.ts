import { cheatCases, isCaught, isTwinBlocked, judgeCase, type Judged } from './cheat-corpus.ts';

/** Prints what is caught of the corpus, by kind and by language, and each case that is not judged as it should be. */
const judged = await Promise.all(cheatCases().map(judgeCase));

console.table(rowsBy(({ kind, verdict }) => `${kind} (${verdict})`));
console.table(rowsBy(({ language }) => language));
const totals = { 'all that block': share('block'), 'all that flag': share('flag') };
console.table({ ...totals, 'honest twins blocked': `${judged.filter(isTwinBlocked).length} of ${judged.length}` });
for (const one of judged) {
  if (!isCaught(one)) console.log(`missed: ${one.name}, ${one.title}`);
  for (const { path, line, message, cheat } of isTwinBlocked(one) ? one.foundInTwin : [])
    console.log(`blocked though honest: ${one.name}, ${path}:${line} ${message} (${cheat})`);
}

function rowsBy(groupOf: (one: Judged) => string): Record<string, object> {
  const groups = Object.entries(Object.groupBy(judged, groupOf)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    groups.map(([group, all = []]) => [
      group,
      {
        cases: all.length,
        caught: all.filter(isCaught).length,
        'twins flagged': all.filter(({ foundInTwin }) => foundInTwin.length > 0).length,
        'twins blocked': all.filter(isTwinBlocked).length,
      },
    ]),
  );
}

function share(verdict: Judged['verdict']): string {
  const all = judged.filter((one) => one.verdict === verdict);
  return `${all.filter(isCaught).length} of ${all.length}`;
}
