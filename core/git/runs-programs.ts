import { shallow, type Setting } from './configuration.ts';

/**
 * Whether a setting can make git run something that it names, or decides on what git runs it. What users and their tools
 * set every day, such as a remote, the branch that another follows or a name, runs nothing. In doubt it does.
 */
export function runsPrograms({ place, key, value = '' }: Setting): boolean {
  if (place === 'file') return key !== shallow;
  return sections.test(key) || names.test(key) || value.startsWith('!') || value.includes('::');
}

/**
 * Whether a person has to look at a setting that came while an agent worked: it runs something, or it makes git send
 * elsewhere what is pushed, or trust whom it would not. Nobody sets the latter in the middle of something else.
 */
export function isGrave(setting: Setting): boolean {
  return runsPrograms(setting) || (setting.place !== 'file' && /^http\.|\.pushurl$/.test(setting.key));
}

/** Sections that hold little else. */
const sections =
  /^(?:alias|attr|browser|credential|difftool|extensions|filter|gpg|guitool|hook|include|includeif|instaweb|interactive|man|mergetool|pager|protocol|sendemail|submodule|tar|trailer|url|web)\./;

/** By the last part of a key, in any section: of versions of git that are to come as well. */
const names =
  /^core\.(?:attributesfile|excludesfile|worktree)$|^diff\.external$|^init\.templatedir$|^merge\.default$|\.(?:\w*(?:command|cmd|program|helper|hook|hookspath|editor|pager|proxy|monitor|askpass)|driver|textconv|process|clean|smudge|path|uploadpack|receivepack|vcs|difffilter)$/;
