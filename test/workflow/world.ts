import { createHash } from 'node:crypto';
import type { Answer } from '../../core/workflow/question.ts';
import type { Effects } from '../../core/workflow/drive.ts';
import type { Command, Event } from '../../core/workflow/state.ts';
import { arbitrated, committed, finding, green, inScope, red, reviewed, says, worked } from './sample.ts';

/**
 * Effects of a small world that keeps no state: what happens follows from the command alone, so that a run which was
 * killed has to come to what a run would come to that was not. Gates are red once, a person is asked once, a review
 * finds two things once.
 */
export class World implements Effects {
  /** What was really done, in order. */
  readonly done: string[] = [];
  readonly recovered: Command[] = [];

  async carryOut(command: Command): Promise<Event> {
    this.done.push(JSON.stringify(command));
    switch (command.do) {
      case 'work':
        return command.because.why === 'gates-red' ? says({ status: 'person-needed' }) : worked;
      case 'commit':
        return committed(createHash('sha1').update(JSON.stringify(command)).digest('hex'));
      case 'scope':
        return inScope;
      case 'gate':
        return isFirst(command.commit) ? red(command.commit) : green(command.commit);
      case 'review':
        return command.round === 1
          ? reviewed('ISSUES_FOUND', finding('P1', 'off by one'), finding('P0', 'the lock is never given back'))
          : reviewed('APPROVED');
      case 'arbitrate':
        return arbitrated(true);
      case 'format':
        return { type: 'formatted', commit: command.commit, failures: [] };
    }
  }

  async recover(command: Command): Promise<void> {
    this.recovered.push(command);
  }

  async answerTo(): Promise<Answer> {
    return { question: 'q', choice: 'guide', text: 'count from one', by: 'ada', at: '2026-05-01T10:00:00.000Z' };
  }
}

/** The commit of the first work of all. */
function isFirst(commit: string): boolean {
  const command: Command = { do: 'commit', onto: 'c0', round: 1, because: { why: 'first' } };
  return commit === createHash('sha1').update(JSON.stringify(command)).digest('hex');
}
