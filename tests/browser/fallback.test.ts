// What is left of the element where neither a frame nor scripts can be had: the author's own picture.

import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { launch, serve, type Server } from './harness.js';
import { listen, onHost, opened, tells } from './hosts.js';

let browser: Browser;
let site: Server;
beforeAll(async () => ([browser, site] = await Promise.all([launch(), serve()])));
afterAll(async () => Promise.all([browser.close(), site.close()]));

/** How wide a picture stands there; nothing where it hasn't come or can't be seen. */
const width = async (picture: Locator): Promise<number> =>
  (await picture.isVisible()) && (await picture.evaluate((image: HTMLImageElement) => image.naturalWidth > 0))
    ? ((await picture.boundingBox())?.width ?? 0)
    : 0;

test('where a policy forbids frames and nothing was recorded the picture stays, with the reason', () =>
  onHost(
    { SITE: site.url },
    async ({ url }) => {
      const page = await opened(browser, `${url}strict.html`);
      // The post's element has a recording; this one hasn't.
      await page.evaluate(() => {
        const other = document.querySelector('four-toasters')?.cloneNode(true) as HTMLElement;
        other.removeAttribute('report');
        other.id = 'bare';
        document.body.prepend(other);
      });
      const bare = page.locator('#bare');
      await listen(page, 'bare');
      await bare.getByRole('button', { name: 'Run it here' }).click();
      await tells(page, 'tier picture');
      expect(await bare.getByRole('status').first().textContent()).toMatch(/content policy/);
      await expect.poll(() => width(bare.locator('img'))).toBe(640);
      expect(await page.locator('iframe').count()).toBe(0);
      await page.context().close();
    },
    { 'Content-Security-Policy': "default-src 'none'; script-src http:; connect-src http:; img-src http:" },
  ));

test('without scripts the element’s picture stands in the post', () =>
  onHost({ SITE: site.url }, async ({ url }) => {
    const page = await opened(browser, `${url}plain.html`, { javaScriptEnabled: false });
    const pictures = page.locator('four-toasters img');
    expect(await pictures.count()).toBe(2);
    for (const picture of await pictures.all()) await expect.poll(() => width(picture)).toBe(640);
    await page.context().close();
  }));
