/** A moment as the clock on the wall shows it, to the minute; with the day where that is not today's: `09:20`, `2026-03-02 09:20`. */
export function momentOf(at: string, today = new Date()): string {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return at;
  const time = `${two(moment.getHours())}:${two(moment.getMinutes())}`;
  return dayOf(moment) === dayOf(today) ? time : `${dayOf(moment)} ${time}`;
}

function dayOf(moment: Date): string {
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
