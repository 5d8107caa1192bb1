// What every page needs: requests that carry the page's token, and say in words what went wrong.
const formToken = document.querySelector('meta[name="form-token"]').content;

async function send(place, body) {
  let answer;
  try {
    answer = await fetch(place, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-form-token': formToken },
      body: JSON.stringify(body),
    });
  } catch {
    return { status: 0, told: '连不上服务器，还没有存。网络恢复后会再存。' };
  }
  const said = await answer.json().catch(() => ({}));
  return { status: answer.status, ...said };
}

document.addEventListener('change', (event) => { if (event.target.matches('[data-submit]')) event.target.form.submit(); });
const AGAIN_MS = 10000; // until a form that led to no other page may be sent once more
const sentForms = new WeakSet();

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.sure && !window.confirm(form.dataset.sure)) event.preventDefault();
  if (event.defaultPrevented || form.method !== 'post' || form.target) return;
  if (sentForms.has(form)) return event.preventDefault(); // the second half of a double click
  const buttons = [...form.querySelectorAll('button:not([type=button]):enabled')];
  const able = (is) => {
    sentForms[is ? 'delete' : 'add'](form);
    buttons.forEach((button) => { button.disabled = !is; });
  };
  sentForms.add(form);
  setTimeout(() => able(false)); // not before the form was read: a button that is off sends no value of its own
  setTimeout(() => able(true), AGAIN_MS);
  window.addEventListener('pagehide', () => able(true), { once: true });
});
