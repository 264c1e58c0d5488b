/** Characters of one thing said, and of all that one turn says, that people are shown; the transcript holds more. */
const mostAtOnce = 2_000;
const mostPerTurn = 256 * 1024;

/** What somebody may read of a text that an agent has given, however long that is. */
export function shortened(text: string, clean: (text: string) => string): string {
  // Cut twice: what is to be cleaned away may lie across the first cut.
  const shown = clean(beginningOf(text));
  return shown.length > mostAtOnce ? `${shown.slice(0, mostAtOnce)}…` : shown;
}

/** Enough of a text to be shortened later, as a copy: a part of a text would keep all of it in memory. */
export function beginningOf(text: string): string {
  if (text.length <= 2 * mostAtOnce) return text;
  return JSON.parse(JSON.stringify(text.slice(0, 2 * mostAtOnce))) as string;
}

/** Passes on what an agent says, cut to what somebody may read: an agent that prints without end fills no disk with it. */
export function briefly(say: (text: string) => void, clean: (text: string) => string): (text: string) => void {
  let left = mostPerTurn;
  return (text) => {
    if (left <= 0) return;
    const shown = shortened(text, clean);
    say(shown);
    left -= Math.max(1, shown.length);
    if (left <= 0) say('… says more than is shown here; it stands in the transcript');
  };
}
