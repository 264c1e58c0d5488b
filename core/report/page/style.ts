import { type Markup } from '../markup.ts';
import { drawingStyle } from './style-drawing.ts';

/**
 * The look of the page: system fonts, both colour schemes from one set of names, no frames but where something is
 * scrolled or typed. Colour says how something stands, and nothing else has one.
 */
export const pageStyle: Markup = {
  html: `
:root {
  color-scheme: light dark;
  --page: light-dark(#fcfcfb, #14171b);
  --raised: light-dark(#fff, #1a1e23);
  --sunken: light-dark(#f3f4f3, #1d2127);
  --line: light-dark(#e0e3e2, #2e343b);
  --strong-line: light-dark(#aab1b3, #58626d);
  --text: light-dark(#1c2024, #e3e7eb);
  --muted: light-dark(#5b646d, #9ba6b1);
  --link: light-dark(#1d5a9e, #83b9f2);
  --good: light-dark(#1b7340, #5cc98a);
  --bad: light-dark(#b42318, #ff8b81);
  --open: light-dark(#8a5700, #e7b557);
  --idle: light-dark(#656e77, #8d97a2);
  --sans: system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono", "DejaVu Sans Mono", monospace;
}
*, ::before, ::after { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.55 var(--sans); overflow-wrap: anywhere; }
h1, h2, h3, p, ul, ol, dl, dd, pre, figure, blockquote { margin: 0; padding: 0; }
ul, ol { list-style: none; }
a { color: var(--link); text-underline-offset: .15em; text-decoration-thickness: 1px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
[tabindex="-1"]:focus { outline: none; }
code, pre, .id { font-family: var(--mono); font-size: .875em; }
code, q, blockquote, .title { unicode-bidi: isolate; }
pre { background: var(--sunken); border-radius: 6px; padding: .65rem .85rem; margin-top: .4rem; white-space: pre-wrap; max-height: 24rem; overflow: auto; line-height: 1.5; }
pre code { font-size: 1em; }
.muted, .meta { color: var(--muted); }
.small { font-size: .875rem; }
.unseen, .sprite, .skip:not(:focus) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.skip { position: absolute; left: 1rem; top: .5rem; background: var(--raised); padding: .4rem .8rem; z-index: 2; }

.good { --tone: var(--good); }
.bad, .P0 { --tone: var(--bad); }
.open, .P1 { --tone: var(--open); }
.idle, .P2, .P3 { --tone: var(--idle); }
.icon { width: 1em; height: 1em; flex: none; vertical-align: -.14em; fill: var(--tone); stroke: var(--page); stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }
.icon path { fill: none; }
#icon-good path, #icon-bad path, #icon-open path, #icon-idle path { fill: none; }
#icon-good circle, #icon-bad circle, #icon-open circle { stroke: none; }
#icon-idle circle { fill: none; stroke: var(--tone); stroke-width: 1.5; }
#icon-idle path { stroke: var(--tone); }
.tone { white-space: nowrap; }
.tone .icon, h3 .icon { margin-right: .4em; }
.badge, .severity { display: inline-block; white-space: nowrap; font-size: .78rem; font-weight: 600; line-height: 1.5; color: var(--tone); border: 1px solid color-mix(in srgb, var(--tone) 45%, transparent); border-radius: 4px; padding: 0 .4rem; }
.severity { font-family: var(--mono); }

.page { display: grid; grid-template: "top top" auto "nav main" 1fr "nav foot" auto / 14.5rem minmax(0, 1fr); column-gap: 3rem; max-width: 82rem; margin: 0 auto; padding: 2.5rem 2rem 5rem; }
.top { grid-area: top; padding-bottom: 2rem; }
nav { grid-area: nav; }
main { grid-area: main; min-width: 0; }
footer { grid-column: 2; border-top: 1px solid var(--line); padding-top: 1rem; color: var(--muted); font-size: .875rem; }

.crumbs { color: var(--muted); font-size: .9rem; }
h1 { font-size: clamp(1.7rem, 4vw, 2.5rem); line-height: 1.15; letter-spacing: -.02em; font-weight: 650; margin: .15rem 0 1.3rem; text-wrap: balance; }
.verdict { border-left: 5px solid var(--tone); background: color-mix(in srgb, var(--tone) 7%, var(--page)); padding: 1.1rem 1.4rem 1.2rem; border-radius: 0 8px 8px 0; }
.outcome { font-size: 1.35rem; line-height: 1.3; color: var(--tone); display: flex; align-items: center; gap: .55rem; }
.outcome strong { font-weight: 650; }
.summary { margin-top: .2rem; max-width: 62rem; }
.stations { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); margin-top: 1.2rem; font-size: .9rem; }
.stations li { position: relative; line-height: 1.35; padding-right: .5rem; }
.stations .icon { display: block; width: 1.15rem; height: 1.15rem; margin-bottom: .35rem; stroke: color-mix(in srgb, var(--tone) 7%, var(--page)); }
.stations li:not(:last-child)::after { content: ""; position: absolute; top: .52rem; left: 1.55rem; right: .4rem; height: 1.5px; background: var(--strong-line); opacity: .6; }
.stations b { display: block; font-weight: 600; }
.stations span { color: var(--muted); font-size: .85rem; }
.facts { display: flex; flex-wrap: wrap; gap: .3rem 2.2rem; font-size: .875rem; }
.facts div { display: flex; gap: .55rem; align-items: baseline; }
.facts dt { color: var(--muted); white-space: nowrap; }
.top > .facts { margin: 1.1rem 0 0; }
.next { margin-top: 1.5rem; }
.next h2 { font-size: 1rem; margin-bottom: .45rem; }
.next ol { counter-reset: step; display: grid; gap: .55rem; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); column-gap: 2rem; }
.next li { counter-increment: step; font-size: .925rem; padding-left: 1.6rem; position: relative; }
.next li::before { content: counter(step) "."; position: absolute; left: 0; color: var(--muted); font-variant-numeric: tabular-nums; }
.command { display: flex; align-items: flex-start; gap: .8rem; justify-content: space-between; padding: .4rem .4rem .4rem .75rem; }
.command code { padding: .1rem 0; }
.command button { font: 500 .78rem/1.5 var(--sans); color: var(--muted); background: var(--page); border: 1px solid var(--line); border-radius: 4px; padding: .05rem .5rem; cursor: pointer; flex: none; }
.command button:hover { color: var(--text); border-color: var(--strong-line); }

nav ul { position: sticky; top: 1rem; max-height: calc(100vh - 2rem); overflow: auto; font-size: .9rem; padding: .3rem 0; }
nav a { display: grid; grid-template-columns: 1.4rem 1fr; align-items: baseline; padding: .3rem .4rem; color: inherit; text-decoration: none; border-radius: 5px; line-height: 1.35; }
nav a:hover { background: var(--sunken); }
nav span, nav small { grid-column: 2; }
nav small { color: var(--muted); font-size: .8rem; }
nav .icon { font-size: .8em; }

main > section { padding: 0 0 2.6rem; }
main > section + section { border-top: 1px solid var(--line); padding-top: 1.9rem; }
h2 { font-size: 1.3rem; line-height: 1.3; letter-spacing: -.01em; font-weight: 650; margin-bottom: .8rem; }
h3 { font-size: 1rem; font-weight: 600; margin: 1.5rem 0 .4rem; }
h3 .muted { font-weight: 400; margin-left: .2rem; }
h3.tone { color: var(--tone); }
.sub { font-size: .85rem; margin: 1rem 0 .35rem; }
.lead { color: var(--muted); font-size: .925rem; max-width: 46rem; margin-bottom: .8rem; }
summary { cursor: pointer; }
summary::marker { color: var(--muted); }
.more { margin-top: .8rem; }
.more > summary { color: var(--link); font-size: .9rem; padding: .2rem 0; }

.attention li { display: grid; grid-template-columns: 3.2rem 1.8rem 1fr; gap: .2rem .7rem; align-items: baseline; padding: .45rem 0; border-top: 1px solid var(--line); }
.attention li:first-child { border-top: 0; }
.score, .share { width: 3.2rem; height: .4rem; fill: var(--muted); align-self: center; }
.score { align-self: start; margin-top: .55rem; }
.rail { fill: var(--line); }
.points { font-variant-numeric: tabular-nums; font-weight: 600; text-align: right; }
.attention a { margin-right: .6rem; }

.criteria > li { border-top: 1px solid var(--line); padding: .6rem 0; }
.criteria > li:first-child { border-top: 0; padding-top: 0; }
.criteria summary { display: flex; gap: .7rem; align-items: baseline; list-style: none; }
.criteria summary .icon { font-size: 1.05em; position: relative; top: .12em; }
.criteria summary::after, .task > summary::after { content: ""; margin-left: auto; flex: none; width: .42rem; height: .42rem; border: solid var(--muted); border-width: 0 1.5px 1.5px 0; transform: rotate(45deg); align-self: center; }
.criteria details[open] > summary::after, .task[open] > summary::after { transform: rotate(225deg); }
.criteria summary::-webkit-details-marker, .task > summary::-webkit-details-marker { display: none; }
.proof { padding: .4rem 0 .3rem 1.75rem; }
.proof dl { display: flex; flex-wrap: wrap; gap: .15rem 1.6rem; font-size: .875rem; }
.proof dl div { display: flex; gap: .5rem; align-items: baseline; }
.proof dt { color: var(--muted); }

.task { border-top: 1px solid var(--line); }
.task:first-child { border-top: 0; }
.task > summary { display: flex; gap: .7rem; align-items: baseline; padding: .5rem 0; list-style: none; }
.task > summary .icon { position: relative; top: .12em; }
.task > summary .id { color: var(--muted); min-width: 2.2rem; }
.task > summary .title { font-weight: 500; flex: 1 1 12rem; }
.task > summary .meta { font-size: .85rem; display: flex; flex-wrap: wrap; gap: .1rem .9rem; justify-content: flex-end; white-space: nowrap; }
.task .body { padding: .1rem 0 1.2rem 1.7rem; }
.task .reason { color: var(--tone); margin-bottom: .5rem; }
.find { display: block; font-size: .9rem; margin-bottom: .7rem; }
.find input { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--strong-line); border-radius: 5px; padding: .2rem .6rem; width: min(20rem, 100%); margin-left: .4rem; }
.chips { display: flex; flex-wrap: wrap; gap: .3rem 1.3rem; font-size: .875rem; }
.chips small { color: var(--muted); font-size: .9em; }
.rounds > li { padding: .15rem 0 .5rem; }
.meta { display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; align-items: baseline; font-size: .875rem; }
.meta b { color: var(--text); font-weight: 600; }
.said { margin: .4rem 0 .5rem; padding-left: .9rem; border-left: 2px solid var(--strong-line); }
.said figcaption { font-size: .8rem; color: var(--muted); }
.said blockquote { font-size: .925rem; white-space: pre-line; max-width: 52rem; }
.said blockquote::before, q::before { content: "“"; }
.said blockquote::after, q::after { content: "”"; }
.counts { display: flex; flex-wrap: wrap; gap: .3rem 1.3rem; margin-top: .5rem; }
.counts b { font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.findings > li { padding: .5rem 0; border-top: 1px solid var(--line); }
.findings > li:first-child { border-top: 0; }
.place { color: var(--muted); margin-right: .3rem; }
.severity + .place { margin-left: .3rem; }
.findings .meta { margin-top: .15rem; }
.why { font-size: .9rem; margin-top: .15rem; }
.question + .question { margin-top: 1.8rem; }
.question .said { border-color: var(--open); }
.question .said blockquote { font-size: 1.05rem; font-weight: 500; }
.options { margin-top: .8rem; display: grid; gap: .8rem; }

.scroll { position: relative; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; min-width: 36rem; font-size: .875rem; overflow-wrap: break-word; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th { text-align: left; font-weight: 500; color: var(--muted); vertical-align: baseline; }
tbody th { color: inherit; font-weight: 400; }
.cost th { white-space: nowrap; }
th, td { padding: .38rem 1.2rem .38rem 0; border-bottom: 1px solid var(--line); vertical-align: baseline; }
th:last-child, td:last-child { padding-right: 0; }
tbody tr:last-child > * { border-bottom: 0; }
td code { white-space: nowrap; }
.figures { font-variant-numeric: tabular-nums; white-space: nowrap; }
.stages td, .stages th, .records td:not(:last-child), .records th { white-space: nowrap; }
.stages th, .stages td { padding-right: .7rem; font-size: .82rem; }
.stages .of { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.records td:last-child { min-width: 22rem; }
.records td:last-child code { display: block; white-space: normal; overflow-wrap: anywhere; }
.share { display: inline-block; vertical-align: .12em; margin-right: .5rem; width: 2.6rem; }
.added { color: var(--good); }
.removed { color: var(--bad); }
.specs li { padding: .12rem 0; }
:target { scroll-margin-top: 1rem; }
tr:target > *, li:target { background: color-mix(in srgb, var(--link) 9%, transparent); }
${drawingStyle}
@media (max-width: 62rem) {
  .page { display: block; padding: 1.5rem 1.1rem 3rem; }
  nav ul { position: static; max-height: none; columns: 10rem; padding-bottom: 1.6rem; }
  nav li { break-inside: avoid; }
}
@media (max-width: 40rem) {
  .stations { grid-template-columns: repeat(3, minmax(0, 1fr)); row-gap: 1rem; }
  .verdict { padding: .9rem 1rem; }
  .task > summary { flex-wrap: wrap; }
  .task > summary .meta { flex: 1 0 100%; justify-content: flex-start; padding-left: 1.7rem; }
  .task > summary::after { display: none; }
  .attention li { grid-template-columns: 1.6rem 1fr; }
  .score { display: none; }
  .proof, .task .body { padding-left: 0; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
  :root { color-scheme: light; --page: #fff; --raised: #fff; }
  body { font-size: 9.5pt; }
  .page { display: block; max-width: none; padding: 0; }
  nav, .command button, .find, .skip { display: none; }
  pre, .drawing.tall { max-height: none; }
  main > section { padding-bottom: 1rem; }
  main > section + section { padding-top: 1rem; }
  .drawing svg { width: 100%; height: auto; min-width: 0; }
  .scroll, .drawing { overflow: visible; }
  li, tr, article, .said { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  details::details-content { content-visibility: visible; height: auto; }
  a { color: inherit; text-decoration: none; }
  .verdict, .node, .step, .icon { print-color-adjust: exact; }
}
`,
};
