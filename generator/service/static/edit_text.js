// A text of the editor: a paragraph a box, with its level, as in a document; numbers of headings are part of the text.
(() => {
  const place = document.querySelector('[data-text]');
  const list = place.querySelector('[data-paragraphs]');
  const key = place.dataset.text;
  const DIGITS = '零一二三四五六七八九';
  const LEVELS = [['0', '正文'], ['1', '一、'], ['2', '（一）'], ['3', '1.'], ['4', '（1）']];
  const HEADS = [null, /^[一二三四五六七八九十百]+、/, /^（[一二三四五六七八九十百]+）/, /^\d{1,2}[.．](?!\d)\s*/, /^（\d{1,2}）/];
  const PLACE = /^［(名单|表：.*)］$/;
  let changed = () => {}, look = () => {}, last = null, timer = 0;

  const chinese = (n) => (n < 11 ? (n < 10 ? DIGITS[n] : '十') : n < 20 ? `十${DIGITS[n - 10]}` : `${DIGITS[Math.floor(n / 10)]}十${n % 10 ? DIGITS[n % 10] : ''}`);
  const number = (level, n) => ['', `${chinese(n)}、`, `（${chinese(n)}）`, `${n}.`, `（${n}）`][level];
  const levelOf = (text) => Math.max(0, HEADS.findIndex((head, level) => level > 0 && head.test(text.trim())));
  const boxes = () => [...list.querySelectorAll('textarea')];
  const selectOf = (box) => box.parentElement.querySelector('select');

  function paragraph(text) {
    const line = document.createElement('div');
    line.className = 'para';
    const level = document.createElement('select');
    level.append(...LEVELS.map(([value, label]) => new Option(label, value)));
    const box = document.createElement('textarea');
    box.rows = 1;
    box.value = text;
    line.append(level, box);
    return line;
  }

  function grow(box) {
    if (CSS.supports('field-sizing', 'content')) return;
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight + 2}px`;
  }

  function dress(box) {
    const level = levelOf(box.value);
    box.parentElement.dataset.level = PLACE.test(box.value.trim()) ? 'place' : level;
    selectOf(box).value = String(level);
    grow(box);
  }

  function label() {
    boxes().forEach((box, i) => { box.setAttribute('aria-label', `第${i + 1}段`); selectOf(box).setAttribute('aria-label', `第${i + 1}段的级别`); });
  }

  function focus(box, at) { box.focus(); box.setSelectionRange(at, at); }

  function add(after, texts) {
    const made = texts.map(paragraph);
    if (after) after.parentElement.after(...made); else list.append(...made);
    for (const line of made) dress(line.querySelector('textarea'));
    label();
    return made.map((line) => line.querySelector('textarea'));
  }

  // A heading takes the number after the last one of its level below the same heading.
  function setLevel(box, level) {
    const all = boxes();
    let n = 1;
    for (let i = all.indexOf(box) - 1; i >= 0; i -= 1) {
      const other = levelOf(all[i].value);
      if (other && other < level) break;
      if (other === level) n += 1;
    }
    const bare = box.value.replace(HEADS[levelOf(box.value)] ?? '', '').trimStart();
    box.value = (level ? number(level, n) : '') + bare;
    dress(box);
    changed();
  }

  function renumber() {
    const counts = [0, 0, 0, 0, 0];
    for (const box of boxes()) {
      const level = levelOf(box.value);
      if (!level) continue;
      counts[level] += 1;
      counts.fill(0, level + 1);
      box.value = number(level, counts[level]) + box.value.trim().replace(HEADS[level], '');
      dress(box);
    }
    changed();
  }

  function move(box, step) {
    const line = box?.parentElement, other = step < 0 ? line?.previousElementSibling : line?.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(line); else other.after(line);
    label();
    box.focus();
    changed();
  }

  list.addEventListener('focusin', (event) => {
    last = event.target.closest('.para').querySelector('textarea');
    clearTimeout(timer);
    timer = setTimeout(() => look(last.value), 300);
  });
  list.addEventListener('change', (event) => { if (event.target.matches('select')) setLevel(event.target.nextElementSibling, Number(event.target.value)); });
  list.addEventListener('input', (event) => {
    if (!event.target.matches('textarea')) return;
    const lines = event.target.value.split('\n');
    if (lines.length > 1) {
      event.target.value = lines[0];
      const made = add(event.target, lines.slice(1).filter((line, i, all) => line.trim() || (all.length === 1)));
      if (made.length) focus(made.at(-1), made.at(-1).value.length);
    }
    dress(event.target);
    changed();
  });
  list.addEventListener('keydown', (event) => {
    const box = event.target;
    if (!box.matches('textarea') || event.isComposing) return;
    const start = box.selectionStart, collapsed = start === box.selectionEnd, all = boxes(), index = all.indexOf(box);
    if (event.key === 'Enter' && !event.ctrlKey) {
      event.preventDefault();
      const rest = box.value.slice(box.selectionEnd);
      box.value = box.value.slice(0, start);
      dress(box);
      focus(add(box, [rest])[0], 0);
      changed();
    } else if (event.key === 'Backspace' && collapsed && start === 0 && index > 0) {
      event.preventDefault();
      const above = all[index - 1], at = above.value.length;
      above.value += box.value;
      box.parentElement.remove();
      label();
      dress(above);
      focus(above, at);
      changed();
    } else if (event.key === 'Delete' && collapsed && start === box.value.length && index + 1 < all.length) {
      event.preventDefault();
      box.value += all[index + 1].value;
      all[index + 1].parentElement.remove();
      label();
      dress(box);
      focus(box, start);
      changed();
    } else if (event.altKey && event.shiftKey && ['ArrowUp', 'ArrowDown'].includes(event.key)) {
      event.preventDefault();
      move(box, event.key === 'ArrowUp' ? -1 : 1);
    } else if (event.altKey && event.ctrlKey && /^Digit[0-4]$/.test(event.code)) {
      event.preventDefault();
      setLevel(box, Number(event.code.at(-1)));
    } else if (event.key === 'ArrowUp' && collapsed && start === 0 && index > 0) {
      event.preventDefault();
      focus(all[index - 1], all[index - 1].value.length);
    } else if (event.key === 'ArrowDown' && collapsed && start === box.value.length && index + 1 < all.length) {
      event.preventDefault();
      focus(all[index + 1], 0);
    }
  });
  place.addEventListener('click', (event) => {
    const act = event.target.dataset.textAct;
    if (act === 'renumber') renumber();
    if (act === 'up') move(last, -1);
    if (act === 'down') move(last, 1);
    if (act === 'add') { add(last ?? boxes().at(-1), [''])[0].focus(); }
  });

  (window.editorParts ??= {}).text = {
    start(editor) { changed = editor.changed; look = editor.look; add(null, editor.state.texts[key].length ? editor.state.texts[key] : ['']); },
    words: () => (last ?? boxes()[0])?.value,
    typed(body) { body.texts = { [key]: boxes().map((box) => box.value) }; },
    // Empty boxes are no paragraphs: what is said of the third is of the third that says something.
    told(told) {
      const filled = boxes().filter((box) => box.value.trim());
      for (const box of boxes()) {
        const mine = told.filter((t) => t.key === key && filled[t.row] === box);
        const wrong = mine.some((t) => t.severity === 'error');
        box.classList.toggle('has-error', wrong);
        box.classList.toggle('has-warning', mine.length > 0 && !wrong);
        box.title = mine.map((t) => t.message).join('\n');
      }
    },
    find(told) { if (told.key === key) boxes().filter((box) => box.value.trim())[told.row ?? 0]?.focus(); },
  };
})();
