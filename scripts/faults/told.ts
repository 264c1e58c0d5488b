import type { DiskFault } from './faulty-disk.ts';
import type { Kill } from './killing-host.ts';

/** What a process that drives the phase is told. */
export interface Order {
  readonly root: string;
  readonly script: string;
  readonly claims: 'refs' | 'off';
  readonly kill?: Kill | undefined;
  readonly disk?: DiskFault | undefined;
}

/** What a process that drives the phase tells. */
export type Told =
  /** It knows what there is to do, and begins. */
  | { readonly what: 'ready' }
  /** An agent is called. */
  | { readonly what: 'agent' }
  | {
      readonly what: 'ended';
      readonly outcome: string;
      readonly why?: string;
      readonly calls: number;
      readonly writes: number;
    }
  | { readonly what: 'refused'; readonly reason: string; readonly message: string };
