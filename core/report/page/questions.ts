import { markup, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';
import { answerCommand, count } from '../wording.ts';
import { moment } from './moment.ts';
import { command, commitCode, stageLink } from './link.ts';
import { askedWords, quoted, said } from './quote.ts';
import { table, type Section } from './section.ts';

/** Before the rest, since nothing goes on without a person. Absent when nothing is asked. */
export function questionsSection(report: Report): Section | null {
  const { questions } = report;
  if (questions.length === 0) return null;
  return {
    id: 'questions',
    title: 'Open questions',
    says: count(questions.length, 'question'),
    tone: 'open',
    content: markup`${questions.map((question) => questionItem(report, question))}`,
  };
}

function questionItem(report: Report, question: Report['questions'][number]): Markup {
  const { stage, reason, text, context, options } = question;
  return markup`<article class="question">
<p class="meta"><span>Asked by ${stageLink(report, stage)}</span> <span>because of: ${reason.replaceAll('-', ' ')}</span> <code>${question.id}</code></p>
${said(askedWords, text)}
${context.length > 0 && markup`<details><summary>What is known, with the words of agents, gates and specs</summary><pre>${context.join('\n')}</pre></details>`}
<ul class="options">${options.map(
    ({ name, does, guidance }) =>
      markup`<li><b>${name}</b> ${name === question.default && markup`<span class="badge idle">taken if nobody answers</span>`} <span class="muted">${guidance === undefined ? does : quoted(does)}</span>${command(answerCommand(question.id, name))}</li>`,
  )}</ul></article>`;
}

/** What people decided in the course of the phase. Absent when they were not asked. */
export function answersSection({ answers }: Report): Section | null {
  if (answers.length === 0) return null;
  const rows = answers.map(
    (
      one,
    ) => markup`<tr><th scope="row">${one.text === null ? markup`<code>${one.question}</code>` : quoted(one.text)}</th>
<td><b>${one.choice}</b>${one.words !== '' && markup` ${quoted(one.words)}`}</td><td>${one.by}</td><td>${moment(one.at)}</td><td>${one.commit !== null && commitCode(one.commit)}</td></tr>`,
  );
  return {
    id: 'answers',
    title: 'What people decided',
    says: count(answers.length, 'answer'),
    tone: null,
    content: table(
      { caption: 'Questions and answers', className: 'answers', head: ['Question', 'Answer', 'Who', 'When', 'Record'] },
      rows,
    ),
  };
}
