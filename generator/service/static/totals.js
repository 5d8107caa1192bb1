// A figure tells where it comes from.
(() => {
  const dialog = document.querySelector('[data-lineage]');
  document.addEventListener('click', async (event) => {
    const place = event.target.dataset.explain;
    if (!place) return;
    const answer = await fetch(place);
    const said = await answer.json();
    dialog.querySelector('pre').textContent = said.lines ? said.lines.join('\n') : said.told;
    dialog.showModal();
  });
})();
