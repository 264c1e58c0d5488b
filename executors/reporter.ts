import { appendFileSync } from 'node:fs';
import type { Host } from '../core/host/host.ts';
import { eventsVariable, startedVariable } from '../core/host/variables.ts';
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
  const color = stdout.isTTY || (process.env['FORCE_COLOR'] ?? '0') !== '0';
  const style = { color: color && !process.env['NO_COLOR'], width: stdout.isTTY ? stdout.columns : Infinity };
  return (event) => {
    for (const line of progressLine(event, style)) stdout.write(`${line}\n`);
  };
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
