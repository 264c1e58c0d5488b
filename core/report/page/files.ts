import { mapsToNothing } from '../attention.ts';
import { markup, type Markup } from '../markup.ts';
import type { ChangedFile, Report, TracedFinding } from '../report.ts';
import { citation, count, digits, ownWords } from '../wording.ts';
import { anchor } from './anchor.ts';
import { mark } from './icon.ts';
import { taskLink } from './link.ts';
import { foldedAfter, none, table, type Section } from './section.ts';

/** Every changed file with who asked for it; those that nobody asked for come first. */
export function filesSection(report: Report): Section {
  const { filesChanged } = report;
  const lost = filesChanged.filter(mapsToNothing);
  const rest = filesChanged.filter((file) => !mapsToNothing(file));
  const added = filesChanged.reduce((sum, file) => sum + file.added, 0);
  const removed = filesChanged.reduce((sum, file) => sum + file.removed, 0);
  const show = (files: readonly ChangedFile[], caption: string): Markup => fileTable(report, files, caption);
  return {
    id: 'files',
    title: 'Files changed, and why',
    says:
      lost.length > 0
        ? `${lost.length} map${lost.length === 1 ? 's' : ''} to nothing`
        : count(filesChanged.length, 'file'),
    tone: lost.length > 0 ? 'bad' : filesChanged.length > 0 ? 'good' : 'idle',
    content:
      filesChanged.length === 0
        ? none
        : markup`<p class="lead">${count(filesChanged.length, 'file')}, <span class="added">+${digits(added)}</span> <span class="removed">−${digits(removed)}</span>. Told from the commits: the task whose commit touches a file, the findings fixed in it or by its commits, the criteria that name it.</p>
${lost.length > 0 && markup`<h3 class="bad tone">${mark('bad')}Maps to nothing <span class="muted">${lost.length}</span></h3>${show(lost, 'Files that map to no task, criterion or finding')}<h3>Maps to something <span class="muted">${rest.length}</span></h3>`}
${lost.length === 0 && markup`<p class="tone good small">${mark('good')}Every file maps to something.</p>`}
${foldedAfter(mostShown, rest, { more: (many) => count(many, 'more file'), show: (files) => (files.length > 0 ? show(files, 'Files and what they map to') : none) })}`,
  };
}

const mostShown = 25;

function fileTable(report: Report, files: readonly ChangedFile[], caption: string): Markup {
  const head = ['File', 'Change', 'Task', 'Named by', 'Also'];
  return table(
    { caption, className: 'files', head },
    files.map((file) => row(report, file)),
  );
}

function row({ findings }: Report, file: ChangedFile): Markup {
  const tasks = file.tasks.map(
    ({ id, declared }) =>
      markup`${taskLink(id)}${declared === false && markup` <span class="badge open">not declared</span>`} `,
  );
  const criteria = file.criteria.map(
    (index) => markup`<a href="#${anchor('criterion', index + 1)}">criterion ${index + 1}</a> `,
  );
  return markup`<tr id="${anchor('file', file.path)}"><th scope="row"><code>${file.path}</code></th><td class="figures">${changeWords[file.change] !== '' && markup`<span class="muted">${changeWords[file.change]}</span> `}<span class="added">+${digits(file.added)}</span> <span class="removed">−${digits(file.removed)}</span></td>
<td>${tasks}</td><td>${criteria}</td><td>${file.own !== null && `${ownWords[file.own]} `}${file.findings.map((index) => fixFor(file, findings[index]))}</td></tr>`;
}

function fixFor(file: ChangedFile, one: TracedFinding | undefined): Markup | null {
  if (!one) return null;
  const { finding, outcome } = one;
  return markup`<a href="#review" title="${citation(finding)}">${finding.severity} ${outcome}</a>${finding.path !== file.path && markup` <span class="muted">not the finding’s file</span>`} `;
}

const changeWords: Record<ChangedFile['change'], string> = { added: 'new', removed: 'gone', changed: '' };
