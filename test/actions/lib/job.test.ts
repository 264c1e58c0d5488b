import { expect, test } from 'vitest';
import { runUrl } from '../../../actions/lib/job.ts';

const env = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'octo/app', GITHUB_RUN_ID: '7' };

test('The page of a run is that of its attempt; outside of GitHub there is none.', () => {
  expect(runUrl({ env: { ...env, GITHUB_RUN_ATTEMPT: '2' } })).toBe(
    'https://github.com/octo/app/actions/runs/7/attempts/2',
  );
  expect(runUrl({ env })).toBe('https://github.com/octo/app/actions/runs/7/attempts/1');
  expect(runUrl({ env: {} })).toBeUndefined();
});
