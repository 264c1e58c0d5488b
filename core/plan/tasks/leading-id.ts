/** What stands in front of a title. */
export interface LeadingId {
  readonly id: string;
  /** A decimal with nothing but a blank around it, as in `1.2 Parser` and in `3.11 support`. */
  readonly isBareDecimal: boolean;
  /** Where the title starts. */
  readonly end: number;
  /** Marks that open in front of the id and close behind words of the title; empty where there are none. */
  readonly marks: string;
}

/**
 * The id at the start of an item: `**T001** Do it`, `1.1 Do it`, `2a. Do it`, `[T003] Do it`, `Task 1.1: Do it`,
 * `P0-A: Do it`. A number or a word such as `UTF-8` is one only where punctuation ends it.
 */
export function leadingId(title: string): LeadingId | null {
  const [whole = '', marks = '', open = '', word = '', id = '', close = '', tail = '', dash = ''] =
    pattern.exec(title) ?? [];
  if (id === '' || (open === '') !== (close === '')) return null;
  const isClosed = marks !== '' && tail.includes(marks);
  const isDecimal = /^\d[^.]*\./.test(id);
  // `**P0-2** — one encoder` cites a finding by its severity, as several steps may; it needs a colon to be an id.
  const isNamed = /^(?!P\d-)[A-Z]/.test(id) && (isClosed || open !== '');
  if (!isDecimal && !isNamed && !certain.test(id) && (open !== '' || !/[.:)：、]/.test(tail))) return null;
  const isOpen = marks !== '' && !isClosed;
  if (isOpen && !title.includes(marks, whole.length)) return null;
  const isBareDecimal = isDecimal && `${marks}${open}${word}${tail}${dash}` === '';
  return { id, isBareDecimal, end: whole.length, marks: isOpen ? marks : '' };
}

const number = String.raw`\d{1,9}[A-Za-z]?(?:\.\d{1,9}[A-Za-z]?){0,8}`;
const pattern = new RegExp(
  String.raw`^([*_\`~]{0,3})([[(（]?)((?:[Tt]ask\s|任务|任務|タスク)?\s?)` +
    String.raw`((?:[A-Z]{1,10}\d{0,3}-)?[A-Z]{0,2}${number}|[A-Z]{1,4}\d{1,3}-[A-Z])` +
    String.raw`([\])）]?)([.:)：、]?[*_\`~]{0,3}[.:)：、]?)(?:\s+([—–]\s+)?|(?<=[：、])|$)(?![+&/,])`,
);

/** No sentence starts with these: `T001`, `F-01`. */
const certain = /^(?:T-?\d+[a-z]?|[A-Z]-\d{2,}|[A-Z]{2,10}-0\d+)$/;
