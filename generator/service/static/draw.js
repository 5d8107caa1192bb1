// Drawing a form: what is typed in the grid of columns is sent after a moment, the sheet beside it is set anew.
for (const form of document.querySelectorAll('form[data-draw]')) {
  const place = form.dataset.draw;
  const base = JSON.parse(form.dataset.base);
  const body = form.querySelector('tbody');
  const told = form.querySelector('[data-told]');
  const sheet = form.querySelector('[data-sheet]');
  let timer = 0;
  let asked = 0;

  const text = (row, name) => row.querySelector(`[data-${name}]`).value;
  const rows = () => [...body.querySelectorAll('[data-row]')].map((row) => ({
    was: row.dataset.was,
    group: text(row, 'group').trim(),
    label: text(row, 'label').trim(),
    kind: text(row, 'kind'),
    unit: text(row, 'unit').trim(),
    width_mm: Number(text(row, 'width')) || 0,
    required: row.querySelector('[data-required]').checked,
    choices: text(row, 'choices').split(/[、,，;；]/).map((choice) => choice.trim()).filter(Boolean),
  }));

  function said() {
    const data = new FormData(form);
    form.dataset.kind = data.get('kind');
    return {
      base,
      title: data.get('title').trim(),
      code: data.get('code').trim(),
      kind: data.get('kind'),
      orientation: data.get('orientation'),
      size_pt: Number(data.get('size_pt')),
      per_row: Number(data.get('per_row')),
      used_by: data.getAll('used_by'),
      notes: data.get('notes').split('\n').map((note) => note.trim()).filter(Boolean),
      rows: rows(),
    };
  }

  function tell(problems) {
    form.querySelector('[data-problems]').replaceChildren(...problems.map((problem) => {
      const line = document.createElement('li');
      line.className = problem.severity;
      line.textContent = problem.message;
      return line;
    }));
  }

  async function look() {
    const mine = ++asked;
    const answer = await send(`${place}/look`, said());
    if (mine !== asked) return;
    if (answer.status !== 200) {
      tell([{ severity: 'error', message: answer.told ?? '没有画成，请重试。' }]);
      return;
    }
    tell(answer.problems);
    sheet.classList.toggle('stale', !answer.sheet);
    if (answer.sheet) sheet.innerHTML = answer.sheet;
    form.querySelector('[data-keep]').disabled = answer.problems.some((p) => p.severity === 'error');
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(look, 400);
  }

  form.addEventListener('input', soon);
  form.addEventListener('click', (event) => {
    const row = event.target.closest('[data-row]');
    if (event.target.matches('[data-up]')) row.previousElementSibling?.before(row);
    else if (event.target.matches('[data-down]')) row.nextElementSibling?.after(row);
    else if (event.target.matches('[data-drop]')) row.remove();
    else if (event.target.matches('[data-add]')) add();
    else return;
    look();
  });

  function add() {
    const row = body.querySelector('[data-row]:last-child').cloneNode(true);
    row.dataset.was = '';
    row.classList.remove('guessed');
    for (const box of row.querySelectorAll('input:not([type]), textarea')) box.value = '';
    row.querySelector('[data-width]').value = '20';
    row.querySelector('[data-kind]').value = 'text';
    row.querySelector('[data-required]').checked = false;
    body.append(row);
    row.querySelector('[data-label]').focus();
  }

  form.querySelector('[data-keep]').addEventListener('click', async () => {
    const answer = await send(`${place}/keep`, said());
    told.textContent = answer.told ?? '没有存成，请重试。';
    if (answer.status === 200) {
      form.querySelector('[data-keep]').disabled = true;
      window.location.assign(answer.to);
    } else tell([{ severity: 'error', message: answer.told ?? '没有存成，请重试。' }]);
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  look();
}
