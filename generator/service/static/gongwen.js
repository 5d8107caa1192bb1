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
document.addEventListener('submit', (event) => {
  if (event.target.dataset.sure && !window.confirm(event.target.dataset.sure)) event.preventDefault();
});
