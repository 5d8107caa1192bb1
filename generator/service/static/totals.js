// A figure tells where it comes from, and goes on to the campaigns below that handed it up.
(() => {
  const dialog = document.querySelector('[data-lineage]');
  const show = async (place, into) => {
    const answer = await fetch(place);
    const said = await answer.json();
    const lines = document.createElement('pre');
    lines.textContent = said.lines ? said.lines.join('\n') : said.told;
    into.replaceChildren(lines);
    for (const below of said.below || []) {
      const part = document.createElement('details');
      part.className = 'lower';
      const line = document.createElement('summary');
      line.textContent = below.line;
      const inner = document.createElement('div');
      part.append(line, inner);
      part.addEventListener('toggle', () => { if (part.open && !inner.childElementCount) show(below.place, inner); });
      into.append(part);
    }
  };
  document.addEventListener('click', async (event) => {
    const place = event.target.dataset.explain;
    if (!place) return;
    await show(place, dialog.querySelector('[data-lines]'));
    dialog.showModal();
  });
})();
