import { expect, test } from 'vitest';
import { complain, words } from '../complain.ts';

const found = (text: string, path = 'specs/10-a.md') => words(complain('placeholder', { [path]: text }));

test.each([
  '[Feature name]',
  '[FEATURE NAME]',
  '[Date]',
  '[Brief description of it]',
  '[描述]',
  '[功能名称]',
  '{{ owner }}',
  '<placeholder>',
  '<feature-name>',
  '<your project>',
  '<描述>',
  '###-feature-name',
  'NNNN-feature-name',
  'Criterion 1 (CC-N)',
  'TBD',
  'FIXME',
  'XXX',
  '$ARGUMENTS',
  '【…】',
  '【待补充】',
  '【请填写负责人】',
])('%s is one.', (text) => {
  expect(found(`Now ${text} b\n`)).toEqual([text]);
  expect(found(`A \`${text}\` b\n`)).toEqual([]);
});

test.each([
  '[ ] [x] [P] [US1] [D9] [1] [^1] [WIP] [Story] [optional] [GPT-4] [see below] [sic]',
  '[Feature name](a.md) [Feature name][1] ![Date](b.png) [[Date]] \\[Date] a[Date] log [name] [date]',
  '<br> <details> <summary>a b</summary> <input disabled> <a href="x y"> <https://x.y> </div>',
  'Vec<Name> Arc<dyn Feature> gba plan <slug> at /<ULID> and id:<session name> a < b and c > d',
  '${{ secrets.X }} {a} { {b} }',
  'No TODO and no FIXME. Without any TODO. a TODO in the code. TODO API, TODO作成, TODO list, TODOs',
  'The format is YYYY-MM-DD. What NOT to do: guess. The feature-name flag.',
  'XXXL, a-XXX, https://a.b/XXX, 12-XXX-34, T=XXX, xxx',
  'A HACK in time. HACK day. The TBC link; TBC is a cable. PLACEHOLDER images are gray.',
  '待确认的订单、待定义、待定位。没有待定的值。状态有待确认、已发货。无待定。',
  '【重要】【待办】【注】 \\$ARGUMENTS $$ARGUMENTS',
])('%s is none.', (text) => {
  expect(found(`${text}\n`)).toEqual([]);
});

test.each([
  ['Limit: TBC.', 'TBC'],
  ['| a | TBC |', 'TBC'],
  ['The owner is TBC by May', 'TBC'],
  ['[PLACEHOLDER]', 'PLACEHOLDER'],
  ['HACK: sleep', 'HACK'],
  ['上限：待确认。', '待确认'],
  ['| 上限 | 待补充 |', '待补充'],
  ['（待确认）', '待确认'],
  ['上限待定', '待定'],
])('In "%s" a word stands in place of a value.', (text, word) => {
  expect(found(`${text}\n`)).toEqual([word]);
});

test('In TOML only strings are read, and a value that is nothing else.', () => {
  const toml = [
    '# [Feature name] TODO: nothing, don\'t "',
    '[meta]',
    'feature = "feature-name"',
    "other = 'TBD' # FIXME",
    'text = """',
    'TODO: the errors',
    'What NOT to do',
    '"""',
    '[[commits]]',
    'id = 1',
    'title = "Use the feature-name flag, \\"Criterion 2\\""',
    'acceptance = ["Criterion 2", "What NOT to do"]',
  ];
  const all = complain('placeholder', { 'docs/implementation-plan.toml': toml.join('\n') });
  expect(all.map(({ at }) => at.line)).toEqual([3, 4, 6, 12, 12]);
});
