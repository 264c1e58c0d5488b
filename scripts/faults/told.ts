/** What a process that drives the phase tells. */
export type Told =
  /** It knows what there is to do, and begins. */
  | { readonly what: 'ready' }
  /** An agent is called. */
  | { readonly what: 'agent' }
  | { readonly what: 'ended'; readonly outcome: string; readonly calls: number }
  | { readonly what: 'refused'; readonly reason: string };
