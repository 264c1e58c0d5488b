import { describe, expect, test } from 'vitest';
import type { Options } from '../../../core/options.ts';
import { keepNote } from '../../../core/git/note.ts';
import { answerTo, findAnswer, givenAnswers, keepAnswer } from '../../../core/stage/questions/answers.ts';
import { answerOverdue, askedQuestions, recordAsked, recordAskedHere } from '../../../core/stage/questions/asked.ts';
import { questionsIn } from '../../../core/stage/questions/open-questions.ts';
import type { StageContext } from '../../../core/stage/context.ts';
import type { Question } from '../../../core/workflow/question.ts';
import { contained } from '../../agent/contained.ts';

const gates: Question = {
  id: 'task-1.1-abc123',
  reason: 'gate-limit',
  stage: 'task-1.1',
  text: 'The gates are red after 3 attempts.',
  context: ['demo:test failed\nwith a second line, “quotes” and a \u0000'],
  options: [
    { name: 'guide', does: 'go on' },
    { name: 'retry', does: 'try again' },
    { name: 'abandon', does: 'give up' },
  ],
  default: 'abandon',
};
const start = Date.parse('2026-05-01T10:00:00.000Z');

/** A phase at so many seconds after the start, with these options about questions. */
async function phase(written: Partial<Options['questions']> = {}) {
  const { context, host } = await contained();
  const questions = { whenPassed: 'default' as const, answers: {}, ...written };
  const notes: string[] = [];
  const at = (seconds: number, own: Partial<Options['questions']> = {}): StageContext => ({
    ...context,
    host: { ...host, clock: { ...host.clock, wall: () => start + seconds * 1000 } },
    phase: { ...context.phase, options: { ...context.phase.options, questions: { ...questions, ...own } } },
    emit: (event) => event.type === 'note' && notes.push(event.text),
  });
  const answer = async () => await findAnswer(context.repository.git, context.refs, gates);
  return { at, notes, answer, git: context.repository.git, refs: context.refs, host };
}

describe('a question', () => {
  test('is recorded with the time when it was first asked, whatever runs ask it again.', async () => {
    const { at, git, refs } = await phase();
    await recordAsked(at(0), [gates]);
    await recordAsked(at(500), [gates]);
    await recordAsked(at(900, { deadline: 3600 }), [gates]);
    expect(await askedQuestions(git, refs)).toEqual([
      {
        question: gates,
        askedAt: '2026-05-01T10:00:00.000Z',
        deadline: '2026-05-01T11:00:00.000Z',
        about: { project: 'demo', plan: 'demo', phase: '1' },
        openIn: 'run',
      },
    ]);
  });

  test('is open until the last run leaves it out, and a question of a checkout until that does.', async () => {
    const { at, git, refs, host } = await phase();
    const here = { ...gates, id: 'exit-criteria-abc123' };
    const about = { project: 'demo', plan: 'demo', phase: '1' };
    const openIn = async () =>
      Object.fromEntries((await askedQuestions(git, refs)).map((one) => [one.question.id, one.openIn]));
    await recordAsked(at(0), [gates]);
    await recordAskedHere(host, { git, refs }, about, [here]);
    expect(await openIn()).toEqual({ [gates.id]: 'run', [here.id]: 'checkout' });
    await recordAsked(at(1), []);
    expect(await openIn()).toEqual({ [gates.id]: null, [here.id]: 'checkout' });
    await recordAsked(at(2), [gates, here]);
    await recordAskedHere(host, { git, refs }, about, [here]);
    expect(await openIn()).toEqual({ [gates.id]: 'run', [here.id]: 'run' });
    await recordAskedHere(host, { git, refs }, about, []);
    expect(await openIn()).toEqual({ [gates.id]: 'run', [here.id]: 'run' });
  });

  test('of a checkout waits, whatever the options of a run say.', async () => {
    const { at, git, refs, answer } = await phase({ deadline: 60, answers: { 'gate-limit': 'retry' } });
    await recordAskedHere(at(0).host, { git, refs }, { project: 'demo', plan: 'demo', phase: '1' }, [gates]);
    await answerOverdue(at(100));
    expect(await answer()).toBeUndefined();
  });

  test('of an older release, which does not say what it is about, is still read.', async () => {
    const { at, git, refs } = await phase();
    const askedAt = '2026-05-01T10:00:00.000Z';
    await keepNote(git, refs.asked(gates.id), { question: gates, askedAt, deadline: null });
    expect(await askedQuestions(git, refs)).toEqual([{ question: gates, askedAt, deadline: null, openIn: null }]);
    await recordAsked(at(500), [gates]);
    expect(await askedQuestions(git, refs)).toMatchObject([{ askedAt, openIn: 'run' }]);
  });

  test('counts at the ref of its own phase, and under its own name.', async () => {
    const { at, git, refs } = await phase();
    const about = { project: 'demo', plan: 'demo', phase: '2' };
    const note = { question: gates, askedAt: '2026-05-01T10:00:00.000Z', deadline: null, about, openIn: 'run' };
    await keepNote(git, refs.asked(gates.id), note);
    await keepNote(git, refs.asked('task-1.1-other'), { ...note, about: { ...about, phase: '1' } });
    expect(await questionsIn(git)).toEqual([]);
    await recordAsked(at(0), [gates]);
    expect(await questionsIn(git)).toMatchObject([{ question: gates, about: { phase: '1' } }]);
  });

  test('has its default taken by the first run after the deadline, and not before.', async () => {
    const { at, notes, answer } = await phase({ deadline: 60 });
    await recordAsked(at(0), [gates]);
    await answerOverdue(at(59));
    expect(await answer()).toBeUndefined();
    await answerOverdue(at(60));
    expect(await answer()).toEqual({
      question: gates.id,
      choice: 'abandon',
      text: '',
      by: 'the default after the deadline',
      at: '2026-05-01T10:01:00.000Z',
      how: 'default after deadline',
    });
    expect(notes).toEqual([expect.stringContaining('so it is "abandon"')]);
  });

  test.each([
    ['there is no deadline', {}],
    ['it is to wait', { deadline: 60, whenPassed: 'wait' as const }],
  ])('waits for ever where %s.', async (_why, options) => {
    const { at, answer } = await phase(options);
    await recordAsked(at(0), [gates]);
    await answerOverdue(at(1e9));
    expect(await answer()).toBeUndefined();
  });

  test('keeps the answer that a person gave, after the deadline too.', async () => {
    const { at, answer, git, refs, host } = await phase({ deadline: 60 });
    await recordAsked(at(0), [gates]);
    await keepAnswer(host, git, refs, { question: gates, choice: 'retry', text: 'so', by: 'ada', how: 'person' });
    await answerOverdue(at(100));
    expect(await answer()).toMatchObject({ choice: 'retry', by: 'ada', how: 'person' });
  });

  test('is answered by the next run as its options lay it down, before the deadline too.', async () => {
    const { at, answer } = await phase();
    await recordAsked(at(0), [gates]);
    await answerOverdue(at(1, { deadline: 60, answers: { 'gate-limit': 'retry' } }));
    expect(await answer()).toMatchObject({ choice: 'retry', how: 'option', by: 'option questions.answers.gate-limit' });
  });

  test('whose default would let work through is a bug of ours, and nothing is recorded.', async () => {
    const { at, answer } = await phase({ deadline: 60 });
    const options = [...gates.options, { name: 'approve', does: 'take it' }];
    await recordAsked(at(0), [{ ...gates, options, default: 'approve' }]);
    await expect(answerOverdue(at(60))).rejects.toThrow('Internal error: the default of question');
    expect(await answer()).toBeUndefined();
  });
});

