/**
 * How many bytes of a prompt each kind of material may take, as UTF-8. What is longer loses its middle, and the prompt
 * says how much and where all of it can be read. The strictest agent takes 1,048,576 characters on standard input.
 */
export const most = {
  prompt: 900_000,
  /** A longer change is given as a file. */
  change: 270_000,
  /** All cited sections together. */
  sections: 150_000,
  /** All files of rules together. */
  rules: 60_000,
  /** Names of sections and rules that are to be read in their files. */
  toRead: 20_000,
  task: 40_000,
  gates: 50_000,
  /** What one gate printed: its share, however many have failed. */
  gate: 12_000,
  findings: 60_000,
  /** Of one finding: so many fit that none of those that are put to an agent at once is left out. */
  finding: { says: 400, quote: 240, fix: 800 },
  settled: 40_000,
  disputes: 45_000,
  /** Of one dispute, so that none is left out. */
  dispute: { reason: 700, evidence: 300 },
  siblings: 15_000,
  /** Any other list: files, criteria, answers. */
  list: 10_000,
  /** What a piece of material is called. */
  label: 300,
} as const;
