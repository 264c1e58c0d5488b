import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { validate, type ActionsMetadataProvider } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { standIns } from '../runner/stand-ins/index.ts';
import type { Finding } from './lint.ts';

/** What GitHub's language service says: schema, contexts, `needs`, inputs of the actions that we know. */
export async function languageFindings(root: string, path: string): Promise<Finding[]> {
  const uri = pathToFileURL(join(root, path)).href;
  const document = TextDocument.create(uri, 'yaml', 0, readFileSync(join(root, path), 'utf8'));
  const diagnostics = await validate(document, {
    actionsMetadataProvider,
    fileProvider: {
      getFileContent: async (reference) => {
        if (!('path' in reference) || 'repository' in reference) throw new Error('Not in this repository');
        const name = join(root, reference.path);
        return await Promise.resolve({ name, content: readFileSync(name, 'utf8') });
      },
    },
  });
  return diagnostics.map(({ message, range }) => ({
    path,
    line: range.start.line + 1,
    message: typeof message === 'string' ? message : message.value,
  }));
}

/** The inputs of others' actions, as their stand-ins have them: one that we do not know is a finding. */
const actionsMetadataProvider: ActionsMetadataProvider = {
  async fetchActionMetadata({ owner, name, path }) {
    const full = [owner, name, path].filter((part) => part !== undefined && part !== '').join('/');
    const inputs = standIns[full]?.inputs;
    if (inputs === undefined) return await Promise.resolve(undefined);
    const described = Object.keys(inputs).map((input) => [input, { description: input }]);
    return { name: full, description: full, inputs: Object.fromEntries(described) };
  },
};
