import { fail, ok, type Result } from '../../core/failure.ts';
import { visibleLine } from '../../core/visible.ts';

/** What a person may say of a phase in a comment. */
export type PhaseCommand =
  | { readonly do: 'status' }
  | { readonly do: 'answer'; readonly question: string; readonly choice: string; readonly text: string }
  | { readonly do: 'resume'; readonly phase?: string }
  | { readonly do: 'stop' };

/**
 * What a comment asks for, if its first line begins with `/phase`; undefined where it does not. What is behind the first line
 * is for people.
 */
export function phaseCommand(body: string): Result<PhaseCommand> | undefined {
  const [line = ''] = body.trimStart().split(/\r\n|\r|\n/);
  if (!/^\/phase(?:\s|$)/.test(line)) return undefined;
  const [, name = '', ...words] = line.trim().split(/\s+/);
  const unread = fail('bad-option', `Unexpected "${visibleLine(line)}", expected one of:\n${forms.join('\n')}`);
  switch (name) {
    case 'status':
    case 'stop':
      return words.length === 0 ? ok({ do: name }) : unread;
    case 'resume':
      return words.length > 1 || !words.every(isName) ? unread : ok({ do: name, ...(words[0] && { phase: words[0] }) });
    case 'answer': {
      const [question, choice, ...text] = words;
      if (question === undefined || choice === undefined || !isName(question) || !isName(choice)) return unread;
      return ok({ do: name, question, choice, text: visibleLine(text.join(' ')) });
    }
    default:
      return unread;
  }
}

/** As people write them. */
const forms = [
  '/phase status',
  '/phase answer <question> <option> [what you want to say besides]',
  '/phase resume [<phase>]',
  '/phase stop',
];

function isName(text: string): boolean {
  return /^\w[\w.-]{0,199}$/.test(text);
}
