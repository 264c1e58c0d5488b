import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Shared } from '../../claim/shared.ts';
import { fail, ok, type Result } from '../../failure.ts';
import { keepNote } from '../../git/note.ts';
import { pushRefs } from '../../git/push.ts';
import { readRef } from '../../git/refs.ts';
import { fetchRef, isHere, readRemote } from '../../git/remote.ts';
import type { Host } from '../../host/host.ts';
import { jsonObject } from '../../json.ts';
import { keyedOptions } from '../keys.ts';
import { seeResults } from '../overview/results.ts';
import { phaseRecord } from './bind.ts';
import type { Decision } from './decision.ts';
import { knownResults } from './known.ts';

/** Others may bring theirs meanwhile. */
const mostTries = 5;
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
type Note = z.infer<typeof noteSchema>;

/**
 * Has the remote hold the options that results depend on, and compares them with those of here: under other options nobody
 * knows the others' results. Where somebody else is at work under others, the run is refused, before anything is paid; where
 * nobody is, what is done again is said in `note`. `seen`: the commit that holds
 * them there, as it was when the remote was asked last.
 */
export async function shareOptions(
  host: Host,
  shared: Shared,
  { decision, seen }: { readonly decision: Decision; readonly seen: string | undefined },
): Promise<Result<{ readonly note?: string }>> {
  const { remote, git, perMinute } = shared;
  const { refs, base, repository } = decision;
  const { user, host: machine } = await host.processes.self();
  const options = JSON.parse(JSON.stringify(keyedOptions(phaseRecord(decision, '')))) as Note['options'];
  const place = createHash('sha256').update(repository.commonFolder).digest('hex').slice(0, 12);
  const ours: Note = { version: 1, by: `${user}@${machine}`, place, base, options };
  for (let tries = 1, expected = seen; tries <= mostTries; tries += 1) {
    const read = expected === undefined ? ok(undefined) : await noteAt(shared, refs.options, expected);
    // What cannot be read is not written over.
    if (!read.ok) return read;
    const theirs = read.value;
    const differing = theirs?.base === base ? differences(theirs.options, options) : [];
    if (theirs?.base === base && differing.length === 0) return ok({});
    const there = differing.length > 0 ? await workThere(shared, decision) : 'none';
    const told = there === 'none' ? undefined : await costText(host, decision, differing);
    if (told !== undefined && there === 'held' && theirs && (theirs.by !== ours.by || theirs.place !== place)) {
      const ways = `Run with the options that are there; or wait until nobody is at work there; or, to have all of it made again with those of here at once: git push ${remote} :${refs.options}; or, to go on alone: option "claims": "off".`;
      return fail('claimed', `This phase is under way on ${theirs.by} with other options. ${told} ${ways}`);
    }
    await keepNote(git, refs.options, ours);
    const to = await readRef(git, refs.options);
    const pushed = await pushRefs(host, git, { remote, perMinute, moves: [{ ref: refs.options, to, expected }] });
    const notes = [
      ...(told === undefined ? [] : [`this phase goes on with other options than before. ${told}`]),
      ...('words' in pushed ? [`${remote} does not have the options of here: ${pushed.words}`] : []),
    ];
    if (pushed.how !== 'lost') return ok(notes.length === 0 ? {} : { note: notes.join(' ') });
    const now = await readRemote(git, remote, [refs.options]);
    if (!now.ok) return now;
    expected = now.value.at.get(refs.options);
  }
  return fail('remote', `${refs.options} of ${remote} was moved by others each time.`);
}

/** `held`: somebody is at work there. `left`: something was done there that others can see. Who cannot look takes it for held. */
async function workThere({ remote, git }: Shared, { refs }: Decision): Promise<'held' | 'left' | 'none'> {
  const folders = ['claim', 'result', 'loop'].map((name) => `${refs.all}${name}/`);
  const [claims = ''] = folders;
  const read = await readRemote(
    git,
    remote,
    folders.map((folder) => `${folder}*`),
  );
  if (!read.ok) return 'held';
  const seen = [...read.value.at.keys()].filter((ref) => folders.some((folder) => ref.startsWith(folder)));
  if (seen.some((ref) => ref.startsWith(claims))) return 'held';
  return seen.length > 0 ? 'left' : 'none';
}

/** Undefined where a newer release has written it: then there is nothing to go by. */
async function noteAt({ remote, git }: Shared, ref: string, commit: string): Promise<Result<Note | undefined>> {
  const fetched = (await isHere(git, commit)) ? ok('here') : await fetchRef(git, remote, ref);
  if (!fetched.ok) return fetched;
  const { stdout } = await git.run(['show', '-s', '--format=%b', commit]);
  return ok(noteSchema.safeParse(jsonObject(stdout)).data);
}

interface Difference {
  readonly name: string;
  readonly there: unknown;
  readonly here: unknown;
}

function differences(there: Note['options'], here: Note['options']): Difference[] {
  const names = [...new Set([...Object.keys(there), ...Object.keys(here)])];
  return names
    .map((name) => ({ name, there: there[name], here: here[name] }))
    .filter((one) => shown(one.there, Infinity) !== shown(one.here, Infinity));
}

/** What differs, and what that costs: by what the results have cost that nobody with the options of here knows. */
async function costText(host: Host, decision: Decision, differing: readonly Difference[]): Promise<string> {
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

const costSchema = z.object({ agentCalls: z.number() });

function shown(value: unknown, most = mostCharacters): string {
  const text = value === undefined ? 'not set' : JSON.stringify(value);
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