describe('an answer', () => {
  test('is kept with what was asked, who gave it and when.', async () => {
    const { at, git, refs } = await phase();
    await keepAnswer(at(5).host, git, refs, { question: gates, choice: 'guide', text: 'x', by: 'ada', how: 'person' });
    const given = { choice: 'guide', text: 'x', by: 'ada', at: '2026-05-01T10:00:05.000Z', how: 'person' };
    expect(await givenAnswers(git, refs)).toEqual([{ question: gates, answer: { question: gates.id, ...given } }]);
  });

  test('that the options lay down counts once for a stage; then a person is asked.', async () => {
    const { at } = await phase({ answers: { 'gate-limit': 'retry' } });
    expect(await answerTo(at(0), gates)).toMatchObject({ choice: 'retry', how: 'option' });
    expect(await answerTo(at(0), gates)).toMatchObject({ choice: 'retry', how: 'option' });
    expect(await answerTo(at(0), { ...gates, id: 'task-1.1-def456' })).toBeUndefined();
    expect(await answerTo(at(0), { ...gates, id: 'task-1.2-def456', stage: 'task-1.2' })).toMatchObject({
      choice: 'retry',
    });
  });

  test('that the options lay down is none where the question has no such option.', async () => {
    const { at } = await phase({ answers: { 'gate-limit': 'retry' } });
    const options = gates.options.filter(({ name }) => name !== 'retry');
    expect(await answerTo(at(0), { ...gates, options })).toBeUndefined();
  });

  test.each<[string, Partial<Question>]>([
    ['in other words', { text: 'Shall the README name the tool?' }],
    ['for another reason', { reason: 'criterion' }],
    ['with other options', { options: gates.options.slice(1) }],
    ['with options that say something else', { options: gates.options.map((one) => ({ ...one, does: 'nothing' })) }],
  ])('to what was asked %s under its id is none.', async (_how, other) => {
    const { at, answer, git, refs } = await phase();
    const shown = { ...gates, ...other };
    await keepAnswer(at(0).host, git, refs, { question: shown, choice: 'retry', text: '', by: 'ada', how: 'person' });
    expect(await answer()).toBeUndefined();
    expect(await answerTo(at(0), gates)).toBeUndefined();
    await keepAnswer(at(1).host, git, refs, { question: gates, choice: 'retry', text: '', by: 'ada', how: 'person' });
    expect(await answer()).toMatchObject({ choice: 'retry' });
  });

  test('counts however its question was explained meanwhile.', async () => {
    const { at, answer, git, refs } = await phase();
    const question = { ...gates, context: ['other words'] };
    await keepAnswer(at(0).host, git, refs, { question, choice: 'retry', text: '', by: 'ada', how: 'person' });
    expect(await answer()).toMatchObject({ choice: 'retry' });
  });
});
