import { type Markup } from './markup.ts';

/** The look of the page: system fonts, both colour schemes from one set of names, one column that a phone can show. */
export const pageStyle: Markup = {
  html: `
:root {
  color-scheme: light dark;
  --page: light-dark(#f6f7f9, #111418);
  --card: light-dark(#fff, #191d23);
  --sunken: light-dark(#f1f3f6, #12151a);
  --line: light-dark(#dfe3e8, #2c323a);
  --text: light-dark(#1b1f24, #e4e8ee);
  --muted: light-dark(#5a6472, #97a1b0);
  --good: light-dark(#1a7a3e, #57c785);
  --bad: light-dark(#b3261e, #ff8078);
  --open: light-dark(#8a5a00, #e6b450);
  --idle: light-dark(#5a6472, #97a1b0);
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 60rem;
  background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3, p, ul, ol, dl, dd, pre { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h1 { font-size: clamp(1.5rem, 4.5vw, 2.1rem); line-height: 1.2; letter-spacing: -.015em; }
h1 .muted { display: block; font-size: 1rem; font-weight: 500; letter-spacing: 0; margin-bottom: .15rem; }
h2 { font-size: 1.1rem; margin-bottom: .75rem; }
h3 { font-size: .9rem; color: var(--muted); margin: 1.1rem 0 .5rem; }
code, pre, .id { font-family: var(--mono); font-size: .86em; }
code { background: var(--sunken); border-radius: 4px; padding: .1em .35em; }
pre {
  background: var(--sunken); border: 1px solid var(--line); border-radius: 8px;
  padding: .6rem .8rem; margin-top: .4rem; white-space: pre-wrap; max-height: 24rem; overflow: auto; line-height: 1.45;
}
summary { cursor: pointer; }
.muted, .meta, .path { color: var(--muted); }
.meta { font-size: .875rem; display: flex; flex-wrap: wrap; gap: .15rem 1.1rem; align-items: baseline; }

.good { --tone: var(--good); }
.bad, .P0 { --tone: var(--bad); }
.open, .P1 { --tone: var(--open); }
.idle, .P2, .P3 { --tone: var(--idle); }
.badge, .severity {
  display: inline-block; white-space: nowrap; font-size: .78rem; font-weight: 600; line-height: 1.5;
  color: var(--tone); background: color-mix(in srgb, var(--tone) 12%, transparent);
  border-radius: 99px; padding: 0 .6rem;
}
.severity { font-family: var(--mono); border-radius: 5px; padding: 0 .4rem; }

header { margin-bottom: 1.5rem; }
.path { font-size: .875rem; margin-bottom: .9rem; }
.outcome { font-size: 1.05rem; margin: .8rem 0 1.4rem; }
.outcome .badge { font-size: .95rem; padding: .1rem .8rem; margin-right: .3rem; }
.stations { display: grid; grid-template-columns: repeat(5, 1fr) 1.4fr; margin-bottom: 1.3rem; }
.stations li { position: relative; padding: 1.2rem .6rem 0 0; font-size: .875rem; line-height: 1.4; }
.stations li::before {
  content: ""; position: absolute; top: 0; left: 0; width: .8rem; height: .8rem; border-radius: 50%;
  background: var(--tone);
}
.stations .idle::before { background: var(--page); border: 2px solid var(--line); }
.stations li:not(:last-child)::after {
  content: ""; position: absolute; top: .35rem; left: 1.1rem; right: .3rem; height: 2px; background: var(--line);
}
.stations b, .stations span { display: block; }
.stations span { color: var(--muted); font-size: .8rem; }
.facts { display: flex; flex-wrap: wrap; gap: .4rem 2rem; font-size: .875rem; }
.facts div { display: flex; gap: .5rem; align-items: baseline; }
.facts dt { color: var(--muted); }
.do { font-size: .875rem; color: var(--muted); margin-top: 1rem; }
header pre { background: var(--card); }

section {
  background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  padding: 1.2rem 1.4rem; margin-bottom: 1rem;
}
.tasks > li { border-left: 3px solid var(--tone); padding: .1rem 0 .1rem .9rem; }
.tasks > li + li { margin-top: 1.2rem; }
.task .title { font-weight: 600; }
.id { color: var(--muted); font-weight: 500; }
.reason { color: var(--tone); font-size: .925rem; }
.dots { color: var(--tone); letter-spacing: .1em; font-size: .65em; vertical-align: .15em; }
.gates { display: flex; flex-wrap: wrap; gap: .35rem; margin-top: .45rem; font-size: .82rem; }
.gates li { border: 1px solid var(--line); border-radius: 6px; padding: .05rem .5rem; }
.gates i { color: var(--tone); font-style: normal; font-weight: 700; }
.gates small { color: var(--muted); }
.gates ~ details { margin-top: .45rem; font-size: .875rem; }

.criteria li { display: flex; gap: .7rem; padding: .45rem 0; }
.criteria li + li, .findings li + li { border-top: 1px solid var(--line); }
.criteria i {
  flex: none; width: 1.35rem; height: 1.35rem; border-radius: 50%; text-align: center; font: 700 .8rem/1.35rem system-ui, sans-serif;
  color: var(--tone); background: color-mix(in srgb, var(--tone) 14%, transparent);
}
.criteria details { flex: 1; min-width: 0; }
.criteria .meta { margin-top: .3rem; }
.counts { display: flex; flex-wrap: wrap; gap: 1.2rem; color: var(--muted); margin-top: .2rem; }
.counts b { color: var(--text); }
.findings li { padding: .55rem 0; }
.findings li:first-child { padding-top: .1rem; }
.findings .title { margin-right: .3rem; }
.question { border-left: 3px solid var(--open); padding-left: .9rem; }
.question + .question { margin-top: 1.4rem; }
.ask { font-weight: 600; margin: .1rem 0 .4rem; }
.options { margin-top: .5rem; display: grid; gap: .6rem; }

table { border-collapse: collapse; width: 100%; font-size: .875rem; margin-top: .4rem; }
th { text-align: left; font-weight: 500; color: var(--muted); }
th, td { padding: .3rem 0; border-bottom: 1px solid var(--line); vertical-align: baseline; }
tr:last-child td { border-bottom: 0; }
th + th, td + td { text-align: right; padding-left: 1rem; white-space: nowrap; font-variant-numeric: tabular-nums; }
th:first-child { width: 100%; }
.added { color: var(--good); }
.removed { color: var(--bad); }
.specs li { padding: .15rem 0; }

@media (max-width: 40rem) {
  body { padding: 1.25rem .75rem 2rem; }
  section { padding: 1rem; border-radius: 10px; }
  .stations { grid-template-columns: repeat(3, 1fr); row-gap: .9rem; }
}
@media print {
  :root { color-scheme: light; }
  body { padding: 0; max-width: none; background: none; font-size: 10pt; }
  section { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: .8rem 0; }
  pre { max-height: none; }
  li, article { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  details::details-content { content-visibility: visible; height: auto; }
}
`,
};
