import { expect, test } from 'vitest';
import { mostCharacters, phaseComment } from '../../../actions/lib/phase-comment.ts';
import { postComment } from '../../../actions/lib/post-comment.ts';
import { phaseMarker } from '../../../core/report/phase-marker.ts';
import { hostileReport } from '../../report/hostile.ts';
import { sampleReport } from '../../report/sample.ts';
import { attacks, naughty } from './attacks.ts';
import { withGitHub } from './with-github.ts';

const people = [{ login: 'writer', permission: 'write' }] as const;
const { github, asJob, as } = withGitHub({ people });
const rights = { issues: 'write', 'pull-requests': 'write' } as const;

/** A pull request of its own, made as people make them. */
async function newPull(): Promise<number> {
  const { octokit, at } = as('writer');
  const { sha } = (await octokit.rest.git.getRef({ ...at, ref: 'heads/main' })).data.object;
  const head = `work-${(pulls += 1)}`;
  await octokit.rest.git.createRef({ ...at, ref: `refs/heads/${head}`, sha });
  return (await octokit.rest.pulls.create({ ...at, title: 'A phase', head, base: 'main' })).data.number;
}
let pulls = 0;

/** All comments, by whom they are and what they say. */
async function commentsOf(issue: number): Promise<{ by: string | undefined; body: string }[]> {
  const { octokit, at } = as('writer');
  const all = await octokit.paginate(octokit.rest.issues.listComments, { ...at, issue_number: issue, per_page: 100 });
  return all.map(({ user, body }) => ({ by: user?.login, body: body ?? '' }));
}

const marker = '<!-- phasewright: checkout, phase 2 -->';
const say = (text: string) => () => `${marker}\n\n${text}\n`;

test('There is one comment: it is made, written anew, and left alone where nothing is new.', async () => {
  const issue = await newPull();
  const befores: (string | undefined)[] = [];
  const post = async (text: string) => {
    const write = (before: string | undefined) => {
      befores.push(before);
      return say(text)();
    };
    const posted = await postComment(asJob(rights), { issue, marker, write });
    return posted.ok ? posted.value.how : posted.failure.message;
  };
  expect([await post('one'), await post('two'), await post('two')]).toEqual(['created', 'updated', 'unchanged']);
  expect(await commentsOf(issue)).toEqual([{ by: 'github-actions[bot]', body: say('two')() }]);
  expect(befores).toEqual([undefined, say('one')(), say('two')()]);
});

test('It is found behind more than a page of others.', async () => {
  const issue = await newPull();
  const { octokit, at } = as('writer');
  for (let index = 0; index < 101; index += 1) {
    await octokit.rest.issues.createComment({ ...at, issue_number: issue, body: `${index}` });
  }
  await postComment(asJob(rights), { issue, marker, write: say('one') });
  const posted = await postComment(asJob(rights), { issue, marker, write: say('two') });
  expect(posted).toMatchObject({ ok: true, value: { how: 'updated' } });
  expect((await commentsOf(issue)).slice(101).map(({ body }) => body)).toEqual([say('two')()]);
});

test("Somebody else's comment with the marker is no comment of ours, and a marker further down is none.", async () => {
  const issue = await newPull();
  const { octokit, at } = as('writer');
  await octokit.rest.issues.createComment({ ...at, issue_number: issue, body: say('planted')() });
  await octokit.rest.issues.createComment({ ...at, issue_number: issue, body: `see\n${marker}` });
  const other = { issue, marker: marker.replace('2', '3'), write: () => `${marker.replace('2', '3')}\n${marker}\n` };
  await postComment(asJob(rights), other);
  const posted = await postComment(asJob(rights), { issue, marker, write: say('ours') });
  expect(posted).toMatchObject({ ok: true, value: { how: 'created' } });
  const comments = await commentsOf(issue);
  expect(comments).toHaveLength(4);
  expect(comments[0]).toEqual({ by: 'writer', body: say('planted')() });
});

test('With a token of somebody else that is told once, and works from then on by the name.', async () => {
  const issue = await newPull();
  const first = await postComment(as('writer'), { issue, marker, write: say('one') });
  expect(first).toMatchObject({
    ok: true,
    value: { how: 'created', note: expect.stringMatching(/^The comment is by writer, and github-actions\[bot\]/) },
  });
  const second = await postComment(as('writer'), { issue, marker, author: 'Writer', write: say('two') });
  expect(second).toMatchObject({ ok: true, value: { how: 'updated' } });
  expect(await commentsOf(issue)).toHaveLength(1);
});

test('Without the right to comment it says which is lacking; without a GitHub, that there is none.', async () => {
  const issue = await newPull();
  const posted = await postComment(asJob({ issues: 'read', contents: 'read' }), { issue, marker, write: say('one') });
  expect(posted).toMatchObject({
    ok: false,
    failure: {
      message: expect.stringMatching(
        /^GitHub did not take the comment on #\d+: .*The token of this job needs the permission `pull-requests: write`\.$/,
      ),
    },
  });
  expect(await commentsOf(issue)).toEqual([]);
});

test('Texts of the lists arrive in one comment as they were written, whatever they look like.', async () => {
  const issue = await newPull();
  const run = 'https://github.com/octo/app/actions/runs/1/attempts/1';
  // A hundred of the naughty ones in each comment, each attack in one of its own.
  const lists = [
    ...Array.from({ length: Math.ceil(naughty.length / 100) }, (_, index) =>
      naughty.slice(index * 100, index * 100 + 100),
    ),
    ...attacks.map((text) => [text]),
  ];
  for (const texts of lists) {
    const [some] = hostileReport(texts[0] ?? '').tasks;
    const report = sampleReport({
      phase: { id: '2', title: texts[0] ?? '' },
      summary: texts[0] ?? '',
      tasks: texts.map((title) => ({ ...some!, title, reason: title })),
    });
    let written = '';
    const write = (before: string | undefined) => (written = phaseComment({ report, run }, before));
    const posted = await postComment(asJob(rights), { issue, marker: phaseMarker('checkout', '2'), write });
    expect(posted).toMatchObject({ ok: true });
    const comments = await commentsOf(issue);
    expect(comments).toEqual([{ by: 'github-actions[bot]', body: written }]);
    expect(written.length).toBeLessThanOrEqual(mostCharacters);
    expect(written).not.toContain('evil.test/1))\n-');
  }
  expect(github().journal.filter(({ status }) => status >= 500)).toEqual([]);
});
