/** One request that reached the server, and what it says, whichever API it is for. */
export interface ModelRequest {
  readonly api: 'messages' | 'responses';
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Body;
  readonly bytes: number;
  readonly model: string;
  /** Names of the tools that the model may call. */
  readonly tools: readonly string[];
  /** All that was told so far, in order: instructions, prompts, answers of the model and results of its tools. */
  readonly told: readonly Told[];
  /** A title or a probe, outside the conversation: it offers no tools. */
  readonly aside: boolean;
}

export interface Told {
  readonly by: 'system' | 'user' | 'model' | 'tool';
  readonly text: string;
}

export type Body = Readonly<Record<string, unknown>>;

export function readRequest(api: ModelRequest['api'], from: Pick<ModelRequest, 'path' | 'headers' | 'body' | 'bytes'>) {
  const { body } = from;
  const told = api === 'messages' ? toldInMessages(body) : toldInResponses(body);
  const tools = listOf(body['tools']).map((tool) => textOf(tool['name'] ?? tool['type']));
  const request: ModelRequest = {
    api,
    ...from,
    model: textOf(body['model']),
    tools,
    told,
    // Some models of codex get their tools in the conversation, so there it does not tell.
    aside: api === 'messages' && tools.length === 0,
  };
  return request;
}

/** What the tools have answered so far, in order. */
export function resultsOf(request: ModelRequest): readonly string[] {
  return request.told.filter(({ by }) => by === 'tool').map(({ text }) => text);
}

function toldInMessages(body: Body): Told[] {
  const told: Told[] = [{ by: 'system', text: contentText(body['system']) }];
  for (const message of listOf(body['messages'])) {
    const { content } = message;
    const results = listOf(content).filter((block) => block['type'] === 'tool_result');
    for (const result of results) told.push({ by: 'tool', text: contentText(result['content']) });
    const text = contentText(content);
    if (text !== '') told.push({ by: message['role'] === 'assistant' ? 'model' : 'user', text });
  }
  return told;
}

function toldInResponses(body: Body): Told[] {
  const told: Told[] = [{ by: 'system', text: textOf(body['instructions']) }];
  for (const item of listOf(body['input'])) {
    const by = responseRoles[textOf(item['role'])];
    if (by) told.push({ by, text: contentText(item['content']) });
    if (textOf(item['type']).endsWith('_output')) told.push({ by: 'tool', text: contentText(item['output']) });
  }
  return told;
}

const responseRoles: Readonly<Record<string, Told['by']>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'model',
};

/** Text, or the texts of a list of content blocks. */
function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  return listOf(content)
    .map((block) => textOf(block['text']))
    .filter((text) => text !== '')
    .join('\n');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function listOf(value: unknown): Body[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'object' && entry !== null) : [];
}
