import type { Failure } from '../../failure.ts';
import type { Effects } from '../../workflow/drive.ts';
import { failed } from './failed-event.ts';

/**
 * The same effects as long as the claim is known to be ours: once it is not, nothing more is begun. An agent at work is ended
 * by the signal of its loop; gates come to their end.
 */
export function whileOurs(effects: Effects, whyNot: () => Failure | undefined): Effects {
  return {
    ...effects,
    carryOut: async (command, progress) => {
      const failure = whyNot();
      return failure ? failed(failure) : await effects.carryOut(command, progress);
    },
  };
}
