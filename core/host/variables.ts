/** Names the process that started this run: `host|user|pid|boot|started`. Stages end when it is gone. */
export const ownerVariable = 'PHASEWRIGHT_OWNER';
/** File that stages append their progress to, one JSON object per line. */
export const eventsVariable = 'PHASEWRIGHT_EVENTS';
/** When the run started, in milliseconds since the epoch. */
export const startedVariable = 'PHASEWRIGHT_STARTED';
/** Marks everything that a run starts: for the guard against runs within runs, and to find what is left running. */
export const runVariable = 'PHASEWRIGHT_RUN';
/** Digest of what the run has bound, for its stages: the file that they read it from lies where others can write. */
export const boundVariable = 'PHASEWRIGHT_BOUND';
/** Names each call of an agent in the environment of what it starts, so that nothing of it is left running. */
export const callVariable = 'PHASEWRIGHT_CALL';
/** Where the programs that run tests in a gate leave their reports, and by what key: `<key>:<folder>`. See `test-reports`. */
export const testReportsVariable = 'PHASEWRIGHT_TEST_REPORTS';
/** What a report of tests calls errors that nobody has caught, which no runner can tell the test of; then come their words. */
export const unhandledErrors = 'unhandled errors';
