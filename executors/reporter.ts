import { appendFileSync } from 'node:fs';
import type { Host } from '../core/host/host.ts';
import { eventsVariable, startedVariable } from '../core/host/variables.ts';
import type { TerminalStyle } from '../core/lint/format/terminal.ts';
import { progressLine, type ProgressEvent } from '../core/report/progress.ts';
import type { Emit } from '../core/stage/context.ts';

/**
 * Prints progress for people. Nx sits between us and the terminal: it asks for colours with FORCE_COLOR, and the
 * terminal's width is only known when there is no Nx between.
 */
export function consoleReporter(): (event: ProgressEvent) => void {
  const { stdout } = process;
  // When Nx is gone there is nobody to read this, but a report still to be written.
  stdout.on('error', () => undefined);
  const style = { color: hasColor(), width: stdout.isTTY ? stdout.columns : Infinity };
  return (event) => {
    for (const line of progressLine(event, style)) stdout.write(`${line}\n`);
  };
}

/** How complaints are shown; a place that is no terminal gets lines that still can be read in a log. */
export function terminalStyle(): TerminalStyle {
  return { color: hasColor(), columns: process.stdout.isTTY ? process.stdout.columns : 120 };
}

function hasColor(): boolean {
  const wanted = process.stdout.isTTY || (process.env['FORCE_COLOR'] ?? '0') !== '0';
  return wanted && !process.env['NO_COLOR'];
}

/** A stage of a run tells the process that started the run, which prints; one that was started by hand prints itself. */
export function stageReporter(host: Host): Emit {
  const events = host.env[eventsVariable];
  const started = Number(host.env[startedVariable] ?? host.clock.wall());
  const tell =
    events === undefined
      ? consoleReporter()
      : (event: ProgressEvent) => appendFileSync(events, `${JSON.stringify(event)}\n`);
  return (event) => tell({ ...event, at: host.clock.wall() - started });
}
