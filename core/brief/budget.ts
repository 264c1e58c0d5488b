/**
 * How many bytes of a prompt each kind of material may take, as UTF-8. What is longer loses its middle, and the prompt
 * says how much and where all of it can be read. The strictest agent takes 1,048,576 characters on standard input.
 */
export const most = {
  prompt: 900_000,
  /** A longer change is given as a file. */
  change: 350_000,
  /** All cited sections together. */
  sections: 150_000,
  /** All files of rules together. */
  rules: 60_000,
  task: 40_000,
  gates: 50_000,
  /** What one gate printed: its share, however many have failed. */
  gate: 12_000,
  findings: 60_000,
  siblings: 15_000,
  /** Any other list: files, criteria, disputes, answers. */
  list: 10_000,
  /** What a piece of material is called. */
  label: 300,
} as const;
