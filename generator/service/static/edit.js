// The editor's page: what is typed is kept as a draft by and by, told at its place, and shown as it prints.
(() => {
  const place = document.getElementById('edit');
  const state = JSON.parse(place.dataset.state);
  const section = place.dataset.section;
  const kept = place.querySelector('[data-kept]');
  const remarks = place.querySelector('[data-remarks]');
  const aside = place.querySelector('.live');
  const pages = place.querySelector('[data-live]');
  const items = [...place.querySelectorAll('[data-item]')];
  const parts = window.editorParts ?? {};  // what the tables and the texts add: { start, typed, told, row }
  let dirty = false, sending = false, stopped = false, lost = null, timer = 0, row = 0, asked = 0;

  const each = (act, ...given) => Object.values(parts).map((part) => part[act]?.(...given));

  function changed() {
    dirty = true;
    kept.textContent = '…';
    clearTimeout(timer);
    timer = setTimeout(keep, 700);
  }

  function made() {
    dirty = false;
    const body = { seen: state.seen, items: Object.fromEntries(items.map((one) => [one.dataset.item, one.value])) };
    each('typed', body);
    return body;
  }

  async function keep() {
    if (!(dirty || lost) || sending || stopped) return;
    clearTimeout(timer);
    sending = true;
    const body = lost ?? made();
    const said = await send(place.dataset.place, body);
    sending = false;
    lost = said.status === 0 ? body : null;  // it may be kept: it is sent once more as it was
    if (said.status === 200) {
      const typed = body.items;
      Object.assign(state, { seen: said.seen, draft: said.draft, told: said.told });
      for (const one of items) {
        const now = said.items[one.dataset.item];
        if (now !== undefined && one.value === typed[one.dataset.item] && one !== document.activeElement) one.value = now;
      }
      each('kept', said, dirty);
      show();
      kept.textContent = dirty ? '…' : '已存为草稿';
      look();
      if (dirty) timer = setTimeout(keep, 200);
    } else {
      stopped = !lost;
      dirty ||= stopped;
      kept.textContent = said.told ?? '没有存上，请刷新页面';
      if (lost) timer = setTimeout(keep, 5000);
      if (stopped) remarks.prepend(line({ message: kept.textContent, severity: 'error' }));
    }
  }

  function line(told) {
    const item = document.createElement('li');
    item.className = told.severity;
    item.append(`${told.where ? `${told.where}：` : ''}${told.message}`);
    if (told.section && (told.key || told.row !== null)) {
      const go = document.createElement(told.section === section ? 'button' : 'a');
      if (told.section === section) {
        go.type = 'button';
        go.addEventListener('click', () => find(told));
      } else go.href = told.section;
      go.className = 'plain';
      go.textContent = '到那里';
      item.append(' ', go);
    }
    return item;
  }

  function find(told) {
    const item = items.find((one) => one.dataset.item === told.key);
    if (item) {
      if (item.closest('details')) item.closest('details').open = true;
      item.focus();
    } else each('find', told);
  }

  // Errors of this page first; of others how many, in the list of pages.
  function show() {
    const mine = state.told.filter((t) => t.section === section || !t.section);
    remarks.replaceChildren(...mine.sort((a, b) => (a.severity > b.severity) - (a.severity < b.severity)).slice(0, 12).map(line));
    if (mine.length > 12) remarks.append(line({ message: `还有 ${mine.length - 12} 处，改好上面的再看。`, severity: 'warning' }));
    for (const one of items) {
      const told = mine.filter((t) => t.key === one.dataset.item && t.row === null);
      const wrong = told.some((t) => t.severity === 'error');
      one.classList.toggle('has-error', wrong);
      one.classList.toggle('has-warning', told.length > 0 && !wrong);
      one.toggleAttribute('aria-invalid', wrong);
      one.title = told.map((t) => t.message).join('\n');
    }
    for (const link of place.querySelectorAll('[data-section]')) {
      const count = state.told.filter((t) => t.section === link.dataset.section && t.severity === 'error').length;
      if (count) link.dataset.wrong = count; else delete link.dataset.wrong;
    }
    place.querySelector('[data-pending]').hidden = !state.draft;
    each('told', mine);
  }

  async function look(words = each('words').find(Boolean) ?? '') {
    const turn = ++asked;
    aside.classList.add('waiting');
    const answer = await fetch(`${place.dataset.place}/live?row=${row}&words=${encodeURIComponent(words.slice(0, 40))}`).catch(() => null);
    const said = await answer?.json().catch(() => null);
    if (turn !== asked) return;
    aside.classList.remove('waiting');
    const name = place.querySelector('[data-live-name]'), told = place.querySelector('[data-live-told]');
    if (!said || !answer.ok) { told.textContent = said?.told ?? '没有取到样张'; return; }
    name.textContent = said.name;
    told.textContent = `${said.pages.length} 页${said.is_old ? ' · 有错误，这是改之前的样子' : ''}`;
    if (pages.dataset.digest !== said.digest) draw(said);
    if (said.at) {
      const image = pages.children[Math.floor(said.at) - 1];
      const top = image ? image.offsetTop + (said.at % 1) * image.clientHeight : 0;
      if (image && (top < pages.scrollTop || top > pages.scrollTop + pages.clientHeight * 0.8)) pages.scrollTo({ top: top - pages.clientHeight / 4 });
    }
  }

  function draw(said) {
    pages.dataset.digest = said.digest;
    const old = [...pages.children];
    for (const [i, shape] of said.pages.entries()) {
      const n = i + 1, image = old[i] ?? document.createElement('img');
      image.style.aspectRatio = shape;
      image.loading = 'lazy';
      image.alt = `${said.name} 第${n}页`;
      image.src = `${place.dataset.place}/live/${n}.png?row=${row}&v=${said.digest}`;
      if (!old[i]) pages.append(image);
    }
    for (const image of old.slice(said.pages.length)) image.remove();
  }

  place.addEventListener('input', (event) => { if (event.target.dataset.item) changed(); });
  window.addEventListener('beforeunload', (event) => { if (dirty || sending || lost) event.preventDefault(); });
  document.addEventListener('visibilitychange', () => { if (document.hidden) keep(); });
  each('start', { state, changed, look: (words) => look(words), row: (number) => { if (number !== row) { row = number; if (section === 'units') look(); } } });
  show();
  look();
})();
