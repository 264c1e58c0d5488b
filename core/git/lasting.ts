/**
 * Answers that last: objects are named by their content, so what git has said of some by their whole names it would say
 * again, in whichever worktree of the repository it is asked. Only what was found is kept; what is not there may come.
 */
export interface Lasting<T> {
  get(args: readonly string[]): T | undefined;
  keep(args: readonly string[], answer: T, size: number): void;
}

/** Characters in all, and of one answer. What is longer is asked again. */
const most = { inAll: 32 * 1024 * 1024, ofOne: 1024 * 1024 };

export function lasting<T>(): Lasting<T> {
  const known = new Map<string, T>();
  let kept = 0;
  return {
    get: (args) => (known.size > 0 && lasts(args) ? known.get(keyOf(args)) : undefined),
    keep(args, answer, size) {
      if (size > most.ofOne || !lasts(args)) return;
      if (kept + size > most.inAll) {
        known.clear();
        kept = 0;
      }
      known.set(keyOf(args), answer);
      kept += size;
    },
  };
}

function keyOf(args: readonly string[]): string {
  return args.join('\0');
}

/** Does git look at nothing but objects that are named by their whole names? Neither at refs, nor at an index, nor at files. */
function lasts([command = '', ...rest]: readonly string[]): boolean {
  const asked = commands[command];
  if (!asked || !rest.includes(asked.needs) || rest.includes('--')) return false;
  const names = rest.slice(rest.indexOf(asked.needs) + 1).filter((one) => !one.startsWith('-'));
  return names.length >= asked.names && names.every((name) => asked.name.test(name));
}

/** Per command, the option that it has to be asked with, how many objects it names at least, and what a name looks like. */
const commands: Readonly<Partial<Record<string, { needs: string; names: number; name: RegExp }>>> = {
  'cat-file': { needs: 'blob', names: 1, name: /^[0-9a-f]{40,64}(:.*)?$/s },
  diff: { needs: '--name-only', names: 2, name: /^[0-9a-f]{40,64}$/ },
  'diff-tree': { needs: '-r', names: 2, name: /^[0-9a-f]{40,64}$/ },
  'ls-tree': { needs: '--full-tree', names: 1, name: /^[0-9a-f]{40,64}$/ },
  'rev-parse': { needs: '--verify', names: 1, name: /^[0-9a-f]{40,64}\^\{tree\}$/ },
  show: { needs: '-s', names: 1, name: /^[0-9a-f]{40,64}$/ },
};
