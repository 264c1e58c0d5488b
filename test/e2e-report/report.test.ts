import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportHtml } from '../../core/report/page/page.ts';
import type { Report } from '../../core/report/report.ts';
import { largeReport } from '../report/large.ts';
import { sampleReport } from '../report/sample.ts';
import { reachable, startBrowser, stops, violations, visit } from '../rig/browser.ts';
import { landedPhase, reportPage } from '../rig/landed-phase.ts';
import type { Rig } from '../rig/rig.ts';

const started = await startBrowser();
if ('missing' in started) process.stderr.write(`skipped: ${started.missing}\n`);

describe.skipIf('missing' in started)('The page of the report, in a browser', { timeout: 240_000 }, () => {
  const browser = started as Browser;
  const folder = mkdtempSync(join(tmpdir(), 'phasewright-page-'));
  let rig: Rig;
  let real = '';
  const waiting = written('waiting', sampleReport());
  const large = written('large', largeReport(200));

  function written(name: string, report: Report): string {
    const path = join(folder, `${name}.html`);
    writeFileSync(path, reportHtml(report));
    return path;
  }

  beforeAll(async () => {
    rig = await landedPhase();
    real = join(rig.checkout, reportPage);
  }, 240_000);

  afterAll(async () => {
    await browser.close();
    await rig.close();
    rmSync(folder, { recursive: true });
  });

  test.each(['real', 'waiting', 'large'])(
    'complains of nothing, asks for nothing and has no barrier: %s.',
    async (name) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const path = { real, waiting, large }[name]!;
        const { page, complaints, requests } = await visit(browser, path, { colorScheme });

        expect(await violations(page)).toEqual([]);
        expect(complaints).toEqual([]);
        expect(requests).toEqual([page.url()]);
        await page.context().close();
      }
    },
  );

  test('tells of a real run what happened in it.', async () => {
    const { page } = await visit(browser, real);

    expect(await page.locator('.outcome').textContent()).toBe('Landed');
    expect(await page.locator('svg.graph .node').count()).toBe(4 + 6);
    expect(await page.locator('svg.timeline .bar').count()).toBe(4 + 4);
    await page.locator('summary', { hasText: 'Part 1.2' }).click();
    expect(await page.locator('#task-1\\.2 .rounds > li').count()).toBe(2);
    expect(await page.locator('#task-1\\.2 .findings').textContent()).toContain('The name says nothing');
    expect(await page.locator('.files tbody tr').allTextContents()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^demo\/src\/1\.4\.txt.*1\.4/s),
        expect.stringContaining('hand-off commit'),
      ]),
    );
    await page.context().close();
  });

  test('is in the dark darker than its text, in the light lighter.', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await visit(browser, waiting, { colorScheme });
      const [ground, text] = await page.evaluate<number[]>(
        `['backgroundColor', 'color'].map((name) => getComputedStyle(document.body)[name].match(/\\d+/g).slice(0, 3).reduce((sum, one) => sum + Number(one), 0))`,
      );

      expect(ground! > text!).toBe(colorScheme === 'light');
      await page.context().close();
    }
  });

  test('is walked with the keyboard in the order in which it is read, from a link that skips the contents.', async () => {
    const { page } = await visit(browser, waiting);
    const order = await reachable(page, 60);

    expect(await stops(page, order.length)).toEqual(order);
    expect(order[0]).toBe('a Skip to the report');
    await page.reload();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(`document.activeElement.closest('main') !== null`)).toBe(true);
    await page.context().close();
  });

  test('opens what is folded when a link leads into it.', async () => {
    const { page } = await visit(browser, large);
    const last = page.locator('#task-2\\.200');
    expect(await last.isVisible()).toBe(false);

    await page.evaluate(`location.hash = 'task-2.200'`);

    await last.locator('.body').waitFor({ state: 'visible' });
    await page.context().close();
  });

  test('shows its tables whole at the width of a desk, also those that were folded.', async () => {
    for (const path of [real, waiting]) {
      const { page } = await visit(browser, path, { viewport: { width: 1280, height: 900 } });
      await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);
      const cut = await page.evaluate(
        `[...document.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.getAttribute('aria-label'))`,
      );

      expect(cut).toEqual([]);
      await page.context().close();
    }
  });

  test('is nowhere wider than a phone, also with all that is folded.', async () => {
    for (const path of [real, waiting]) {
      const { page } = await visit(browser, path, { viewport: { width: 390, height: 844 } });
      await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);

      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      await page.context().close();
    }
  });

  test('leads from a drawing to its task a second time as well.', async () => {
    const { page } = await visit(browser, waiting);
    const task = page.locator('#task-2\\.2');
    for (const _ of [1, 2]) {
      await page.locator('svg.graph [data-to="task-2.2"]').click();
      await task.locator('.body').waitFor({ state: 'visible' });
      expect(await page.evaluate('location.hash')).toBe('#task-2.2');
      await task.locator('summary').first().click();
      await task.locator('.body').waitFor({ state: 'hidden' });
    }
    await page.context().close();
  });

  test('finds a task among 200, and is nowhere wider than the window.', async () => {
    for (const width of [1280, 390]) {
      const { page } = await visit(browser, large, { viewport: { width, height: 844 } });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);

      await page.getByLabel('Find a task').fill('part 137 ');
      expect(await page.locator('details.task:visible').count()).toBe(1);
      await page.context().close();
    }
  });

  test('has everything without its script as well.', async () => {
    const { page } = await visit(browser, waiting, { javaScriptEnabled: false });

    for (const heading of ['What to do next', 'Open questions', 'The timeline', 'Records'])
      expect(await page.getByRole('heading', { name: heading }).isVisible()).toBe(true);
    await page.locator('summary', { hasText: 'Partial refunds' }).click();
    expect(await page.getByText('Refunds can be partial now.').isVisible()).toBe(true);
    await page.context().close();
  });

  test('is printed with all that is folded, and without what is only for the screen.', async () => {
    const { page } = await visit(browser, waiting);
    await page.emulateMedia({ media: 'print' });

    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await page.locator('details:not([open])').count()).toBe(0);
    expect((await page.pdf({ format: 'A4' })).subarray(0, 4).toString()).toBe('%PDF');
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    expect(await page.locator('details:not([open])').count()).toBeGreaterThan(0);
    await page.context().close();
  });
});
