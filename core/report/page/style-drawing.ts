/** The look of the graph and of the timeline. */
export const drawingStyle = `
.drawing { overflow: auto; margin: .2rem 0 .4rem; }
.drawing svg { display: block; max-width: 100%; height: auto; min-width: 40rem; font-family: var(--sans); }
.drawing.tall { max-height: 42rem; border: 1px solid var(--line); border-radius: 8px; padding: 1rem; }
.drawing text { fill: var(--text); font-size: 12px; }
.edges path { fill: none; stroke: var(--strong-line); stroke-width: 1.25; }
.tall .edges path { opacity: .55; }
.node rect { fill: color-mix(in srgb, var(--tone) 6%, var(--raised)); stroke: var(--tone); stroke-width: 1.25; }
.node.idle rect { stroke-dasharray: 4 3; fill: var(--page); }
.node.bad rect { stroke-width: 2.25; }
.node .icon { stroke: var(--raised); }
.drawing .name { font-weight: 600; }
.drawing .node .title, .drawing .took, .drawing .tick text, .drawing .lane, .drawing .break text { fill: var(--muted); font-size: 11px; }
.drawing .took { text-anchor: end; }
[data-to] { cursor: pointer; }
.node:hover rect { stroke-width: 2.25; }
.tick path { stroke: var(--line); stroke-width: 1; }
.tick text { text-anchor: middle; }
.break rect { fill: var(--sunken); }
.break text { text-anchor: middle; }
.step.work { fill: light-dark(#3f6fa8, #5f93cf); }
.step.review { fill: light-dark(#c3d5ea, #324a66); }
.step.gates { fill: url(#hatch); }
.step.other { fill: light-dark(#d9dcdd, #3a4149); }
.ground { fill: light-dark(#eef2f0, #252c2b); }
.line { stroke: light-dark(#6f8b80, #7fa395); stroke-width: 2; }
.bar .frame { fill: none; stroke: var(--strong-line); stroke-width: 1; }
.bar.bad .frame { stroke: var(--bad); stroke-width: 2; }
.bar.open .frame { stroke: var(--open); stroke-width: 2; }
.bar text { font-weight: 600; font-size: 11.5px; paint-order: stroke; stroke: var(--page); stroke-width: 3px; stroke-linejoin: round; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; margin-bottom: .6rem; font-size: .85rem; }
.legend span { display: inline-flex; align-items: center; gap: .45rem; }
.swatch { width: 1.15rem; height: .65rem; }
`;
