/**
 * Whether a test has failed by something else than what it asserts, or than what it calls saying that it is not written:
 * something that it needs is not there, or does not answer, or is not called as it is declared. `message` begins with the
 * name of the error where there is one. What is not known is not held against anybody.
 */
export function isWrongFailure(message: string): boolean {
  return !asserts.test(message) && (missing.test(message) || wrongForms.some((form) => form.test(message)));
}

/** The same of a line of output, where nobody knows whose it is: it has to begin so. */
export function isWrongLine(line: string): boolean {
  const bare = line.trim().replace(leading, '');
  return !asserts.test(bare) && wrongForms.some((form) => form.test(bare));
}

/** What runners put in front of a message. */
const leading = /^(?:E +|Caused by: |error: |Uncaught |\[\w+\]: )+/;

/** A test may well assert what an error says. */
const asserts = /^(?:Error: )?(?:[\w.]*Assert\w*|assert|expect)\b|^(?:[\w.]+: )?expected\b/i;

/** Codes of what the system refuses. */
const missing =
  /\bE(?:NOENT|ACCES|PERM|CONNREFUSED|CONNRESET|ADDRINUSE|NOTFOUND|AI_AGAIN|HOSTUNREACH|TIMEDOUT|MFILE|ISDIR|NOTDIR)\b/;

const wrongForms: readonly RegExp[] = [
  /^(?:Error: )?(?:spawn(?:Sync)? \S+|connect|listen|getaddrinfo|\w{1,20}:)? ?E(?:NOENT|ACCES|CONNREFUSED|ADDRINUSE|NOTFOUND)\b/,
  // Names that are not there, and what cannot be read at all.
  /^(?:SyntaxError|ReferenceError|ImportError|ModuleNotFoundError|NameError|IndentationError|TabError|UnboundLocalError)\b/,
  /^(?:Error: )?(?:Cannot find (?:module|package)|Failed to (?:load|resolve|parse)) /,
  /^(?:FileNotFoundError|PermissionError|NotADirectoryError|IsADirectoryError|ConnectionError|Connection\w+Error|OSError)\b/,
  /^fixture '[^']*' not found/,
  // What is called otherwise than it is declared. What does nothing gives back nothing: that is no fault of the test.
  /^TypeError: .{0,300} (?:is not (?:a function|a constructor|callable)\b|missing \d+ required|takes (?:no|from|exactly|at|\d+)\b|got an unexpected keyword)/,
  /^AttributeError: (?!'NoneType' )/,
  // Nobody knows what it would have said.
  /^(?:Error: )?(?:Test|Hook) timed out in \d|^(?:Error: )?Timeout of \d+ ?ms exceeded|^(?:\w+: )?(?:thrown: )?"?Exceeded timeout of |^(?:\w+: )?test timed out after /i,
  /^(?:Failed: Timeout|TimeoutError|\w+TimeoutError)\b/,
];
