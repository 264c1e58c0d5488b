import { defineCheat } from '../cheat.ts';

/**
 * A file that says what is checked where the change is received: a workflow, a pipeline, a hook, who has to approve.
 *
 * @example A workflow and a hook.
 *
 *     --- .github/workflows/ci.yml
 *     -       - run: npm test
 *     +       - run: npm test || true
 *     --- .husky/pre-commit
 *     - npm run lint
 *     === .github/workflows/ci.yml:1 Unexpected change of what is checked elsewhere, expected the plan to ask for it
 *     === .husky/pre-commit:1 Unexpected change of what is checked elsewhere, expected the plan to ask for it
 *
 * @example A page about it.
 *
 *     --- docs/ci.md
 *     + The workflow runs on every push.
 */
export const changedCi = defineCheat({
  id: 'changed-ci',
  verdict: 'block',
  asked: 'file',
  look({ files }, see) {
    const message = 'Unexpected change of what is checked elsewhere, expected the plan to ask for it';
    for (const { path, head } of files)
      if (checking.test(path)) see({ path, line: 1, message, side: head ? 'head' : 'base' });
  },
});

const checking =
  /^(?:\.github\/(?:workflows|actions)\/|\.gitlab-ci\.yml$|\.circleci\/|\.buildkite\/|azure-pipelines\.yml$|Jenkinsfile$|bitbucket-pipelines\.yml$|\.travis\.yml$|\.drone\.yml$|\.woodpecker)|(?:^|\/)(?:\.husky\/|\.githooks\/|lefthook\.ya?ml$|\.lefthook\.ya?ml$|\.pre-commit-config\.yaml$|CODEOWNERS$|\.lintstagedrc)/;
