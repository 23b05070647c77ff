'use strict';
// Usage: node look.js MODULES CHROMIUM PAGE LARGE: looks at two report pages as people do, and prints what it saw as one JSON
// object. MODULES is the folder node_modules, which lies outside of the source tree.
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');

const [modules, chromium, file, large] = process.argv.slice(2);
const { chromium: browserType } = require(path.join(modules, 'playwright-core'));
const axe = fs.readFileSync(path.join(modules, 'axe-core', 'axe.min.js'), 'utf8');
const LOOKS = [
  { colorScheme: 'light', width: 1280 }, { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'light', width: 320 }, { colorScheme: 'dark', width: 320 },
];

let browser;
const complaints = [];
const requests = [];

async function open(page, options = {}) {
  const { width = 1280, ...rest } = options;
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce', ...rest });
  const tab = await context.newPage();
  tab.on('console', message => complaints.push(`${message.type()}: ${message.text()}`));
  tab.on('pageerror', error => complaints.push(`error: ${error.message}`));
  tab.on('request', request => requests.push(request.url().split('#')[0]));
  await tab.goto(pathToFileURL(page).href);
  return tab;
}

const openAll = tab => tab.evaluate(() => document.querySelectorAll('details').forEach(details => { details.open = true; }));
const widest = tab => tab.evaluate(() => document.scrollingElement.scrollWidth);

/** From the beginning of the navigation to the second frame: by then everything in sight was drawn. */
const drawn = tab => tab.evaluate(() => new Promise(done =>
  requestAnimationFrame(() => requestAnimationFrame(() => done(Math.round(performance.now()))))));

async function accessibility() {
  const found = {};
  for (const look of LOOKS) {
    const tab = await open(file, look);
    await openAll(tab);
    await tab.evaluate(axe);
    const results = await tab.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
    found[`${look.colorScheme} ${look.width}`] = results.violations.map(violation =>
      `${violation.id}: ${violation.nodes.length} times, first ${violation.nodes[0].html.slice(0, 200)} ${violation.nodes[0].failureSummary}`);
    await tab.context().close();
  }
  return found;
}

async function widths() {
  const found = {};
  for (const page of [file, large]) {
    const tab = await open(page, { width: 320 });
    await openAll(tab);
    found[path.basename(page)] = await widest(tab);
    await tab.context().close();
  }
  return found;
}

async function speed() {
  const millis = [];
  for (let i = 0; i < 3; i++) {
    const tab = await open(large);
    millis.push(await drawn(tab));
    await tab.context().close();
  }
  const tab = await open(large);
  const elements = await tab.evaluate(() => document.querySelectorAll('*').length);
  await tab.context().close();
  return { millis, elements };
}

async function keyboard() {
  const tab = await open(file);
  const stops = [];
  for (let i = 0; i < 400; i++) {
    await tab.keyboard.press('Tab');
    const stop = await tab.evaluate(() => {
      const at = document.activeElement;
      if (at === document.body) return null;
      const box = at.getBoundingClientRect();
      return {
        what: at.id || at.getAttribute('href') || at.textContent.trim().slice(0, 40),
        outlined: getComputedStyle(at).outlineStyle !== 'none' && box.width > 2 && box.top >= 0 && box.bottom <= innerHeight + 1,
      };
    });
    if (stop === null) break;
    stops.push(stop);
  }
  await tab.locator('.months a[tabindex="0"]').focus();
  const days = [];
  for (const key of ['ArrowLeft', 'ArrowUp', 'ArrowDown', 'ArrowRight', 'Home', 'End', 'ArrowLeft']) {
    await tab.keyboard.press(key);
    days.push(await tab.evaluate(() => document.activeElement.hash));
  }
  for (let i = 0; i < 30; i++) await tab.keyboard.press('ArrowLeft');
  const chosen = await tab.evaluate(() => document.activeElement.hash);
  await tab.keyboard.press('Enter');
  await tab.waitForFunction(() => document.activeElement.matches('tr'));
  const shown = await tab.evaluate(() => {
    const row = document.activeElement;
    const box = row.getBoundingClientRect();
    return { id: '#' + row.id, visible: row.checkVisibility() && box.top >= 0 && box.bottom <= innerHeight };
  });
  await tab.context().close();
  return { stops, days, chosen, shown };
}

async function filter() {
  const tab = await open(file);
  const rows = () => tab.evaluate(() => [...document.querySelectorAll('#tables [data-table]')]
    .filter(row => row.checkVisibility()).map(row => row.dataset.table));
  const cards = () => tab.evaluate(() => [...document.querySelectorAll('#trends [data-table]')]
    .filter(row => row.checkVisibility()).map(row => row.dataset.table));
  const says = () => tab.locator('#filter-count').textContent();
  const found = {};
  for (const text of ['ORD', 'no such table', '']) {
    await tab.locator('#filter').fill(text);
    found[text] = { rows: await rows(), cards: await cards(), says: await says(), nothing: await tab.locator('#filter-none').isVisible() };
  }
  await tab.context().close();
  return found;
}

async function withoutScript() {
  const tab = await open(file, { javaScriptEnabled: false });
  const day = tab.locator('.months a').last();
  const hash = await day.getAttribute('href');
  await day.click();
  const row = tab.locator('tr' + hash);
  const found = {
    filter: await tab.locator('#filter').isVisible(),
    hint: await tab.getByText('Arrow keys move').isVisible(),
    tables: await tab.locator('#tables tbody tr').count(),
    row: await row.isVisible(),
  };
  await tab.context().close();
  return found;
}

async function print() {
  const found = {};
  for (const javaScriptEnabled of [true, false]) {
    const tab = await open(file, { javaScriptEnabled, colorScheme: 'dark', width: 800 });
    await tab.emulateMedia({ media: 'print' });
    const rows = tab.locator('#days tbody tr');
    const pdf = await tab.pdf({ format: 'A4', printBackground: true });
    found[javaScriptEnabled ? 'script' : 'noScript'] = {
      rows: await rows.count(),
      lastRow: (await rows.last().boundingBox()).height > 5,
      background: await tab.evaluate(() => getComputedStyle(document.body).backgroundColor),
      navigation: await tab.locator('nav').isVisible(),
      pages: pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length,
    };
    await tab.context().close();
  }
  return found;
}

/** Last, because the browser complains of what it does not do. */
async function policy() {
  const before = complaints.length;
  const tab = await open(file);
  const attacked = await tab.evaluate(async () => {
    const run = text => {
      const script = document.createElement('script');
      script.textContent = text;
      document.body.append(script);
    };
    run('window.inline = true');
    document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.handler = true"><p id="styled" style="color: red">x</p>');
    const fetched = await fetch('http://127.0.0.1:9/').then(() => true, () => false);
    return { inline: window.inline === true, handler: window.handler === true, fetched, hacked: window.hacked === true };
  });
  await tab.context().close();
  return { ...attacked, refusals: complaints.splice(before).filter(text => text.includes('Content Security Policy')).length };
}

(async () => {
  browser = await browserType.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const seen = {
      speed: await speed(),
      accessibility: await accessibility(),
      widths: await widths(),
      keyboard: await keyboard(),
      filter: await filter(),
      withoutScript: await withoutScript(),
      print: await print(),
    };
    seen.requests = [...new Set(requests)];
    seen.complaints = [...complaints];
    seen.policy = await policy();
    console.log(JSON.stringify(seen));
  } finally {
    await browser.close();
  }
})().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
