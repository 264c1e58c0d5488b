/** How the runner starts a script: the words of the command with the script's file in them, and the file's ending. */
export function shellCommand(shell: string | undefined, script: string): { argv: readonly string[]; ending: string } {
  const name = shell?.trim() ?? '';
  // Without a shell there is no `pipefail`, and `-e` alone; a shell that is named gets the runner's full list.
  if (name === '') return { argv: ['bash', '-e', script], ending: '.sh' };
  const known = shells[name];
  if (known !== undefined) return { argv: [name, ...known.options, script], ending: known.ending };
  if (!name.includes('{0}')) {
    throw new Error(
      "Invalid shell option. Shell must be a valid built-in (bash, sh, cmd, powershell, pwsh) or a format string containing '{0}'",
    );
  }
  return { argv: name.split(/\s+/).map((word) => word.replaceAll('{0}', script)), ending: '' };
}

const shells: Readonly<Record<string, { options: readonly string[]; ending: string }>> = {
  bash: { options: ['--noprofile', '--norc', '-e', '-o', 'pipefail'], ending: '.sh' },
  sh: { options: ['-e'], ending: '.sh' },
  python: { options: [], ending: '.py' },
};
