import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startBrowser, violations, visit } from '../rig/browser.ts';
import { landedPhase, reportPage } from '../rig/landed-phase.ts';

// The short form of `npm run e2e:report`.
test(
  'The page of a real run opens in a browser: nothing to complain of, nothing from elsewhere.',
  { timeout: 240_000 },
  async (context) => {
    const browser = await startBrowser();
    if ('missing' in browser) return context.skip(browser.missing);
    onTestFinished(async () => await browser.close());
    const rig = await landedPhase();
    onTestFinished(async () => await rig.close());

    const { page, complaints, requests } = await visit(browser, join(rig.checkout, reportPage));

    expect(await page.locator('.outcome').textContent()).toBe('Landed');
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([page.url()]);
  },
);
