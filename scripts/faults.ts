import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { killAndResume, undisturbed, type Claims, type Resumed } from './faults/kill-and-resume.ts';
import { moments, type Kill } from './faults/killing-host.ts';

const usage = `npm run faults -- [--every K] [--from N] [--turn T] [--claims refs]

Kills a run of a phase of six tasks with SIGKILL at each call of git and each write into a journal: before it has begun, in
the middle of it, or when it is done, in turn. Another run then has to come to the very same commits, with at most one call
of an agent made again.

  --every K   only each K-th call
  --from N    from the call with this number on
  --turn T    0, 1 or 2: which calls are hit at which of the three moments
  --claims refs
              the work is shared through a remote; then another machine has to come to the same without an agent
`;

const { values } = parseArgs({
  options: {
    every: { type: 'string', default: '1' },
    from: { type: 'string', default: '1' },
    turn: { type: 'string', default: '0' },
    claims: { type: 'string', default: 'off' },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help === true) process.stdout.write(usage);
else
  process.exitCode = await sweep(
    Number(values.every),
    Number(values.from),
    Number(values.turn),
    values.claims === 'refs' ? 'refs' : 'off',
  );

async function sweep(every: number, from: number, turn: number, claims: Claims): Promise<number> {
  const whole = await undisturbed(claims);
  const kills: Kill[] = [];
  for (let at = from; at <= whole.calls; at += every)
    kills.push({ at, moment: moments[(at + turn) % moments.length]! });
  process.stdout.write(
    `${whole.calls} calls of git and writes into journals, ${whole.agentCalls} calls of agents; ${kills.length} kills\n`,
  );
  const all: Resumed[] = [];
  const left = [...kills];
  const worker = async (): Promise<void> => {
    for (let kill = left.shift(); kill; kill = left.shift()) {
      const resumed = await killAndResume(whole, kill, claims);
      all.push(resumed);
      for (const breach of resumed.breaches) process.stdout.write(`✖ ${kill.moment} call ${kill.at}: ${breach}\n`);
      if (all.length % 25 === 0) process.stdout.write(`  ${all.length} of ${kills.length}\n`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  const breached = all.filter(({ breaches }) => breaches.length > 0).length;
  const repeated = all.filter((one) => one.repeated > 0).length;
  const slowest = Math.max(0, ...all.map(({ ready }) => ready));
  process.stdout.write(
    `${all.length} kills: ${breached} with breaches, ${repeated} with a call of an agent made again; ready again after at most ${Math.round(slowest)} ms\n`,
  );
  return breached === 0 ? 0 : 1;
}
