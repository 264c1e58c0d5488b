import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { atDesk } from '../../core/driver/desk.ts';
import { commitFiles, openScratch, userGit } from '../git/scratch.ts';
import { bench, benchIn, errorIn, fine, good, type Bench } from '../driver/desk.ts';
import { planPath, planText, shapeOf, shapes, writtenBy } from '../driver/shapes.ts';

/** What `ic-driver.py` did wrong, and a test that shows it gone. */
interface Defect {
  /** As docs/driver.md numbers it. */
  readonly id: string;
  /** How it is now, as a sentence. */
  readonly now: string;
  readonly shows: () => Promise<void>;
}

export const defects: readonly Defect[] = [
  {
    id: 'unread-acceptance',
    now: 'Acceptance, anti-patterns, specs and guides reach the agents.',
    async shows() {
      const one = await started();
      const prompts: Record<string, string> = {};
      const { end } = await one.walk({
        designer: (action) => note(prompts, 'designer', action.prompt, one),
        tester: (action) => note(prompts, 'tester', action.prompt, one),
        implementor: (action) => note(prompts, 'implementor', action.prompt, one),
        scope: (action) => ((prompts['scope'] = action.prompt), fine),
        'designer style': (action) => ((prompts['style'] = action.prompt), fine),
      });
      expect(end).toMatchObject({ action: { action: 'done', commit_id: 1 } });
      for (const role of ['designer', 'tester', 'implementor', 'scope']) {
        expect(prompts[role]).toContain('CC-1: area(2, 3) is 6');
        expect(prompts[role]).toContain('No table of known results');
        expect(prompts[role]).toContain('Width and height are numbers.');
      }
      expect(prompts['style']).toContain('No `var`.');
    },
  },
  {
    id: 'unread-dependencies',
    now: 'A commit is refused before those that it depends on, and one that was picked elsewhere counts.',
    async shows() {
      const one = await started();
      const early = await one.begin({ commit: '2', state: join(one.root, '.ic/commit-2.json') });
      expect(early).toMatchObject({ failure: { reason: 'earlier-phase' } });
      expect((await one.walk()).end).toMatchObject({ action: { action: 'done' } });
      const done = userGit(one.root, 'rev-parse', 'HEAD');
      // The same message on another change proves nothing.
      userGit(one.root, 'reset', '--hard', '--quiet', 'HEAD^');
      userGit(one.root, 'commit', '--quiet', '--allow-empty', '-m', 'feat(shapes): add area');
      const request = { commit: '2', state: join(one.root, '.ic/commit-2.json') };
      expect(await one.begin(request)).toMatchObject({ failure: { reason: 'earlier-phase' } });
      userGit(one.root, 'cherry-pick', done);
      expect(await one.begin(request)).toMatchObject({ ok: true });
    },
  },
  {
    id: 'one-after-the-other',
    now: 'Commits that are ready go side by side, each in a worktree of its own, and what waits for both sees them.',
    async shows() {
      const one = await started();
      await one.walk();
      const folder = join(one.root, '../three');
      userGit(one.root, 'worktree', 'add', '--quiet', '-b', 'three', folder);
      const [two, three] = [benchIn(one, 2), benchIn(await openScratch(one.host, folder), 3)];
      expect(await two.begin()).toMatchObject({ ok: true });
      // In one checkout their edits would mix.
      expect(await benchIn(one, 3).begin()).toMatchObject({ failure: { reason: 'claimed' } });
      expect(await three.begin()).toMatchObject({ ok: true });
      expect((await two.walk()).end).toMatchObject({ action: { action: 'done' } });
      expect((await three.walk()).end).toMatchObject({ action: { action: 'done' } });
      const four = benchIn(one, '4a');
      expect(await four.begin()).toMatchObject({ failure: { reason: 'earlier-phase' } });
      userGit(one.root, 'merge', '--quiet', '--no-edit', 'three');
      expect(await four.begin()).toMatchObject({ ok: true });
    },
  },
  {
    id: 'integer-ids',
    now: 'An id need not be a number, and a plan that names no tests says that nothing is written first.',
    async shows() {
      const one = await bench({ [planPath]: planText().replaceAll(/^tests = .*$/gm, 'tests = []') });
      expect(await one.begin({ commit: '4a', done: ['2', '3'] })).toMatchObject({ ok: true });
      const status = await one.status();
      expect(status).toMatchObject({ commit_id: '4a', phases: ['designer', 'implementor'] });
      expect(status.notes.join('\n')).toContain('names no tests');
    },
  },
  {
    id: 'init-overwrites',
    now: 'Init refuses to overwrite a state file, and keeps what was before when it is told to.',
    async shows() {
      const one = await started();
      const before = one.read('.ic/commit-1.json');
      expect(await one.begin()).toMatchObject({ failure: { reason: 'journal' } });
      expect(one.read('.ic/commit-1.json')).toBe(before);
      expect(await one.begin({ force: true })).toMatchObject({ ok: true });
      const journals = readdirSync(join(one.host.stateFolder, 'driver'), { recursive: true, encoding: 'utf8' });
      expect(journals.filter((name) => name.endsWith('.jsonl'))).toHaveLength(2);
    },
  },
  {
    id: 'ignored-problems',
    now: 'An agent that reports problems is called once more with its notes, and then the orchestrator is.',
    async shows() {
      const one = await started();
      const prompts: string[] = [];
      const problems = { status: 'problems', notes: 'The width is nowhere defined.' };
      const { turns, end } = await one.walk({
        designer: (action) => (prompts.push(action.prompt), problems),
      });
      expect(turns).toEqual(['designer', 'designer']);
      expect(prompts[0]).not.toContain('nowhere defined');
      expect(prompts[1]).toContain('The width is nowhere defined.');
      expect(end).toMatchObject({ escalation: { resume_state: 'designer_phase' } });
      expect(errorIn(end)).toContain('nowhere defined');
    },
  },
  {
    id: 'unfixed-style',
    now: 'Violations of style go to the writer, disputes to the reviewer, and what they cannot settle to the arbiter.',
    async shows() {
      const one = await started();
      const prompts: string[] = [];
      const reviews: string[] = [];
      const ids: string[] = [];
      const { turns, end } = await one.walk({
        designer: (action, turn) => {
          prompts.push(action.prompt);
          one.write({ 'src/area.mjs': `${writtenBy('designer', shapeOf(1))['src/area.mjs']}// ${turn}\n` });
          const [id = ''] = /F-[\da-f]{8}/.exec(action.prompt) ?? [];
          if (id) ids.push(id);
          return turn > 1 ? { ...good, disputes: [{ violation: id, reason: 'The guide allows it here.' }] } : good;
        },
        'designer style': (action) => {
          reviews.push(action.prompt);
          const [id = ''] = /F-[\da-f]{8}/.exec(action.prompt) ?? [];
          return { status: 'violations', violations: [`${id} src/area.mjs:1 No \`var\`; use const`.trim()] };
        },
        arbiter: (action) => {
          expect(action.prompt).toContain('The guide allows it here.');
          return { proceed: true, reasoning: 'It is a matter of looks.', arbiter: true };
        },
      });
      expect(turns.slice(0, 7)).toEqual([
        'designer',
        'designer style',
        'designer',
        'designer style',
        'designer',
        'designer style',
        'arbiter',
      ]);
      expect(prompts[1]).toContain('No `var`');
      expect(reviews[1]).toContain('The guide allows it here.');
      expect(new Set(ids).size).toBe(1);
      expect(end).toMatchObject({ action: { action: 'done' } });
    },
  },
  {
    id: 'stuck-style-counter',
    now: 'After an arbiter has refused, resume gives the phase its writer and all its rounds again.',
    async shows() {
      const one = await started();
      let isContent = false;
      const agents = {
        designer: (_: unknown, turn: number) => {
          one.write({ 'src/area.mjs': `${writtenBy('designer', shapeOf(1))['src/area.mjs']}// ${turn}${isContent}\n` });
          return good;
        },
        'designer style': () =>
          isContent ? fine : { status: 'violations', violations: ['src/area.mjs:1 No `var`; use const'] },
        arbiter: () => ({ proceed: false, reasoning: 'It shapes what others build on.' }),
      };
      const { end } = await one.walk(agents);
      expect(errorIn(end)).toMatch(/^Arbiter rejected: It shapes what others build on\./);
      // The escalation stands until somebody resumes.
      expect(errorIn(await one.next())).toMatch(/^Arbiter rejected: /);
      isContent = true;
      expect(await one.resume({ text: 'Use const.' })).toMatchObject({ action: { phase: 'designer' } });
      expect((await one.walk(agents)).end).toMatchObject({ action: { action: 'done' } });
    },
  },
  {
    id: 'resume-by-text',
    now: 'Resume goes on where the journal says, whatever words stand in what a tool has printed.',
    async shows() {
      const one = await started();
      const words = 'error: cannot find designer, tester or value `x` in this scope\n';
      const { end } = await one.walk({
        implementor: (_, turn) => {
          one.write({ 'src/area.mjs': `${words}// ${turn}\n` });
          return good;
        },
      });
      expect(errorIn(end)).toMatch(/^Gate failed after 2 retries: /);
      expect(errorIn(end)).toContain('in this scope');
      expect(end).toMatchObject({ escalation: { resume_state: 'implementor_phase', state_path: one.state } });
      expect(await one.status()).toMatchObject({ state: 'needs_llm' });
      expect(await one.resume()).toMatchObject({ action: { phase: 'implementor' } });
      expect((await one.walk()).end).toMatchObject({ action: { action: 'done' } });
    },
  },
  {
    id: 'scope-by-word',
    now: 'What a commit touches is taken from git, and a file that is not its own goes back, once, and then escalates.',
    async shows() {
      const one = await started();
      const prompts: string[] = [];
      const stray = (action: { prompt: string }, turn: number): unknown => {
        prompts.push(action.prompt);
        one.write({ ...writtenBy('designer', shapeOf(1)), 'src/mod.mjs': `export const turn = ${turn};\n` });
        return { ...good, files_created: ['src/area.mjs'] };
      };
      const { turns, end } = await one.walk({ designer: stray });
      expect(turns).toEqual(['designer', 'designer']);
      expect(prompts[1]).toContain('src/mod.mjs');
      expect(errorIn(end)).toMatch(/^Scope violations: .*src\/mod\.mjs/);
      expect(await one.status()).toMatchObject({ files_touched: ['src/area.mjs', 'src/mod.mjs'] });
    },
  },
  {
    id: 'scope-cannot-fail',
    now: 'A scope review can say no in each of the forms that orchestrators answer in; the second no escalates.',
    async shows() {
      const one = await started();
      const answers = [
        { status: 'problems', notes: 'src/area.mjs:2 rounds, which nobody asked for' },
        { response: 'VIOLATIONS: it rounds, which nobody asked for' },
      ];
      const prompts: string[] = [];
      const { turns, end } = await one.walk({
        implementor: (action, turn) => {
          prompts.push(action.prompt);
          one.write({ 'src/area.mjs': `${writtenBy('implementor', shapeOf(1))['src/area.mjs']}// ${turn}\n` });
          return good;
        },
        scope: (_, turn) => answers[turn - 1],
      });
      expect(turns.filter((kind) => kind === 'scope')).toHaveLength(2);
      expect(prompts[1]).toContain('rounds, which nobody asked for');
      expect(errorIn(end)).toMatch(/^Scope violations: /);
    },
  },
  {
    id: 'contradiction',
    now: 'A scope answer whose parts contradict each other approves nothing.',
    async shows() {
      const one = await started();
      const answers = [
        { response: 'ACCEPT', status: 'problems', notes: 'no' },
        { status: 'ok', violations: ['src/area.mjs:1 not asked for'] },
        { status: 'ok', notes: 'VIOLATIONS: src/area.mjs:2 not asked for' },
      ];
      const prompts: string[] = [];
      const { turns } = await one.walk({ scope: () => answers[0] });
      expect(turns.at(-1)).toBe('scope');
      expect(await one.status()).toMatchObject({ state: 'scope_review', commit: '' });
      const { end } = await one.walk({
        implementor: (action, turn) => {
          prompts.push(action.prompt);
          one.write({ 'src/area.mjs': `${writtenBy('implementor', shapeOf(1))['src/area.mjs']}// ${turn}\n` });
          return good;
        },
        scope: (_, turn) => answers[turn],
      });
      expect(prompts[0]).toContain('src/area.mjs:1 not asked for');
      expect(errorIn(end)).toMatch(/^Scope violations: .*src\/area\.mjs:2 not asked for/);
    },
  },
  {
    id: 'reader-writes',
    now: 'A reviewer that changes files is not heard.',
    async shows() {
      const one = await started();
      const { end } = await one.walk({
        'designer style': () => {
          one.write({ 'src/area.mjs': 'export const area = () => 6;\n' });
          return fine;
        },
      });
      expect(end).toMatchObject({ escalation: { reason: 'agent-violation', resume_state: 'designer_style' } });
      expect(errorIn(end)).toContain('src/area.mjs');
      // Whoever resumes has it judged like the rest: again by the gate, and by a reviewer.
      expect(await one.resume()).toMatchObject({ action: { style_review: true, phase: 'designer' } });
    },
  },
  {
    id: 'red-by-anything',
    now: 'Tests that cannot be loaded, or that pass, are not red; the tester is told why.',
    async shows() {
      const one = await started();
      const prompts: string[] = [];
      const tests = Object.values(writtenBy('tester', shapeOf(1)))[0] ?? '';
      const wrong = [
        tests.replace('../src/area.mjs', '../src/none.mjs'),
        tests.replace('area(2, 3), 6', "area.name, 'area'"),
        tests,
      ];
      const { turns } = await one.walk({
        tester: (action, turn) => {
          prompts.push(action.prompt);
          one.write({ 'test/area.test.mjs': wrong[turn - 1] });
          return good;
        },
      });
      expect(turns.filter((kind) => kind === 'tester')).toHaveLength(3);
      expect(prompts[1]).toContain('none.mjs');
      expect(prompts[2]).toContain('though nothing is written yet');
    },
  },
  {
    id: 'slow-red',
    now: 'Tests that do not end, or code that no longer compiles, are not red; the tester is told why.',
    async shows() {
      const one = await bench();
      await one.begin({ timeLimit: 8 });
      const prompts: string[] = [];
      const tests = Object.values(writtenBy('tester', shapeOf(1)))[0] ?? '';
      const wrong = [`${tests}setInterval(() => {}, 1000);\nawait new Promise(() => {});\n`, `${tests}(`, tests];
      const { turns } = await one.walk({
        tester: (action, turn) => {
          prompts.push(action.prompt);
          one.write({ 'test/area.test.mjs': wrong[turn - 1] });
          return good;
        },
      });
      expect(turns.filter((kind) => kind === 'tester')).toHaveLength(3);
      expect(prompts[1]).toContain('did not end within 8 s');
      expect(prompts[2]).toContain('SyntaxError');
    },
  },
  {
    id: 'missing-tool',
    now: 'A tool that is not there is trouble of the machine, charged to no agent, before any work.',
    async shows() {
      const one = await bench();
      await one.begin({ testGate: 'no-such-tool test' });
      const heard = await one.next();
      expect(errorIn(heard)).toContain('no-such-tool');
      expect(heard).toMatchObject({ escalation: { reason: 'no-gates' } });
      expect(await one.status()).toMatchObject({ gate_retries: 0 });
    },
  },
  {
    id: 'chosen-gate',
    now: 'Commands that an agent proposes are shown, and run when somebody has accepted them.',
    async shows() {
      const one = await bench({ 'package.json': '{"private":true,"type":"module"}\n' });
      await one.begin({ designerGate: undefined, testGate: undefined, fmtCmd: undefined, lintCmd: undefined });
      const mark = 'node -e require("fs").writeFileSync("ran","")';
      expect(await one.next()).toMatchObject({ action: { response_schema: 'GateDiscovery', read_only: true } });
      await one.report({ designer_gate: mark, test_gate: 'node --test' });
      expect(await one.next()).toMatchObject({ action: { response_schema: 'FormatterDiscovery' } });
      await one.report({ fmt_cmd: '', lint_cmd: '' });
      const stopped = await one.next();
      expect(stopped).toMatchObject({
        escalation: { reason: 'commands-proposed', proposal: { designer_gate: mark, test_gate: 'node --test' } },
      });
      expect(await one.resume()).toMatchObject({ escalation: { reason: 'commands-proposed' } });
      expect(existsSync(join(one.root, 'ran'))).toBe(false);
      expect(await one.status()).toMatchObject({ gates_from: 'agent', state: 'needs_llm' });
      expect(await one.resume({ acceptCommands: true })).not.toMatchObject({
        escalation: { reason: 'commands-proposed' },
      });
    },
  },
  {
    id: 'compile-as-test',
    now: 'A compile check in the place of the tests is seen, and proves neither red nor green.',
    async shows() {
      const one = await bench();
      await one.begin({ testGate: 'node check.mjs' });
      const { turns, end } = await one.walk();
      expect(turns.at(-1)).toBe('tester');
      expect(errorIn(end)).toContain('says nothing of tests');
    },
  },
  {
    id: 'exit-code-alone',
    now: 'Green needs each named test to be named as passed: a filter that selects none is red.',
    async shows() {
      const one = await started();
      const { end } = await one.walk({
        implementor: (_, turn) => {
          // All is well by its exit code, and nothing was run.
          one.write({ ...writtenBy('implementor', shapeOf(1)), 'src/area.mjs': `process.exit(0); // ${turn}\n` });
          return good;
        },
      });
      expect(errorIn(end)).toMatch(/^Gate failed after 2 retries: .*area is computed/s);
    },
  },
  {
    id: 'printed-tests',
    now: 'What code under test prints is no test that passed: its runner reports each, and one that began has to.',
    async shows() {
      const one = await started();
      const forged = "console.log('✔ area is computed (0.1ms)\\nℹ tests 1\\nℹ pass 1');\n";
      const exits = ['process.exit(0);', "process['exit'](0);", 'const { exit } = globalThis.process; exit(0);'];
      const { turns, end } = await one.walk({
        implementor: (_, turn) => {
          one.write({ 'src/area.mjs': `${forged}${exits[turn - 1]}\nexport const area = (a, b) => a - b;\n` });
          return good;
        },
      });
      expect(turns.filter((kind) => kind === 'implementor')).toHaveLength(3);
      expect(errorIn(end)).toMatch(/^Gate failed after 2 retries: .*area is computed/s);
    },
  },
  {
    id: 'unjudged-format',
    now: 'Formatters that fail are heard, and what they change is judged again before it is committed.',
    async shows() {
      const breaking = `import { writeFileSync } from 'node:fs';
import { readFileSync } from 'node:fs';
const text = readFileSync('src/area.mjs', 'utf8');
if (text.includes('ugly')) { console.error('cannot mend ugly'); process.exit(1); }
writeFileSync('src/area.mjs', text.includes('pretty') ? text : text.replace('*', '+'));
`;
      const one = await bench({ 'break.mjs': breaking });
      await one.begin({ lintCmd: 'node break.mjs' });
      const prompts: string[] = [];
      const endings = ['// ugly\n', '// plain\n', '// pretty\n'];
      const { turns, end } = await one.walk({
        implementor: (action, turn) => {
          prompts.push(action.prompt);
          const { 'src/area.mjs': text = '' } = writtenBy('implementor', shapeOf(1));
          one.write({ 'src/area.mjs': `${text}${endings[turn - 1]}` });
          return good;
        },
      });
      expect(turns.filter((kind) => kind === 'implementor')).toHaveLength(3);
      expect(prompts[1]).toContain('cannot mend ugly');
      expect(prompts[2]).toContain('area is computed');
      expect(end).toMatchObject({ action: { action: 'done' } });
      expect(one.read('src/area.mjs')).toContain('width * height;\n');
    },
  },
  {
    id: 'everything-staged',
    now: 'Only the paths of the commit are committed: neither state files nor what else is edited or staged.',
    async shows() {
      const one = await bench({ 'mine.txt': 'a\n', 'staged.txt': 'a\n' });
      one.write({ 'mine.txt': 'b\n', 'staged.txt': 'b\n', 'new.txt': 'new\n' });
      userGit(one.root, 'add', 'staged.txt');
      await one.begin();
      const { end } = await one.walk();
      expect(end).toMatchObject({ action: { action: 'done', left: ['mine.txt', 'new.txt', 'staged.txt'] } });
      expect(userGit(one.root, 'show', '--format=', '--name-only').split('\n')).toEqual([
        'src/area.mjs',
        'test/area.test.mjs',
      ]);
      expect(userGit(one.root, 'status', '--porcelain').split('\n')).toEqual([
        ' M mine.txt',
        'M  staged.txt',
        '?? .ic/',
        '?? new.txt',
      ]);
    },
  },
  {
    id: 'no-undo',
    now: 'What lay in the checkout before the work and after each attempt is kept, and can be put back.',
    async shows() {
      const one = await started();
      await one.walk({
        implementor: (_, turn) => {
          one.write({ 'src/area.mjs': `attempt ${turn}\n` });
          return good;
        },
      });
      const { snapshots } = await one.status();
      expect(Object.keys(snapshots)).toEqual(['start', 'designer', 'tester', 'latest']);
      expect(userGit(one.root, 'show', `${snapshots['designer']}:src/area.mjs`)).toContain('not written');
      const refs = userGit(one.root, 'for-each-ref', '--format=%(refname)', 'refs/phasewright/driver').split('\n');
      expect(refs.filter((ref) => ref.includes('/work/'))).toHaveLength(5);
      expect(userGit(one.root, 'rev-parse', 'HEAD')).toBe(one.repository.head);
    },
  },
  {
    id: 'no-rollback',
    now: 'By an explicit choice the checkout is put back as it was, to begin again or to give up, and nothing is lost.',
    async shows() {
      const one = await bench({ 'mine.txt': 'a\n', 'src/area.mjs': 'export const old = 1;\n' });
      one.write({ 'mine.txt': 'b\n' });
      await one.begin();
      const agents = {
        tester: () => {
          one.write({ ...writtenBy('tester', shapeOf(1)), 'stray.txt': 'stray\n' });
          return { status: 'problems', notes: 'It cannot be tested.' };
        },
      };
      const { end } = await one.walk(agents);
      expect(end).toMatchObject({
        escalation: { options: { 'start-over': expect.any(String), undo: expect.any(String) } },
      });
      expect(await one.resume({ choice: 'start-over' })).toMatchObject({ action: { phase: 'designer' } });
      expect(one.read('src/area.mjs')).toBe('export const old = 1;\n');
      expect(userGit(one.root, 'status', '--porcelain')).toBe(' M mine.txt\n?? .ic/');
      const [, kept = ''] = /kept as (\w+)/.exec((await one.status()).notes.join()) ?? [];
      expect(userGit(one.root, 'show', `${kept}:test/area.test.mjs`)).toContain('area is computed');
      // Each try begins on clean ground, and giving up leaves none of it.
      await one.walk(agents);
      expect(await one.resume({ choice: 'undo' })).toMatchObject({ escalation: { reason: 'abandoned' } });
      expect(existsSync(join(one.root, 'stray.txt'))).toBe(false);
      expect(one.read('mine.txt')).toBe('b\n');
      expect(await benchIn(one, 1).begin({ force: true })).toMatchObject({ ok: true });
    },
  },
  {
    id: 'shell',
    now: 'No command reaches a shell.',
    async shows() {
      for (const command of ['node check.mjs; touch pwned', 'node check.mjs $(touch pwned)', 'node check.mjs | cat']) {
        const one = await bench();
        await one.begin({ designerGate: command });
        expect(errorIn(await one.next())).toContain(`\`${command}\` needs a shell`);
        expect(existsSync(join(one.root, 'pwned'))).toBe(false);
      }
    },
  },
  {
    id: 'apostrophe',
    now: 'An answer comes through a pipe as it is, whatever stands in it, and no shell sees it.',
    async shows() {
      const one = await started();
      await one.next();
      const notes = `It's "nowhere"; $(touch pwned) \`touch pwned\` '; touch pwned; '`;
      const program = join(import.meta.dirname, '../../cli/phasewright.ts');
      const ran = spawnSync(process.execPath, [program, 'driver', 'report', '--state', one.state, '--result', '-'], {
        cwd: one.root,
        env: { ...process.env, PHASEWRIGHT_STATE: one.host.stateFolder },
        input: JSON.stringify({ status: 'problems', notes }),
        encoding: 'utf8',
      });
      expect({ status: ran.status, err: ran.stderr }).toEqual({ status: 0, err: '' });
      const heard = await one.next();
      expect('action' in heard && heard.action.action === 'spawn' ? heard.action.prompt : '').toContain(notes);
      expect(existsSync(join(one.root, 'pwned'))).toBe(false);
    },
  },
  {
    id: 'changed-state',
    now: 'A state file that somebody else has changed is named, and resume writes it anew and keeps the other.',
    async shows() {
      const one = await started();
      await one.walk({ tester: () => ({ status: 'problems', notes: 'x' }) });
      const text = one.read('.ic/commit-1.json');
      writeFileSync(one.state, text.replace('"needs_llm"', '"commit"'));
      expect(await one.next()).toMatchObject({ failure: { reason: 'agent-violation' } });
      expect(await one.report(good)).toMatchObject({ failure: { reason: 'agent-violation' } });
      expect(await one.status()).toMatchObject({ state: 'needs_llm' });
      expect(await one.resume()).toMatchObject({ action: { phase: 'tester' } });
      expect(one.read('.ic/commit-1.json.changed')).toContain('"commit"');
    },
  },
  {
    id: 'build-log-in-state',
    now: 'The state file holds what tells why a gate failed, and the name of the file with all of it.',
    async shows() {
      const noisy = `for (let i = 0; i < 5000; i++) console.log('noise ' + i);
console.log('✖ area is computed (0.1ms)');
process.exitCode = 1;
`;
      const one = await bench({ 'noisy.mjs': noisy });
      await one.begin({ testGate: 'node noisy.mjs' });
      await one.walk({
        implementor: (_, turn) => {
          one.write({ 'src/area.mjs': `// ${turn}\n` });
          return good;
        },
      });
      const status = await one.status();
      expect(status.last_gate_error.length).toBeLessThan(40_000);
      expect(status.last_gate_log.startsWith(one.root)).toBe(false);
      expect(readFileSync(status.last_gate_log, 'utf8')).toContain('noise 2500');
    },
  },
  {
    id: 'three-agents-always',
    now: 'A commit of a Makefile alone needs nobody but who writes it.',
    async shows() {
      const plan = planText([shapes[0]!])
        .replace(/^files = .*$/m, 'files = ["Makefile"]')
        .replace(/^tests = .*$/m, '');
      const one = await bench({ [planPath]: plan.replace('2 = [1]\n3 = [1]\n4a = [2, 3]\n', '') });
      await one.begin();
      const { turns, end } = await one.walk({
        implementor: () => {
          one.write({ Makefile: 'all:\n\ttrue\n' });
          return good;
        },
      });
      expect(turns).toEqual(['implementor', 'implementor style', 'scope']);
      expect(end).toMatchObject({ action: { action: 'done', files: ['Makefile'] } });
    },
  },
  {
    id: 'no-baseline',
    now: 'A test that failed before makes neither red pass nor green impossible, and is named.',
    async shows() {
      const broken = "import { test } from 'node:test';\ntest('was broken', () => { throw new Error('old'); });\n";
      const one = await bench({ 'test/old.test.mjs': broken });
      await one.begin();
      const passing = (Object.values(writtenBy('tester', shapeOf(1)))[0] ?? '').replace('area(2, 3)', '6');
      const { turns, end } = await one.walk({
        tester: (_, turn) => {
          one.write(turn === 1 ? { 'test/area.test.mjs': passing } : writtenBy('tester', shapeOf(1)));
          return good;
        },
      });
      expect(turns.filter((kind) => kind === 'tester')).toHaveLength(2);
      expect(end).toMatchObject({ action: { action: 'done' } });
      expect(await one.status()).toMatchObject({ failing_before: ['was broken'] });
    },
  },
  {
    id: 'two-writers',
    now: 'A second driver at the same state file is refused and told who is at it.',
    async shows() {
      const one = await started();
      const heard = await atDesk(one.host, one.state, false, async () => ({ ok: true, value: await one.next() }));
      expect(heard).toMatchObject({ value: { failure: { reason: 'claimed' } } });
      expect(await one.next()).toMatchObject({ action: { phase: 'designer' } });
    },
  },
  {
    id: 'changed-tests',
    now: 'Tests that the implementor changes go back to it, and then to the orchestrator.',
    async shows() {
      const one = await started();
      const { turns, end } = await one.walk({
        implementor: (_, turn) => {
          const { 'test/area.test.mjs': tests = '' } = writtenBy('tester', shapeOf(1));
          const weaker = tests.replace('6)', `6 || ${turn})`);
          one.write({ ...writtenBy('implementor', shapeOf(1)), 'test/area.test.mjs': weaker });
          return good;
        },
      });
      expect(turns.filter((kind) => kind === 'implementor')).toHaveLength(2);
      expect(errorIn(end)).toContain('test/area.test.mjs');
    },
  },
  {
    id: 'wrong-test',
    now: 'A test that a person has mended is taken when they say so, and charged to nobody.',
    async shows() {
      const one = await started();
      const { 'test/area.test.mjs': right = '' } = writtenBy('tester', shapeOf(1));
      const { end } = await one.walk({
        tester: () => (one.write({ 'test/area.test.mjs': right.replace('6)', '7)') }), good),
        implementor: () => ({ status: 'problems', notes: 'The test wants 7, the acceptance says 6.' }),
      });
      expect(end).toMatchObject({ escalation: { resume_state: 'implementor_phase' } });
      one.write({ 'test/area.test.mjs': right });
      // An agent may have written it as well.
      expect(errorIn(await one.resume())).toMatch(/--accept-tests.*test\/area\.test\.mjs.*git restore --source=/s);
      expect(await one.resume({ acceptTests: true })).toMatchObject({ action: { phase: 'implementor' } });
      const { turns, end: done } = await one.walk();
      expect(turns).toEqual(['implementor', 'implementor style', 'scope']);
      expect(done).toMatchObject({
        action: { action: 'done', notes: [expect.stringContaining('test/area.test.mjs')] },
      });
    },
  },
  {
    id: 'reformatted-tests',
    now: 'An implementor that has reformatted the tests is told how to put them back, and a person can allow it.',
    async shows() {
      const one = await started();
      const { 'test/area.test.mjs': tests = '' } = writtenBy('tester', shapeOf(1));
      const reformat = (turn: number): void =>
        one.write({
          ...writtenBy('implementor', shapeOf(1)),
          'test/area.test.mjs': `${tests.replace(';', '')}// ${turn}\n`,
        });
      const { end } = await one.walk({
        implementor: (action, turn) => {
          const [, source = '', path = ''] = /git restore --source=(\w+) -- '?:\/([^\s']+)/.exec(action.prompt) ?? [];
          reformat(turn);
          if (source !== '') userGit(one.root, 'restore', `--source=${source}`, '--', path);
          return good;
        },
      });
      expect(end).toMatchObject({ action: { action: 'done' } });
      expect(userGit(one.root, 'show', 'HEAD:test/area.test.mjs')).toBe(tests.trimEnd());
      const two = await started();
      const again = await two.walk({
        implementor: (_, turn) => {
          two.write({ ...writtenBy('implementor', shapeOf(1)), 'test/area.test.mjs': `${tests}// ${turn}\n` });
          return good;
        },
      });
      expect(again.end).toMatchObject({ escalation: { options: { allow: expect.any(String) } } });
      expect(await two.resume({ choice: 'allow' })).toMatchObject({ action: { style_review: true } });
    },
  },
  {
    id: 'cheats',
    now: 'What only looks done goes back to its writer, and before the orchestrator when it stays.',
    async shows() {
      const old =
        "import assert from 'node:assert';\nimport { test } from 'node:test';\ntest('was there', () => assert.ok(1 + 1));\n";
      // Who names a glob has not asked for a test to be skipped.
      const plan = planText().replaceAll(/"test\/\w+\.test\.mjs"/g, '"test/*.test.mjs"');
      const one = await bench({ [planPath]: plan, 'test/old.test.mjs': old });
      await one.begin();
      const prompts: string[] = [];
      const { end } = await one.walk({
        tester: (action, turn) => {
          prompts.push(action.prompt);
          const skipped = `${old.replace('test(', 'test.skip(')}// ${turn}\n`;
          one.write({ ...writtenBy('tester', shapeOf(1)), 'test/old.test.mjs': skipped });
          return good;
        },
      });
      expect(prompts).toHaveLength(2);
      expect(prompts[1]).toContain('test/old.test.mjs');
      expect(errorIn(end)).toMatch(/^Scope violations: .*test\/old\.test\.mjs/s);
      expect(end).toMatchObject({ escalation: { options: { allow: expect.any(String) } } });
    },
  },
  {
    id: 'changed-plan',
    now: 'A plan that changes under the work stops it.',
    async shows() {
      const one = await started();
      one.write({ [planPath]: planText().replace('area(2, 3) is 6', 'area is anything') });
      const heard = await one.next();
      expect(heard).toMatchObject({ escalation: { reason: 'plan-changed' } });
      one.write({ [planPath]: planText() });
      expect(await one.resume()).toMatchObject({ action: { phase: 'designer' } });
    },
  },
  {
    id: 'moved-head',
    now: 'An agent that commits by itself is seen, and its commit is no result.',
    async shows() {
      const one = await started();
      const { end } = await one.walk({
        designer: () => {
          commitFiles(one.root, writtenBy('implementor', shapeOf(1)), 'feat(shapes): add area');
          return good;
        },
      });
      expect(errorIn(end)).toContain('Unexpected HEAD');
      userGit(one.root, 'reset', '--soft', one.repository.head);
      expect(await one.resume()).toMatchObject({ action: { style_review: true } });
    },
  },
  {
    id: 'no-verdict',
    now: 'An answer that cannot be read is none; the turn is due again, and after three the orchestrator is.',
    async shows() {
      const one = await started();
      await one.next();
      for (const answer of ['done!', { status: 'fine' }]) {
        expect(await one.report(answer)).toMatchObject({ failure: { reason: 'bad-output' } });
        const again = await one.next();
        expect(again).toMatchObject({ action: { phase: 'designer' } });
        expect(JSON.stringify(again)).toContain('could not be read');
      }
      await one.report({});
      expect(await one.next()).toMatchObject({
        escalation: { reason: 'bad-output', resume_state: 'designer_phase' },
      });
      expect(await one.resume()).toMatchObject({ action: { phase: 'designer' } });
    },
  },
  {
    id: 'unasked-report',
    now: 'A report that nothing waits for changes nothing.',
    async shows() {
      const one = await started();
      await one.next();
      one.write(writtenBy('designer', shapeOf(1)));
      expect(await one.report(good)).toMatchObject({ ok: true });
      expect(await one.report(good)).toMatchObject({ failure: { reason: 'bad-output' } });
      expect(await one.status()).toMatchObject({ state: 'designer_gate' });
    },
  },
  {
    id: 'hook-refuses',
    now: 'The hooks of the checkout judge the commit; one that refuses it escalates, and nothing is lost.',
    async shows() {
      const one = await started();
      one.write({ '.git/hooks/pre-commit': '#!/bin/sh\ntest -e allowed || { echo "hook says no"; exit 1; }\n' });
      const { end } = await one.walk();
      expect(errorIn(end)).toMatch(/^Commit failed: hook says no/);
      expect(userGit(one.root, 'rev-parse', 'HEAD')).toBe(one.repository.head);
      one.write({ '.git/hooks/pre-commit': '#!/bin/sh\nexit 0\n' });
      expect(await one.resume()).toMatchObject({ action: { action: 'done' } });
    },
  },
  {
    id: 'hook-changes',
    now: 'What a hook has made of a commit is not done until it was judged.',
    async shows() {
      const one = await started();
      const zero = 'export function area() { return 0; }';
      const hook = `#!/bin/sh\necho '${zero}' > src/area.mjs\ngit add src/area.mjs\n`;
      one.write({ '.git/hooks/pre-commit': hook });
      const { end } = await one.walk();
      expect(errorIn(end)).toMatch(/^Commit failed: a hook has changed src\/area\.mjs/);
      expect(await benchIn(one, 2).begin({ force: true })).toMatchObject({ failure: { reason: 'earlier-phase' } });
      expect(errorIn(await one.resume())).toContain('git reset --soft');
      userGit(one.root, 'reset', '--soft', one.repository.head);
      one.write({ '.git/hooks/pre-commit': '#!/bin/sh\nexit 0\n' });
      // The gates are red on it, and it goes back.
      expect(await one.resume()).toMatchObject({ action: { phase: 'implementor' } });
      expect((await one.walk()).end).toMatchObject({ action: { action: 'done' } });
    },
  },
  {
    id: 'left-behind',
    now: 'What a gate leaves behind is named, charged to nobody and never committed.',
    async shows() {
      const leave =
        "import { writeFileSync } from 'node:fs';\nimport './check.mjs';\nwriteFileSync('out.log', String(Date.now()));\n";
      const one = await bench({ 'leave.mjs': leave });
      await one.begin({ designerGate: 'node leave.mjs' });
      const { turns, end } = await one.walk();
      expect(turns.filter((kind) => !kind.includes(' '))).toEqual(['designer', 'tester', 'implementor', 'scope']);
      expect(end).toMatchObject({ action: { files: ['src/area.mjs', 'test/area.test.mjs'], left: ['out.log'] } });
      expect(JSON.stringify(end)).toContain('leave files behind that git does not ignore: out.log');
    },
  },
  {
    id: 'two-begin',
    now: 'Of two commits that are begun at once in one checkout, one is refused.',
    async shows() {
      const one = await bench({ [planPath]: planText().replace('3 = [1]', '3 = []') });
      const both = await Promise.all([one.begin(), benchIn(one, 3).begin()]);
      expect(both.filter(({ ok: isBegun }) => isBegun)).toHaveLength(1);
      expect(both).toContainEqual(expect.objectContaining({ failure: expect.objectContaining({ reason: 'claimed' }) }));
    },
  },
];

async function started(): Promise<Bench> {
  const one = await bench();
  const begun = await one.begin();
  if (!begun.ok) throw new Error(begun.failure.message);
  return one;
}

function note(prompts: Record<string, string>, role: string, prompt: string, one: Bench): unknown {
  prompts[role] = prompt;
  one.write(writtenBy(role, shapeOf(1)));
  return good;
}
