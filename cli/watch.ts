import type { Host } from '../core/host/host.ts';

/** How often is looked, in milliseconds. */
const every = 2000;

/**
 * Shows a text again whenever it has changed, until this process is told to stop. On a terminal in place, on a screen of its
 * own, and the last one stays when that is left; elsewhere one block after the other.
 */
export async function watch(host: Pick<Host, 'stopsWithin'>, look: () => Promise<string>): Promise<void> {
  const { stdout } = process;
  const isScreen = stdout.isTTY;
  let shown: string | undefined;
  const draw = (text: string): void => {
    if (isScreen) stdout.write(`${home}${fitting(text, stdout.rows)}`);
    else stdout.write(text);
  };
  const drawAgain = (): void => draw(shown ?? '');
  if (isScreen) {
    stdout.write(enter);
    stdout.on('resize', drawAgain);
  }
  try {
    do {
      const text = await look();
      if (text !== shown) draw(text);
      shown = text;
    } while (!(await host.stopsWithin(every)));
  } finally {
    if (isScreen) {
      stdout.off('resize', drawAgain);
      stdout.write(`${leave}${shown ?? ''}`);
    }
  }
}

/** Another screen, without a cursor; and back. */
const enter = '\u001B[?1049h\u001B[?25l';
const leave = '\u001B[?25h\u001B[?1049l';
/** To the upper left corner, and nothing of before. */
const home = '\u001B[H\u001B[J';

/** What a screen has room for: a longer text would roll away at the top. */
function fitting(text: string, rows: number): string {
  const lines = text.trimEnd().split('\n');
  if (lines.length < rows) return `${lines.join('\n')}\n`;
  const hidden = lines.length - rows + 2;
  return `${lines.slice(0, rows - 2).join('\n')}\n… ${hidden} more lines\n`;
}
