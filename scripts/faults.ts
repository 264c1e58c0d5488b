import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { diskFaults, type DiskFault } from './faults/faulty-disk.ts';
import { failAndResume, killAndResume, undisturbed, type Claims, type Resumed } from './faults/kill-and-resume.ts';
import { moments, type Kill } from './faults/killing-host.ts';

const usage = `npm run faults -- [--every K] [--from N] [--turn T] [--claims refs | --disk ${diskFaults.join('|')}]

Kills a run of a phase of six tasks with SIGKILL at each call of git and each write into a journal: before it has begun, in
the middle of it, or when it is done, in turn. Another run then has to come to the very same commits, with at most one call
of an agent made again.

  --every K   only each K-th call
  --from N    from the call with this number on
  --turn T    0, 1 or 2: which calls are hit at which of the three moments
  --claims refs
              the work is shared through a remote; then another machine has to come to the same without an agent
  --disk KIND nothing is killed: the disk refuses one call of git or write into a file (EIO), or is full from then on (full),
              after half of a record (short). The run has to end by itself and to say what to do
`;

const { values } = parseArgs({
  options: {
    every: { type: 'string', default: '1' },
    from: { type: 'string', default: '1' },
    turn: { type: 'string', default: '0' },
    claims: { type: 'string', default: 'off' },
    disk: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help === true) process.stdout.write(usage);
else process.exitCode = await sweep();

async function sweep(): Promise<number> {
  const claims: Claims = values.claims === 'refs' ? 'refs' : 'off';
  const whole = await undisturbed(claims);
  const faults = faultsOf(values.disk === undefined ? whole.calls : whole.writes);
  process.stdout.write(
    `${whole.calls} calls of git and writes into journals, ${whole.writes} of git and into files, ${whole.agentCalls} calls of agents; ${faults.length} faults\n`,
  );
  const all: Resumed[] = [];
  const left = [...faults];
  const worker = async (): Promise<void> => {
    for (let fault = left.shift(); fault; fault = left.shift()) {
      const resumed = 'kind' in fault ? await failAndResume(whole, fault) : await killAndResume(whole, fault, claims);
      all.push(resumed);
      for (const breach of resumed.breaches) process.stdout.write(`✖ ${told(fault)}: ${breach}\n`);
      if (all.length % 25 === 0) process.stdout.write(`  ${all.length} of ${faults.length}\n`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  const breached = all.filter(({ breaches }) => breaches.length > 0).length;
  const repeated = all.filter((one) => one.repeated > 0).length;
  const slowest = Math.max(0, ...all.map(({ ready }) => ready));
  process.stdout.write(
    `${all.length} faults: ${breached} with breaches, ${repeated} with a call of an agent made again; ready again after at most ${Math.round(slowest)} ms\n`,
  );
  return breached === 0 ? 0 : 1;
}

function faultsOf(calls: number): (Kill | DiskFault)[] {
  const [every, from, turn] = [Number(values.every), Number(values.from), Number(values.turn)];
  const kind = diskFaults.find((one) => one === values.disk);
  if (values.disk !== undefined && !kind) throw new Error(`Unexpected --disk ${values.disk}.\n\n${usage}`);
  const faults: (Kill | DiskFault)[] = [];
  for (let at = from; at <= calls; at += every)
    faults.push(kind ? { at, kind } : { at, moment: moments[(at + turn) % moments.length]! });
  return faults;
}

function told(fault: Kill | DiskFault): string {
  return 'kind' in fault ? `${fault.kind} at call ${fault.at}` : `${fault.moment} call ${fault.at}`;
}
