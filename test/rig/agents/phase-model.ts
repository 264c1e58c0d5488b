import { join } from 'node:path';
import type { ModelRequest } from '../model/request.ts';
import type { Script } from '../model/server.ts';
import type { Says, ToolCall } from '../model/step.ts';

/** For whom the model is called: which call of an agent it is, as far as a model can tell. */
export interface Caller {
  /** The task's id, or `phase`. */
  readonly task: string;
  readonly role: 'implementer' | 'reviewer' | 'polisher' | 'reader';
  /** Which call for this task and role, from 1. */
  readonly time: number;
}

/** What the model does in one call of an agent. */
export interface Doing {
  /** Path in the worktree → text. */
  readonly files?: Readonly<Record<string, string>>;
  /** The commit and nonce of a verdict are filled in. */
  readonly answer: Readonly<Record<string, unknown>>;
}

/** A model for all agents of a phase of project `demo`, of either API: it writes files by the agent's tools, then answers. */
export function phaseModel(behave: (caller: Caller) => Doing): Script {
  const begun = new Map<string, { time: number; steps: Says[] }>();
  return (request) => {
    const { task, role, worktree } = callerOf(request);
    const key = `${task} ${role}`;
    const call = begun.get(key) ?? { time: 0, steps: [] };
    begun.set(key, call);
    if (call.steps.length === 0) {
      call.time += 1;
      const { files = {}, answer } = behave({ task, role, time: call.time });
      const written = Object.entries(files).map(([path, text]) => [join(worktree, path), text] as const);
      const verdict =
        role === 'implementer' || role === 'polisher' ? {} : { ...lastVerdictAsked(request), ...empty[role] };
      call.steps = dialects[request.api](written, { ...nothing(request), ...verdict, ...withNulls(answer) });
    }
    return call.steps.shift() ?? { text: 'There is nothing left to do.' };
  };
}

const empty = { reviewer: { summary: '', findings: [] }, reader: { summary: '', gaps: [] } };

type Written = readonly (readonly [path: string, text: string])[];

/** How each agent's tools write files, and how it gives an answer. */
const dialects: Readonly<Record<ModelRequest['api'], (files: Written, answer: object) => Says[]>> = {
  messages: (files, answer) => [
    // What is there already may be written only once it was read.
    ...says(files.map(([file_path]) => ({ name: 'Read', input: { file_path } }))),
    ...says(files.map(([file_path, content]) => ({ name: 'Write', input: { file_path, content } }))),
    { tools: [{ name: 'StructuredOutput', input: answer }] },
  ],
  responses: (files, answer) => [
    ...says(files.map(([path, text]) => ({ name: 'exec_command', input: { cmd: shellWrite(path, text) } }))),
    { json: answer },
  ],
};

function says(tools: readonly ToolCall[]): Says[] {
  return tools.length === 0 ? [] : [{ tools }];
}

function shellWrite(path: string, text: string): string {
  const encoded = Buffer.from(text).toString('base64');
  return `mkdir -p "$(dirname '${path}')" && echo ${encoded} | base64 -d > '${path}'`;
}

/** The worktree tells the task, and what is asked for the role. */
function callerOf(request: ModelRequest): Omit<Caller, 'time'> & { readonly worktree: string } {
  const told = request.told.map(({ text }) => text).join('\n');
  const [worktree, name = ''] = /\/[^\s<>"']*\/\.worktrees\/demo-([\w.-]*\w)/.exec(told) ?? [];
  if (worktree === undefined) throw new Error('The model was told no worktree');
  return { task: name.startsWith('phase-') ? 'phase' : name, role: roleOf(request, name), worktree };
}

/** The role of the agent that calls, by the form of the answer that it asks for, and by its worktree. */
export function roleOf({ body }: ModelRequest, worktree = ''): Caller['role'] {
  const form = JSON.stringify([body['text'], body['tools']]);
  if (form.includes('"verdict"')) return 'reviewer';
  if (form.includes('"gaps"')) return 'reader';
  return worktree.endsWith('-polish') ? 'polisher' : 'implementer';
}

/** Claude holds its model to the schema: what an answer leaves out has to be there, as null. */
function nothing({ body }: ModelRequest): Record<string, null> {
  const tools = (body['tools'] ?? []) as { readonly name?: string; readonly input_schema?: { required?: string[] } }[];
  const names = tools.find(({ name }) => name === 'StructuredOutput')?.input_schema?.required ?? [];
  return Object.fromEntries(names.map((name) => [name, null]));
}

/** The same of each finding. */
function withNulls(answer: Doing['answer']): object {
  const { findings } = answer;
  if (!Array.isArray(findings)) return answer;
  const nothingSaid = { id: null, quote: null, kind: null };
  return { ...answer, findings: findings.map((finding: object) => ({ ...nothingSaid, ...finding })) };
}

function lastVerdictAsked(request: ModelRequest): { commit: string; nonce: string } {
  const told = request.told.map(({ text }) => text).join('\n');
  const [, commit = '', nonce = ''] =
    [...told.matchAll(/commit ([0-9a-f]{40}) and with the nonce ([\w-]+)/g)].at(-1) ?? [];
  return { commit, nonce };
}
