import type { Task } from '../../plan/plan.ts';
import { placeInTask } from '../place-in-task.ts';
import { defineRule } from '../rule.ts';

/**
 * The `files` of a commit in a TOML plan are there, or the commit creates them: they are also all that its agents may
 * touch. A file that is not there is fine unless its commit speaks of nothing but changes, and no commit before lists it.
 *
 * @example One that is there, one that is created, and one that a commit before has created.
 *
 *     --- docs/fetch/implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     title = "Add a reader"
 *     files = ["src/reader.rs", "docs/fetch/test-plan.md"]
 *
 *     [[commits]]
 *     id = 2
 *     title = "Fix the reader"
 *     files = ["src/reader.rs"]
 *     --- docs/fetch/test-plan.md
 *
 * @example One that is neither, and one outside of the repository.
 *
 *     --- docs/fetch/implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     title = "Fix the reader"
 *     files = ["src/raeder.rs"]
 *
 *     [[commits]]
 *     id = 2
 *     title = "Add a cache"
 *     files = ["../cache.rs"]
 *     === docs/fetch/implementation-plan.toml:4:11 Unexpected file src/raeder.rs in commit 1, which is not there and which nothing creates, expected the path of a file; correct it, or say that the commit adds it
 *     === docs/fetch/implementation-plan.toml:9:11 Unexpected file ../cache.rs in commit 2, expected a path below the root of the repository; correct it
 */
export const missingFile = defineRule({
  id: 'missing-file',
  recommended: 'warning',
  check(context, report) {
    const { plan, exists, files } = context;
    if (plan?.format !== 'toml') return;
    const wanted = new Set(context.phases.flatMap(({ tasks }) => tasks));
    const isThere = (path: string): boolean => files.some((file) => file.path === path) || exists(path);
    const listed = new Set<string>();
    for (const task of plan.phases.flatMap(({ tasks }) => tasks)) {
      const onlyChanges = changes.test(task.title) && !creates.test(textOf(task));
      for (const path of wanted.has(task) ? task.files : []) {
        const isOutside = /^(?:\/|\.\.(?:\/|$)|[A-Za-z]:[\\/]|~\/)/.test(path);
        if (isOutside) {
          const message = `Unexpected file ${path} in commit ${task.id}, expected a path below the root of the repository; correct it`;
          report({ message, ...placeInTask(context, task, path) });
        } else if (onlyChanges && !/[*?{[]/.test(path) && !listed.has(path) && !isThere(path.replace(/^\.\//, ''))) {
          const message = `Unexpected file ${path} in commit ${task.id}, which is not there and which nothing creates, expected the path of a file; correct it, or say that the commit adds it`;
          report({ message, ...placeInTask(context, task, path) });
        }
      }
      for (const path of task.files) listed.add(path);
    }
  },
});

function textOf({ title, commit, criteria }: Task): string {
  return [title, commit.message, ...criteria.map(({ text }) => text)].join('\n');
}

/** What a title starts with that is about what is there, also behind `fix(reader):`. */
const changes =
  /^(?:\w+(?:\([^()]{0,60}\))?!?:\s{0,3})?(?:fix|update|adjust|correct|tweak|remove|delete|drop|deprecate|修复|修正|更新|调整|删除|移除)/i;
/** What may bring a new file. */
const creates =
  /\b(?:add|adds|added|adding|new|creat\w*|introduc\w*|implement\w*|writ\w*|generat\w*|scaffold\w*|extract\w*|mov\w*|split\w*|renam\w*|port\w*|stub\w*|defin\w*|bench\w*|tests?|snapshots?|fixtures?|docs?|documents?|changelog)\b|新|添|增|创|建|写|实现|引入|拆|移动|提取|重命名|测试/i;
