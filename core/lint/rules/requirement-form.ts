import { indentOf, isBlank, type Line } from '../../markdown/lines.ts';
import { isHeading, linesBelow, type HeadingLine } from '../../markdown/outline.ts';
import { linesOf, placeIn, type Passage } from '../context.ts';
import { defineRule, type Report } from '../rule.ts';

/**
 * A requirement says what has to be, in words that nobody reads otherwise, and how to see it: in a change of OpenSpec with SHALL or
 * MUST and a scenario, as its own validator asks; in a requirements document of Kiro as EARS, from WHEN, IF, WHILE, WHERE or THE to
 * SHALL; in a spec of Spec Kit with MUST, SHALL or SHOULD, and scenarios with Given, When and Then.
 *
 * @example OpenSpec.
 *
 *     --- openspec/changes/add-login/specs/login/spec.md
 *     ## ADDED Requirements
 *
 *     ### Requirement: Login
 *     The system SHALL let people in.
 *
 *     #### Scenario: In
 *     - **WHEN** the name is known
 *     - **THEN** they are in
 *
 *     ## REMOVED Requirements
 *
 *     ### Requirement: Guests
 *     **Reason**: nobody comes.
 *
 * @example OpenSpec without its words, and without a scenario.
 *
 *     --- openspec/changes/add-login/specs/login/spec.md
 *     ## ADDED Requirements
 *
 *     ### Requirement: Login
 *     People get in.
 *
 *     #### Scenario: In
 *     - **THEN** they are in
 *
 *     ## MODIFIED Requirements
 *
 *     ### Requirement: Logout
 *     People MUST get out.
 *     === openspec/changes/add-login/specs/login/spec.md:3:1 Unexpected requirement without SHALL or MUST, expected what has to be; say it with one of them
 *     === openspec/changes/add-login/specs/login/spec.md:11:1 Unexpected requirement without a scenario, expected how to see that it holds; add "#### Scenario: …"
 *
 * @example Kiro, with one that is no EARS.
 *
 *     --- .kiro/specs/login/requirements.md
 *     ### Requirement 1: Login
 *
 *     **User Story:** As a person, I want to get in.
 *
 *     #### Acceptance Criteria
 *
 *     1. WHEN the name is known THE SYSTEM SHALL let them in
 *     2. The page is nice
 *     === .kiro/specs/login/requirements.md:8:1 Unexpected criterion that is no EARS, expected "WHEN … SHALL …" or the like; say what SHALL be, and when
 *
 * @example Spec Kit, with one that only describes and a scenario without an outcome.
 *
 *     --- specs/001-login/spec.md
 *     1. **Given** a name, **When** it is sent, **Then** they are in
 *     2. **Given** a name, **When** it is sent
 *
 *     - **FR-001**: System MUST let people in
 *     - **FR-002**: People get out
 *     === specs/001-login/spec.md:2:1 Unexpected scenario without Given, When and Then, expected all three; say what is there, what happens and what comes of it
 *     === specs/001-login/spec.md:5:1 Unexpected requirement without MUST, SHALL or SHOULD, expected what has to be; say it with one of them
 */
export const requirementForm = defineRule({
  id: 'requirement-form',
  recommended: 'warning',
  strict: 'error',
  formats: { speckit: 'error', openspec: 'error', kiro: 'error' },
  check({ passages }, report) {
    for (const passage of passages) {
      const { path } = passage.file;
      if (/(?:^|\/)openspec\/changes\/[^/]+\/specs\/.+\.md$/.test(path)) openspec(passage, report);
      else if (/(?:^|\/)\.kiro\/specs\/[^/]+\/requirements\.md$/.test(path)) kiro(passage, report);
      else if (/(?:^|\/)specs\/\d{3,}-[^/]+\/spec\.md$/.test(path)) speckit(passage, report);
    }
  },
});

