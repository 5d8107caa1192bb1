// Filling in: what is typed is kept after a moment, remarks stand at their boxes, cells of Excel are pasted as a block.
(() => {
  const form = document.getElementById('fill');
  const place = form.dataset.place;
  const kept = form.querySelector('[data-kept]');
  const list = form.querySelector('[data-remarks]');
  const ledger = form.querySelector('[data-ledger] tbody');
  const names = { none: '未填', draft: '填写中', submitted: '已报', sent_back: '已退回', accepted: '已收' };
  let state = JSON.parse(form.dataset.state);
  let timer = 0;
  let posted = Promise.resolve();  // one after another: each names the version that the one before left
  let lost = null;  // what was sent and not answered: it may be kept
  let dirty = false;

  const boxes = (within = form) => [...within.querySelectorAll('[data-key]')];
  const rows = () => (ledger ? [...ledger.querySelectorAll('[data-row]')] : []);
  const valuesOf = (within) => Object.fromEntries(boxes(within).map((b) => [b.dataset.key, b.value]));
  const own = (name) => form.querySelector(`[data-own="${name}"]`)?.value ?? '';

  function typed() {
    return {
      version: state.version,
      values: ledger ? {} : valuesOf(form),
      rows: rows().map(valuesOf).filter((row) => Object.values(row).some((text) => text.trim())),
      filled_by: own('filled_by'),
      reviewed_by: own('reviewed_by'),
      said: own('said'),
    };
  }

  function boxOf(key) {
    if (key.startsWith('@')) return form.querySelector(`[data-own="${key.slice(1)}"]`);
    const [row, name] = key.includes(':') ? key.split(':') : [null, key];
    const within = row === null ? form : filledRows()[Number(row)];
    if (!within) return null;
    const exact = within.querySelector(`[data-key="${CSS.escape(name)}"]`);
    return exact ?? within.querySelector(`[data-key^="${CSS.escape(name)}."]`);
  }

  const filledRows = () => rows().filter((row) => boxes(row).some((b) => b.value.trim()));

  function show() {
    for (const marked of form.querySelectorAll('.has-error, .has-warning')) {
      marked.classList.remove('has-error', 'has-warning');
      marked.removeAttribute('aria-invalid');
      marked.removeAttribute('aria-describedby');
    }
    list.replaceChildren(...(state.remarks ?? []).map((remark, i) => {
      const line = document.createElement('li');
      line.id = `remark-${i}`;
      line.className = remark.severity;
      line.textContent = remark.message;
      const box = boxOf(remark.key);
      if (box) {
        box.classList.add(remark.severity === 'error' ? 'has-error' : 'has-warning');
        if (remark.severity === 'error') box.setAttribute('aria-invalid', 'true');
        box.setAttribute('aria-describedby', line.id);
        const go = document.createElement('button');
        go.type = 'button';
        go.className = 'plain';
        go.textContent = '到这一格';
        go.onclick = () => box.focus();
        line.append(go);
      }
      return line;
    }));
    const standing = form.querySelector('[data-standing]');
    standing.textContent = names[state.standing];
    standing.className = `state ${state.standing}`;
    form.querySelector('[data-reason]')?.toggleAttribute('hidden', !state.reason);
    for (const box of form.querySelectorAll('[data-key], [data-own], [data-act]')) box.disabled = !state.open;
  }

  function post(step) {
    clearTimeout(timer);
    posted = posted.then(() => inTurn(step));
    return posted;
  }

  // What was not answered is sent once more as it was, then what stands there now.
  async function inTurn(step) {
    if (lost && !await carry(lost, 'keep')) return;
    if (!state.open) kept.textContent = '已经报出。';
    else if (step) await carry(typed(), step);
  }

  async function carry(body, step) {
    dirty = false;
    kept.textContent = '正在存…';
    const answer = await send(`${place}/${step}`, body);
    lost = answer.status === 0 ? body : null;
    if (answer.status === 200) {
      state = answer;
      document.dispatchEvent(new Event('kept'));
      kept.textContent = !state.open ? '已经报出。' : step === 'keep' ? `已存 ${new Date().toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit' })}` : '';
      show();
    } else {
      dirty = true;
      kept.textContent = answer.told ?? '没有存上，请刷新页面再试。';
      if (lost) timer = setTimeout(post, 5000);
    }
    return answer.status === 200;
  }

  function changed() {
    dirty = true;
    kept.textContent = '';
    clearTimeout(timer);
    if (!form.dataset.behalf || own('said').trim()) timer = setTimeout(() => post('keep'), 800);
    else kept.textContent = '代填的，先写代填原因和依据，才会存。';
  }

  function addRow() {
    ledger.append(form.querySelector('[data-blank]').content.cloneNode(true));
    rows().forEach((row, i) => { row.querySelector('.number').textContent = i + 1; });
    return rows().at(-1);
  }

  function paste(event) {
    const text = event.clipboardData.getData('text/plain').replace(/\r?\n$/, '');
    if (!/[\t\n]/.test(text) || event.target.tagName === 'TEXTAREA' && !text.includes('\t')) return;
    event.preventDefault();
    const block = text.split(/\r?\n/).map((line) => line.split('\t'));
    if (ledger) {
      const from = rows().indexOf(event.target.closest('[data-row]'));
      const column = boxes(event.target.closest('[data-row]')).indexOf(event.target);
      block.forEach((cells, r) => {
        const row = rows()[from + r] ?? addRow();
        cells.forEach((cell, c) => { const box = boxes(row)[column + c]; if (box) put(box, cell); });
      });
    } else {
      const all = boxes();
      const at = all.indexOf(event.target);
      block.map((cells) => cells.at(-1)).forEach((cell, i) => { if (all[at + i]) put(all[at + i], cell); });
    }
    changed();
  }

  function put(box, text) {
    const value = text.trim();
    if (box.tagName === 'SELECT' && ![...box.options].some((o) => o.value === value)) box.add(new Option(value, value));
    box.value = value;
  }

  function move(event) {
    if (event.key !== 'Enter' || event.isComposing || event.target.tagName === 'BUTTON') return;
    if (event.target.tagName === 'TEXTAREA' && event.shiftKey) return;
    event.preventDefault();
    const all = boxes();
    const next = all[all.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
    next?.focus();
    next?.select?.();
  }

  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', (event) => { if (event.target.matches('[data-key], [data-own]')) changed(); });
  form.addEventListener('paste', (event) => { if (event.target.matches('[data-key]')) paste(event); });
  form.addEventListener('keydown', move);
  form.addEventListener('click', (event) => {
    const act = event.target.dataset.act;
    if (act === 'row') boxes(addRow())[0].focus();
    if (act === 'hand-in') post('hand-in');
    if (act === 'before') boxes().forEach((b) => { if (!b.value && b.dataset.before) b.value = b.dataset.before; });
    if (act === 'zeros') boxes().forEach((b) => { if (!b.value && b.matches('.number')) b.value = '0'; });
    if (act === 'before' || act === 'zeros') changed();
  });
  window.addEventListener('beforeunload', (event) => { if (dirty) event.preventDefault(); });
  show();
})();
