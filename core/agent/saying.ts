/** Characters of one thing said, and of all that one turn says, that people are shown; the transcript holds more. */
const mostAtOnce = 2_000;
const mostPerTurn = 256 * 1024;

/** Passes on what an agent says, cut to what somebody may read: an agent that prints without end fills no disk with it. */
export function briefly(say: (text: string) => void, clean: (text: string) => string): (text: string) => void {
  let left = mostPerTurn;
  return (text) => {
    if (left <= 0) return;
    // Cut twice: what is to be cleaned away may lie across the first cut.
    const shown = clean(text.slice(0, 2 * mostAtOnce));
    say(shown.length > mostAtOnce ? `${shown.slice(0, mostAtOnce)}…` : shown);
    left -= Math.max(1, shown.length);
    if (left <= 0) say('… says more than is shown here; it stands in the transcript');
  };
}
