import { ok, type Result } from '../../core/failure.ts';
import { asked, type Repository } from './ask-github.ts';

/** What is to be said, and where. */
export interface CommentRequest {
  /** Number of the issue or pull request. */
  readonly issue: number;
  /** The first line of the comment, which it is known by. */
  readonly marker: string;
  /** Who writes by this token; `github-actions[bot]` where nothing is said, which is who jobs write as. */
  readonly author?: string;
  /** Makes the comment of what it said until now. */
  readonly write: (before: string | undefined) => string;
}

export interface Posted {
  readonly how: 'created' | 'updated' | 'unchanged';
  readonly url: string;
  /** What a person should know of it. */
  readonly note?: string;
}

/**
 * Writes the one comment with this marker, or writes it anew. Anybody can write the marker, so that only a comment by the
 * author of ours is ours. Two jobs at one time could each create one: workflows let one at a time do this.
 */
export async function postComment(
  { octokit, at }: Repository,
  { issue, marker, author = jobsAuthor, write }: CommentRequest,
): Promise<Result<Posted>> {
  const listing = { ...at, issue_number: issue, per_page: 100 };
  const comments = await asked({ doing: `list the comments of #${issue}`, needs: 'pull-requests: read' }, () =>
    octokit.paginate(octokit.rest.issues.listComments, listing),
  );
  if (!comments.ok) return comments;
  const marked = comments.value.filter(({ body }) => linesOf(body ?? '')[0] === marker);
  const own = marked.find(({ user }) => isSame(user?.login, author));
  const body = write(own?.body);
  if (own && linesOf(own.body ?? '').join('\n') === linesOf(body).join('\n')) {
    return ok({ how: 'unchanged', url: own.html_url });
  }
  const doing = { doing: `take the comment on #${issue}`, needs: 'pull-requests: write' };
  if (own) {
    const updated = await asked(doing, () => octokit.rest.issues.updateComment({ ...at, comment_id: own.id, body }));
    return updated.ok ? ok({ how: 'updated', url: updated.value.data.html_url }) : updated;
  }
  const created = await asked(doing, () => octokit.rest.issues.createComment({ ...at, issue_number: issue, body }));
  if (!created.ok) return created;
  const { html_url: url, user } = created.value.data;
  const note = `The comment is by ${user?.login ?? 'nobody'}, and ${author} was expected. Say so to the action, so that this comment is written anew next time and no other is made.`;
  return ok({ how: 'created', url, ...(isSame(user?.login, author) ? {} : { note }) });
}

const jobsAuthor = 'github-actions[bot]';

function isSame(login: string | undefined, other: string): boolean {
  return login?.toLowerCase() === other.toLowerCase();
}

/** A forge may keep line ends of another kind, and none at the end. */
function linesOf(body: string): string[] {
  return body.trimEnd().split(/\r?\n/);
}
