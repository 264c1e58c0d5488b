/** The job of GitHub Actions that this runs in. */
export interface Job {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Adds to the log what ends with a line feed. */
  readonly write: (text: string) => void;
}

/** Where people see the run of this job, this attempt of it; undefined outside of GitHub. */
export function runUrl({ env }: Pick<Job, 'env'>): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
  if (!server || !repository || !id) return undefined;
  return `${server}/${repository}/actions/runs/${id}/attempts/${env['GITHUB_RUN_ATTEMPT'] || '1'}`;
}
