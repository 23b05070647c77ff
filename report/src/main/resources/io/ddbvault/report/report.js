'use strict';
// The page is complete without this: it adds a filter, arrow keys in the calendar, and details that open by themselves.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  all('.js-only:not(.nothing)').forEach(element => { element.hidden = false; });

  const filter = document.getElementById('filter');
  if (filter) {
    const rows = all('[data-table]');
    const total = all('#tables [data-table]').length;
    const count = document.getElementById('filter-count');
    const none = document.getElementById('filter-none');
    const show = () => {
      const wanted = filter.value.trim().toLowerCase();
      rows.forEach(row => { row.hidden = !row.dataset.table.toLowerCase().includes(wanted); });
      const shown = all('#tables [data-table]:not([hidden])').length;
      count.textContent = wanted === '' ? '' : `${shown} of ${total} tables`;
      none.hidden = shown > 0;
    };
    filter.addEventListener('input', show);
    // A browser that goes back fills in what was typed.
    show();
  }

  // One stop for the tab key, and arrows within. The newest day comes first on the page, in its month the last.
  const cells = all('.months a').sort((a, b) => a.hash < b.hash ? -1 : 1);
  if (cells.length > 0) {
    cells.forEach(cell => { cell.tabIndex = -1; });
    cells[cells.length - 1].tabIndex = 0;
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
    const go = (from, to) => {
      from.tabIndex = -1;
      to.tabIndex = 0;
      to.focus();
    };
    document.querySelector('.months').addEventListener('keydown', event => {
      const at = cells.indexOf(event.target);
      if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
      const next = event.key === 'Home' ? 0 : event.key === 'End' ? cells.length - 1 : at + (steps[event.key] ?? NaN);
      if (Number.isNaN(next)) return;
      event.preventDefault();
      if (cells[next]) go(cells[at], cells[next]);
    });
  }

  const reveal = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const details = target && target.closest('details');
    if (!details) return;
    details.open = true;
    target.scrollIntoView({ block: 'center' });
    target.focus({ preventScroll: true });
  };
  addEventListener('hashchange', reveal);
  reveal();

  let closed = [];
  addEventListener('beforeprint', () => {
    closed = all('details:not([open])');
    closed.forEach(details => { details.open = true; });
  });
  addEventListener('afterprint', () => closed.forEach(details => { details.open = false; }));
})();
