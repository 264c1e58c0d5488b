import type { Range } from '../../markdown/range.ts';

/** An entry of a backlog of deferred findings, as its author wrote it. */
export interface Finding {
  /** `P0-1`, `F7`, `T4-CATALOG-LIST`; empty where none is written. Two entries may have the same. */
  readonly id: string;
  /** `P0` to `P3`; null where the entry has none, as errata have. */
  readonly severity: 'P0' | 'P1' | 'P2' | 'P3' | null;
  readonly title: string;
  /** `path:LINE` or whatever stands in its place; empty where there is none. */
  readonly location: string;
  readonly state: FindingState;
  /** 1-based line of the heading, row or bullet. */
  readonly line: number;
  /** The words behind which the state is written: the heading, the cell with the title, or the bullet's id. */
  readonly range: Range;
}

/** What nobody is going to change, an invalid finding included, is `by-design`. */
export type FindingState = 'open' | 'fixed' | 'deferred' | 'by-design';
