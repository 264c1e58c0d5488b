import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { validate, type ActionsMetadataProvider } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { standIns } from '../runner/stand-ins/index.ts';
import { find, loadAction, pairsOf, textOf } from '../runner/document.ts';
import type { Finding, Own } from './lint.ts';

/** What GitHub's language service says: schema, contexts, `needs`, inputs of the actions that we know. */
export async function languageFindings(root: string, path: string, own?: Own): Promise<Finding[]> {
  const uri = pathToFileURL(join(root, path)).href;
  const document = TextDocument.create(uri, 'yaml', 0, readFileSync(join(root, path), 'utf8'));
  const diagnostics = await validate(document, {
    actionsMetadataProvider: actionsOf(root, own),
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

/** The inputs of others' actions, as their stand-ins have them, and of our own: one that we do not know is a finding. */
function actionsOf(root: string, own: Own | undefined): ActionsMetadataProvider {
  return {
    async fetchActionMetadata({ owner, name, path = '' }) {
      const full = [owner, name, path].filter((part) => part !== '').join('/');
      const isOwn = `${owner}/${name}` === own?.repository && existsSync(join(root, path, 'action.yml'));
      const inputs = isOwn ? inputsOf(join(root, path, 'action.yml')) : standIns[full]?.inputs;
      if (inputs === undefined) return await Promise.resolve(undefined);
      const described = Object.entries(inputs).map(([input, value]) => [
        input,
        { description: input, required: value === null },
      ]);
      return { name: full, description: full, inputs: Object.fromEntries(described) };
    },
  };
}

/** Name → default; null where one has to be given. */
function inputsOf(path: string): Record<string, string | null> {
  const inputs = pairsOf(find(loadAction(path).root, 'inputs'));
  return Object.fromEntries(
    inputs.map(([name, input]) => [name, textOf(find(input, 'required')) === 'true' ? null : '']),
  );
}
