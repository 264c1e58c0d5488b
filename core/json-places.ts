/**
 * Where the members and items of a JSON text stand, which `JSON.parse` does not tell. The text must be JSON. Answers the
 * offset of a member's key or of an item; for what is not there, of the nearest thing around it that is.
 */
export function jsonPlaces(text: string): (path: readonly PropertyKey[]) => number {
  const places = new Map<string, number>();
  /** The way to the value that is being read: a key, an index, or null behind `{` where the key is still to come. */
  const way: (string | number | null)[] = [];
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const last = way.at(-1);
    if (token === '}' || token === ']') way.pop();
    else if (token === ',') way[way.length - 1] = typeof last === 'number' ? last + 1 : null;
    else if (token !== ':') {
      if (last === null) way[way.length - 1] = String(JSON.parse(token));
      // The value of a key stands where the key does.
      const here = keyOf(way);
      if (!places.has(here)) places.set(here, index);
      if (token === '{') way.push(null);
      else if (token === '[') way.push(0);
    }
  }
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const place = places.get(keyOf(path.slice(0, length)));
      if (place !== undefined) return place;
    }
    return places.get(keyOf([])) ?? 0;
  };
}

function keyOf(path: readonly (PropertyKey | null)[]): string {
  return JSON.stringify(path.map((step) => (typeof step === 'symbol' ? null : step)));
}
