import { linesOf, placeIn } from '../context.ts';
import { defineRule } from '../rule.ts';

/**
 * Numbers of tasks that say where they stand say it right: in a plan of OpenSpec a task begins with the number of its group, as its own
 * tools ask; in a plan of Spec Kit they grow from the top to the end, since they are the order in which it is done.
 *
 * @example OpenSpec, with tasks that have no number.
 *
 *     --- openspec/changes/add-login/tasks.md
 *     ## 1. Form
 *
 *     - [ ] 1.1 Make it
 *     - [ ] Send it
 *
 * @example OpenSpec, with the number of another group.
 *
 *     --- openspec/changes/add-login/tasks.md
 *     ## 1. Form
 *
 *     - [ ] 1.1 Make it
 *
 *     ## 2. Docs
 *
 *     - [ ] 1.2 Say so
 *     === openspec/changes/add-login/tasks.md:7:7 Unexpected number 1.2 in group 2, expected 2.1 or the like; number the tasks of a group by its own
 *
 * @example Spec Kit.
 *
 *     --- specs/001-login/tasks.md
 *     ## Phase 1: Form
 *
 *     - [ ] T001 Make it in src/form.ts
 *     - [ ] T003 Send it from src/send.ts
 *     - [ ] T002 Colour it in src/form.css
 *     === specs/001-login/tasks.md:5:7 Unexpected T002 below one of a higher number, expected numbers that grow; number the tasks in the order in which they are done
 */
export const taskNumber = defineRule({
  id: 'task-number',
  recommended: 'warning',
  formats: { speckit: 'error', openspec: 'error' },
  check({ plan, files }, report) {
    const file = files.find(({ path }) => path === plan?.path);
    if (!plan || !file) return;
    let last = 0;
    for (const phase of plan.phases) {
      const isGroup = /^##\s+\d+\./.test(linesOf(file)[phase.line - 1]?.text ?? '');
      for (const task of phase.tasks) {
        const line = linesOf(file)[task.line - 1];
        const written = line && /^(\s*[-*]\s*\[[\sxX]\]\s*)(T?)(\d+)((?:\.\d+)*[A-Za-z]*)(?=\s|$)/.exec(line.text);
        if (!line || !written) continue;
        const [, before = '', letter = '', number = '', rest = ''] = written;
        const id = `${letter}${number}${rest}`;
        const place = placeIn(plan.path, line, before.length, before.length + id.length);
        if (plan.format === 'openspec' && isGroup && rest.startsWith('.') && number !== phase.id) {
          const message = `Unexpected number ${id} in group ${phase.id}, expected ${phase.id}.1 or the like; number the tasks of a group by its own`;
          report({ message, ...place });
        }
        if (plan.format !== 'speckit' || letter === '') continue;
        if (Number(number) < last) {
          const message = `Unexpected ${id} below one of a higher number, expected numbers that grow; number the tasks in the order in which they are done`;
          report({ message, ...place });
        }
        last = Math.max(last, Number(number));
      }
    }
  },
});