function openspec({ file, lines }: Passage, report: Report): void {
  const all = linesOf(file);
  let delta = '';
  for (const line of lines) {
    if (!isHeading(line)) continue;
    delta = /^(ADDED|MODIFIED|REMOVED|RENAMED) Requirements$/i.exec(line.heading.text)?.[1]?.toUpperCase() ?? delta;
    if (line.heading.level !== 3 || !/^Requirement:/i.test(line.heading.text)) continue;
    if (delta === 'ADDED' || delta === 'MODIFIED') requirement(line, all);
  }

  function requirement(heading: HeadingLine, among: readonly Line[]): void {
    const below = linesBelow(among, heading);
    const scenario = below.findIndex((line) => line.heading?.level === 4);
    const said = below.slice(0, scenario < 0 ? undefined : scenario);
    if (!said.some(({ kind, text }) => kind === 'text' && /\b(?:SHALL|MUST)\b/.test(text))) {
      const message = 'Unexpected requirement without SHALL or MUST, expected what has to be; say it with one of them';
      report({ message, ...placeIn(file.path, heading) });
    }
    if (scenario < 0) {
      const message =
        'Unexpected requirement without a scenario, expected how to see that it holds; add "#### Scenario: …"';
      report({ message, ...placeIn(file.path, heading) });
    }
  }
}

function kiro({ file, lines }: Passage, report: Report): void {
  if (!isWrittenWith(file, /\bSHALL\b/i)) return;
  let isCriteria = false;
  for (const [index, line] of lines.entries()) {
    if (line.heading) isCriteria = /^Acceptance Criteria$/i.test(line.heading.text);
    else if (isCriteria && line.kind === 'text' && /^\d+[.)]\s/.test(line.text)) {
      const text = wholeItem(lines, index);
      if (!isEnglish(text) || /\bSHALL\b/i.test(text)) continue;
      const message =
        'Unexpected criterion that is no EARS, expected "WHEN … SHALL …" or the like; say what SHALL be, and when';
      report({ message, ...placeIn(file.path, line) });
    }
  }
}

function speckit({ file, lines }: Passage, report: Report): void {
  const hasWords = isWrittenWith(file, /\b(?:MUST|SHALL|SHOULD)\b/);
  for (const [index, line] of lines.entries()) {
    if (line.kind !== 'text') continue;
    const isRequirement = /^\s*[-*]\s+\*\*FR-\d+\*\*:/.test(line.text);
    const isScenario = /^\s*\d+[.)]\s+\*\*Given\*\*/i.test(line.text);
    const text = isRequirement || isScenario ? wholeItem(lines, index) : '';
    if (isRequirement && hasWords && isEnglish(text) && !/\b(?:MUST|SHALL|SHOULD)\b/.test(text)) {
      const message =
        'Unexpected requirement without MUST, SHALL or SHOULD, expected what has to be; say it with one of them';
      report({ message, ...placeIn(file.path, line) });
    }
    if (isScenario && !/\*\*When\*\*.*\*\*Then\*\*/i.test(text)) {
      const message =
        'Unexpected scenario without Given, When and Then, expected all three; say what is there, what happens and what comes of it';
      report({ message, ...placeIn(file.path, line) });
    }
  }
}

/** A document in another language has none of these words. */
function isWrittenWith(file: Passage['file'], words: RegExp): boolean {
  return linesOf(file).some(({ kind, text }) => kind === 'text' && words.test(text));
}

/** An item with the lines that it goes on in, and the items below it. */
function wholeItem(lines: readonly Line[], index: number): string {
  const [first] = lines.slice(index, index + 1);
  const after = lines.slice(index + 1);
  const end = after.findIndex(
    (line) =>
      line.kind !== 'text' ||
      line.heading ||
      isBlank(line) ||
      (/^\s*(?:[-*+]|\d+[.)])\s/.test(line.text) && indentOf(line) <= (first ? indentOf(first) : 0)),
  );
  return [lines[index], ...after.slice(0, end < 0 ? undefined : end)].map((line) => line?.text ?? '').join(' ');
}

/** Words of English are asked for of nothing that is written in other letters. */
function isEnglish(text: string): boolean {
  return !/(?!\p{Script=Latin})\p{L}/u.test(text);
}
