'use strict';
// Usage: node photograph.js MODULES CHROMIUM PAGE FOLDER: makes the pictures that the documentation shows.
const path = require('path');
const { pathToFileURL } = require('url');

const [modules, chromium, file, folder] = process.argv.slice(2);
const { chromium: browserType } = require(path.join(modules, 'playwright-core'));
const PICTURES = [
  { name: 'report-light', colorScheme: 'light', viewport: { width: 1200, height: 1480 } },
  { name: 'report-dark', colorScheme: 'dark', viewport: { width: 1200, height: 1200 }, at: '#trends' },
  { name: 'report-phone', colorScheme: 'light', viewport: { width: 390, height: 1000 }, deviceScaleFactor: 2, at: '#figures' },
];

(async () => {
  const browser = await browserType.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'] });
  try {
    for (const { name, at, ...options } of PICTURES) {
      const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
      const tab = await context.newPage();
      await tab.goto(pathToFileURL(file).href);
      if (at) await tab.evaluate(selector => scrollTo(0, document.querySelector(selector).getBoundingClientRect().top - 24), at);
      await tab.screenshot({ path: path.join(folder, `${name}.png`) });
      await context.close();
    }
  } finally {
    await browser.close();
  }
})().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
