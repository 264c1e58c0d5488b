import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Shared } from '../../claim/shared.ts';
import { fail, ok, type Failure, type Result } from '../../failure.ts';
import { fetchRef, isHere } from '../../git/remote.ts';
import type { Host } from '../../host/host.ts';
import { jsonObject } from '../../json.ts';
import { keyedOptions } from '../keys.ts';
import { seeResults } from '../overview/results.ts';
import { phaseRecord } from './bind.ts';
import type { Decision } from './decision.ts';
import { knownResults } from './known.ts';

/** Of an option's value, as it is shown. */
const mostCharacters = 120;

const noteSchema = z.object({
  version: z.literal(1),
  /** `ada@laptop`. */
  by: z.string(),
  /** Of the repository there: who has several clones on one machine has several machines. */
  place: z.string(),
  base: z.string(),
  /** Name → value of the options that are part of keys. */
  options: z.record(z.string(), z.unknown()),
});
/** The options that results of a phase depend on, as a remote has them, and whose they are. */
export type OptionsNote = z.infer<typeof noteSchema>;

/** The note of a run here. */
export async function noteOf(host: Host, decision: Decision): Promise<OptionsNote> {
  const { base, repository } = decision;
  const { user, host: machine } = await host.processes.self();
  const options = JSON.parse(JSON.stringify(keyedOptions(phaseRecord(decision, '')))) as OptionsNote['options'];
  const place = createHash('sha256').update(repository.commonFolder).digest('hex').slice(0, 12);
  return { version: 1, by: `${user}@${machine}`, place, base, options };
}

/** Undefined where a newer release has written it: then there is nothing to go by. */
export async function noteAt(
  { remote, git }: Shared,
  ref: string,
  commit: string,
): Promise<Result<OptionsNote | undefined>> {
  const fetched = (await isHere(git, commit)) ? ok('here') : await fetchRef(git, remote, ref);
  if (!fetched.ok) return fetched;
  const { stdout } = await git.run(['show', '-s', '--format=%b', commit]);
  return ok(noteSchema.safeParse(jsonObject(stdout)).data);
}

export interface Difference {
  readonly name: string;
  readonly there: unknown;
  readonly here: unknown;
}

/** What differs, where both are of the same base; those of another base are of nobody here. */
export function differences(theirs: OptionsNote | undefined, ours: OptionsNote): Difference[] {
  if (theirs?.base !== ours.base) return [];
  const [there, here] = [theirs.options, ours.options];
  const names = [...new Set([...Object.keys(there), ...Object.keys(here)])];
  return names
    .map((name) => ({ name, there: there[name], here: here[name] }))
    .filter((one) => shown(one.there, Infinity) !== shown(one.here, Infinity));
}

/** What differs, and what that costs: by what the results have cost that nobody with the options of here knows. */
export async function costText(host: Host, decision: Decision, differing: readonly Difference[]): Promise<string> {
  const { repository, refs, phase, briefs } = decision;
  const about = { phase: phaseRecord(decision, ''), planned: phase, briefs };
  const known = await knownResults(repository.git, refs, about);
  const results = (await seeResults(host, repository.git)).filter(({ ref }) => ref.startsWith(refs.all));
  const calls = new Map<string, number>();
  for (const { stage, record } of results) {
    const cost = costSchema.safeParse(jsonObject(record)).data?.agentCalls ?? 0;
    if (!known.has(stage) && cost > 0 && stage !== 'polish') calls.set(stage, Math.max(cost, calls.get(stage) ?? 0));
  }
  const sum = [...calls.values()].reduce((all, one) => all + one, 0);
  const names = [...calls.keys()].join(', ');
  const lines = differing.map(({ name, there, here }) => `"${name}" is ${shown(there)} there and ${shown(here)} here`);
  const again = sum === 0 ? 'No result of it is there yet' : `Made again would be ${names}: about ${sum} agent calls`;
  return `${lines.join('; ')}. ${again}; what is at work there would be done twice.`;
}

/** Why a run goes no further: somebody is at work on the phase under other options. */
export function underWay(by: string, about: { told: string; remote: string; ref: string }): Failure {
  const { told, remote, ref } = about;
  const ways = `Run with the options that are there; or wait until nobody is at work there; or, to have all of it made again with those of here at once: git push ${remote} :${ref}; or, to go on alone: option "claims": "off".`;
  return fail('claimed', `This phase is under way on ${by} with other options. ${told} ${ways}`).failure;
}

const costSchema = z.object({ agentCalls: z.number() });

function shown(value: unknown, most = mostCharacters): string {
  const text = value === undefined ? 'not set' : JSON.stringify(value);
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
