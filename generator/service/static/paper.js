// The page as it prints beside its data: open or not as it was left on this device, drawn anew when the data are kept.
(() => {
  const pane = document.querySelector('[data-paper]');
  const button = document.querySelector('[data-paper-button]');
  const look = () => {
    if (pane.hidden) return;
    htmx.process(pane); // when the page has just been loaded, it may not be yet
    pane.firstElementChild.dispatchEvent(new Event('look'));
  };

  function show(open) {
    pane.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
    localStorage.setItem('paper', open ? 'open' : '');
    look();
  }

  button.addEventListener('click', () => show(pane.hidden));
  document.addEventListener('kept', look);
  if (pane.dataset.paper) document.querySelector(pane.dataset.paper).addEventListener('change', look);
  window.addEventListener('load', () => show(localStorage.getItem('paper') === 'open'));
})();
