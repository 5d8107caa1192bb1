// A table of the editor: cells as in a sheet, pasted from Excel, rows added, moved and removed, problems at their cells.
(() => {
  const ROWS_SPARE = 3;
  let table, state, changed = () => {}, columns = [], marks = new Map(), known = new Map(), uid = 0, sent = [];

  const blank = () => ({ uid: (uid += 1), was: null, ...Object.fromEntries(columns.map((c) => [c.key, ''])) });
  const kept = (row) => { const data = { ...blank(), ...row.cells, was: row.was }; known.set(data.uid, { ...row.cells }); return data; };
  const isBlank = (data) => columns.every((c) => !String(data[c.key] ?? '').trim());
  const rows = () => table.getRows();
  const selected = () => table.getRanges()[0]?.getStructuredCells() ?? [];
  const active = () => selected()[0]?.[0] ?? null;

  function shown(cell) {
    const mark = marks.get(`${cell.getData().uid} ${cell.getField()}`);
    const element = cell.getElement();
    element.classList.toggle('has-error', mark?.severity === 'error');
    element.classList.toggle('has-warning', mark?.severity === 'warning');
    element.title = mark?.message ?? '';
    return document.createTextNode(cell.getValue() ?? '');
  }

  function column(one) {
    const choices = one.choices.length > 0;
    return {
      title: one.label, field: one.key, width: Math.max(one.width, 64), headerTooltip: one.hint || false, headerSort: false, formatter: shown, variableHeight: one.long,
      editor: choices ? 'list' : one.long ? 'textarea' : 'input',
      editorParams: choices ? { values: [...one.choices], autocomplete: true, freetext: true, allowEmpty: true, listOnEmpty: true } : one.long ? { shiftEnterSubmit: false, verticalNavigation: 'editor' } : {},
    };
  }

  async function spare() {
    let last = 0;
    rows().forEach((row, i) => { if (!isBlank(row.getData())) last = i + 1; });
    const lacking = last + ROWS_SPARE - rows().length;
    if (lacking > 0) await table.addData(Array.from({ length: lacking }, () => blank()));
  }

  // A selection on the clipboard: rows by lines, cells by tabs; a cell of several lines stands in quotes.
  function cellsOf(text) {
    const found = [[]];
    let cell = '', quoted = false;
    const source = text.replace(/\r\n/g, '\n').replace(/\n$/, '');
    for (let i = 0; i < source.length; i += 1) {
      const sign = source[i];
      if (quoted) {
        if (sign === '"' && source[i + 1] === '"') { cell += '"'; i += 1; } else if (sign === '"') quoted = false; else cell += sign;
      } else if (sign === '"' && cell === '') quoted = true;
      else if (sign === '\t') { found.at(-1).push(cell); cell = ''; }
      else if (sign === '\n') { found.at(-1).push(cell); found.push([]); cell = ''; }
      else cell += sign;
    }
    found.at(-1).push(cell);
    return found;
  }

  async function paste(text) {
    const from = active();
    if (!from) return;
    const cells = cellsOf(text);
    const first = rows().findIndex((row) => row.getData().uid === from.getData().uid);
    const left = columns.findIndex((c) => c.key === from.getField());
    const lacking = first + cells.length - rows().length;
    if (lacking > 0) await table.addData(Array.from({ length: lacking }, () => blank()));
    const all = rows();
    for (const [i, line] of cells.entries()) {
      const named = line.map((value, j) => [columns[left + j]?.key, value.trim()]).filter(([key]) => key);
      await all[first + i].update(Object.fromEntries(named));
    }
    await spare();
    changed();
  }

  const acts = {
    add: async () => { const row = await table.addRow(blank()); await row.scrollTo('bottom', false); select(row); },
    insert: async () => { const at = active()?.getRow(); const row = await table.addRow(blank(), true, at ?? undefined); select(row); },
    up: (row) => move(row, -1),
    down: (row) => move(row, 1),
    remove: async () => {
      const gone = new Set(selected().map((cells) => cells[0]?.getData().uid));
      for (const row of rows()) if (gone.has(row.getData().uid)) await row.delete();
      await spare();
      changed();
    },
  };

  async function move(row, step) {
    if (!row) return;
    const all = rows(), at = all.findIndex((r) => r.getData().uid === row.getData().uid), other = all[at + step];
    if (!other) return;
    const key = active()?.getField();
    await row.move(other, step < 0);
    select(row, key);
    changed();
  }

  function select(row, key) {
    const cell = row.getCell(key ?? columns[0].key);
    for (const range of table.getRanges().slice(1)) range.remove();
    table.getRanges()[0]?.setBounds(cell, cell);
  }

  function start(editor) {
    ({ changed, state } = editor);
    columns = editor.state.columns;
    const grid = document.getElementById('grid');
    table = new Tabulator(grid, {
      index: 'uid',
      nestedFieldSeparator: false,
      data: editor.state.rows.map(kept),
      maxHeight: 'calc(100vh - 230px)',
      layout: 'fitDataStretch',
      rowHeader: { title: '序号', field: 'uid', formatter: 'rownum', headerSort: false, resizable: false, frozen: true, width: 46, hozAlign: 'center' },
      columns: columns.map(column),
      history: true,
      selectableRange: 1,
      selectableRangeColumns: false,
      selectableRangeRows: true,
      selectableRangeClearCells: true,
      editTriggerEvent: 'dblclick',
      clipboard: 'copy',
      clipboardCopyStyled: false,
      clipboardCopyConfig: { rowHeaders: false, columnHeaders: false },
      clipboardCopyRowRange: 'range',
      placeholder: '还没有，点“加一行”',
    });
    table.on('tableBuilt', async () => {
      // What takes the keys is itself the group of rows to a reader of screens, not a box between it and the grid.
      grid.setAttribute('aria-label', document.querySelector('h1').textContent);
      grid.removeAttribute('aria-owns');
      grid.querySelector('.tabulator-tableholder').setAttribute('role', 'rowgroup');
      grid.querySelector('.tabulator-table').removeAttribute('role');
      await spare();
    });
    for (const step of ['historyUndo', 'historyRedo']) table.on(step, () => { spare(); changed(); });
    table.on('cellEdited', () => { spare(); changed(); });
    table.on('rangeChanged', () => {
      const at = rows().findIndex((row) => row.getData().uid === active()?.getData().uid);
      if (at >= 0) editor.row(at);
    });
    // What is typed on a cell goes into it, a Chinese input method's signs too: the box is there before the first sign.
    grid.addEventListener('keydown', (event) => {
      const cell = active();
      if (!cell || event.target.matches('input, textarea') || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Delete' || event.key === 'Backspace') changed();
      if (event.key.length === 1 || event.key === 'Process' || event.key === 'F2') {
        cell.edit(true);
        const box = grid.querySelector('.tabulator-editing input, .tabulator-editing textarea');
        if (event.key !== 'F2') box?.select(); else event.preventDefault();
      }
    }, true);
    // A list takes what came by an input method or the clipboard for typed only when a key goes up.
    grid.addEventListener('input', (event) => {
      if (event.target.closest('.tabulator-editing')) event.target.dispatchEvent(new KeyboardEvent('keyup', { key: 'Process', bubbles: true }));
    });
    document.addEventListener('paste', (event) => {
      if (event.target.matches?.('input, textarea') || !grid.contains(document.activeElement)) return;
      event.preventDefault();
      paste(event.clipboardData.getData('text/plain'));
    });
    document.querySelector('[role=toolbar]').addEventListener('click', (event) => acts[event.target.dataset.rowAct]?.(active()?.getRow()));
  }

  function told(found) {
    const filled = rows().filter((row) => !isBlank(row.getData()));
    const before = new Set([...marks.keys()].map((key) => key.split(' ')[0]));
    marks = new Map();
    for (const one of found) {
      const data = one.row === null ? null : filled[one.row]?.getData();
      const key = data && `${data.uid} ${one.key || columns[0].key}`;
      if (key && marks.get(key)?.severity !== 'error') marks.set(key, one);
    }
    const touched = new Set([...before, ...[...marks.keys()].map((key) => key.split(' ')[0])]);
    for (const row of rows()) if (touched.has(String(row.getData().uid))) row.reformat();
  }

  (window.editorParts ??= {}).rows = {
    start,
    typed(body) {
      sent = rows().map((row) => row.getData()).filter((data) => !isBlank(data));
      sent = sent.map((data) => ({ uid: data.uid, was: data.was, cells: Object.fromEntries(columns.map((c) => [c.key, String(data[c.key] ?? '')]).filter(([key, text]) => known.get(data.uid)?.[key] !== text)) }));
      body.rows = sent.map(({ was, cells }) => ({ was, cells }));
    },
    // What is kept now stands in these rows; what came out in another form is shown so, unless it was typed over meanwhile.
    kept(said, edited) {
      if (said.rows) {
        if (edited) state.seen = ''; else table.replaceData(said.rows.map(kept)).then(spare);
        return;
      }
      sent.forEach((one, i) => {
        known.set(one.uid, { ...known.get(one.uid), ...one.cells });
        const row = table.getRow(one.uid);
        if (row) row.getData().was = i;
      });
      for (const [i, key, text] of said.cells) {
        const row = table.getRow(sent[i].uid);
        known.get(sent[i].uid)[key] = text;
        if (row && row.getData()[key] === sent[i].cells[key]) row.update({ [key]: text });
      }
    },
    told(found) { if (table.initialized) told(found); else table.on('tableBuilt', () => told(found)); },
    find(one) {
      const row = rows().filter((r) => !isBlank(r.getData()))[one.row ?? 0];
      if (row) row.scrollTo('center', true).then(() => { select(row, one.key); document.querySelector('#grid .tabulator-tableholder').focus(); });
    },
  };
})();
