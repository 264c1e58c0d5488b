import { type Markup } from '../markup.ts';

/** Conveniences, each of which the page does without: copying, finding a task, ways from the drawings, a whole print. */
export const pageScript: Markup = {
  html: `
'use strict';
for (const block of navigator.clipboard ? document.querySelectorAll('pre.command') : []) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', 'Copy the command ' + block.textContent);
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(block.querySelector('code').textContent);
    button.textContent = 'Copied';
  });
  block.append(button);
}

function show(id) {
  const target = document.getElementById(id);
  if (!target) return;
  for (let at = target; at; at = at.parentElement) if (at.localName === 'details') at.open = true;
  target.scrollIntoView();
}
addEventListener('hashchange', () => show(decodeURIComponent(location.hash.slice(1))));
if (location.hash) show(decodeURIComponent(location.hash.slice(1)));
// Again as well: what a second click leads to may have been folded since, and the address stays as it is.
addEventListener('click', ({ target }) => {
  const way = target.closest('[data-to], a[href^="#"]');
  if (!way) return;
  const id = way.dataset.to ?? decodeURIComponent(way.hash.slice(1));
  if (way.dataset.to) location.hash = id;
  show(id);
});

const tasks = [...document.querySelectorAll('details.task')];
if (tasks.length > 12) {
  const label = document.createElement('label');
  label.className = 'find';
  label.textContent = 'Find a task ';
  const input = document.createElement('input');
  input.type = 'search';
  label.append(input);
  document.querySelector('.tasks').before(label);
  const fold = document.querySelector('#tasks ~ details.more');
  input.addEventListener('input', () => {
    const wanted = input.value.trim().toLowerCase();
    if (fold && wanted) fold.open = true;
    for (const task of tasks) task.hidden = !task.querySelector('summary').textContent.toLowerCase().includes(wanted);
  });
}

const folded = [];
addEventListener('beforeprint', () => {
  folded.push(...document.querySelectorAll('details:not([open])'));
  for (const one of folded) one.open = true;
});
addEventListener('afterprint', () => { for (const one of folded.splice(0)) one.open = false; });
`,
};
