import type { Faults } from './faulty-push.ts';

/** What a worker is to do. */
export interface WorkerOrder {
  readonly name: string;
  /** Its clone, and its state folder. */
  readonly root: string;
  readonly state: string;
  readonly seed: number;
  readonly tasks: number;
  /** Seconds. */
  readonly lease: number;
  /** Milliseconds for one task, more or less. */
  readonly work: number;
  /** With its claim of that number it does nothing until it is woken. */
  readonly holdsAt?: number | undefined;
}

/** What a worker tells. */
export type Told =
  | { readonly what: 'ready' }
  | { readonly what: 'tried'; readonly pushes: number }
  | { readonly what: 'claimed'; readonly task: string; readonly epoch: number }
  | { readonly what: 'written'; readonly task: string; readonly how: string }
  | { readonly what: 'holding'; readonly task: string; readonly epoch: number }
  | { readonly what: 'late'; readonly task: string; readonly how: string }
  | ({ readonly what: 'ended' } & Readonly<Faults>);
