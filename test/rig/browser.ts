import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { ensureChromium } from '../../scripts/chromium.ts';

/** A page as it was opened, with all that it asked for and complained about. */
export interface Visit {
  readonly page: Page;
  /** Messages of the console and uncaught errors. */
  readonly complaints: string[];
  /** Addresses that the page asked for, its own among them. */
  readonly requests: string[];
}

/** Starts a browser; where there is none, says why not. */
export async function startBrowser(): Promise<Browser | { readonly missing: string }> {
  const found = ensureChromium();
  if ('missing' in found) return found;
  // Chromium's sandbox does not work for root.
  return await chromium.launch({ executablePath: found.path, chromiumSandbox: process.getuid?.() !== 0 });
}

/** Opens a file as a person does, by a double click: from the disk. */
export async function visit(browser: Browser, path: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(path).href);
  return { page, complaints, requests };
}

/** What axe finds wrong with a page: rule, how bad, and the first places. */
export async function violations(page: Page): Promise<string[]> {
  const require = createRequire(import.meta.url);
  // As an expression of the browser's own console: the page's policy lets no other script in.
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  return await page.evaluate<string[]>(
    'axe.run(document).then(({ violations }) => violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(" | ")}`))',
  );
}

/** Where the keyboard leads: the first so many stops, each by its tag and its words. */
export async function stops(page: Page, most: number): Promise<string[]> {
  const found: string[] = [];
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press('Tab');
    found.push(await page.evaluate<string>(`(${describe})(document.activeElement)`));
  }
  return found;
}

/** What can be reached by the keyboard, in the order of the document. */
export async function reachable(page: Page, most: number): Promise<string[]> {
  return await page.evaluate<string[]>(
    `[...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')].filter((one) => one.checkVisibility()).slice(0, ${most}).map(${describe})`,
  );
}

const describe = `(one) => one.localName + ' ' + (one.getAttribute('aria-label') ?? one.textContent).replace(/\\s+/g, ' ').trim().slice(0, 60)`;
