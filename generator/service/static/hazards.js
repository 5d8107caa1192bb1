// The ledger of hazards: a page of rows at a time, found by words, state and unit; a row opens its hazard.
(() => {
  const place = document.getElementById('hazards');
  const find = document.querySelector('[data-find]');
  const labels = JSON.parse(place.dataset.labels);
  const open = (code) => { location.href = `${location.pathname}/${encodeURIComponent(code)}`; };
  const table = new Tabulator(place, {
    ajaxURL: place.dataset.rows,
    ajaxURLGenerator: (url, _config, params) => {
      const asked = new URLSearchParams(new FormData(find));
      asked.set('page', params.page);
      asked.set('size', params.size);
      return `${url}?${asked}`;
    },
    pagination: true,
    paginationMode: 'remote',
    paginationElement: document.getElementById('pages'),
    paginationSize: 100,
    ajaxResponse: (_url, _params, found) => { document.getElementById('counter').textContent = `共 ${found.last_row} 条`; return found; },
    height: 'calc(100vh - 170px)',
    layout: 'fitColumns',
    placeholder: '没有这样的隐患',
    locale: 'zh',
    langs: { zh: { pagination: { first: '首页', last: '末页', prev: '上页', next: '下页', first_title: '首页', last_title: '末页', prev_title: '上页', next_title: '下页', page_size: '每页', all: '全部' }, data: { loading: '正在取…', error: '没有取到，请刷新' } } },
    columns: [
      { title: '编号', field: 'code', width: 110, formatter: (cell) => { const link = document.createElement('a'); link.href = `${location.pathname}/${encodeURIComponent(cell.getValue())}`; link.textContent = cell.getValue(); return link; } },
      { title: '单位', field: 'unit', width: 110, formatter: (cell) => document.createTextNode(labels[cell.getValue()] ?? cell.getValue()) },
      { title: '企业', field: 'enterprise', widthGrow: 2, minWidth: 130 },
      { title: '隐患', field: 'name', widthGrow: 3, minWidth: 180 },
      { title: '等级', field: 'level', width: 70 },
      { title: '检查时间', field: 'found', width: 105 },
      { title: '整改时限', field: 'due', width: 105 },
      { title: '状态', field: 'state', width: 90 },
      { title: '逾期', field: 'overdue', width: 80, formatter: (cell) => (cell.getValue() ? `${cell.getValue()} 天` : ''), cssClass: 'overdue' },
      { title: '挂牌', field: 'listed', width: 65, formatter: (cell) => (cell.getValue() ? '是' : '') },
    ].map((column) => ({ headerSort: false, ...column })),
  });
  table.on('rowDblClick', (_event, row) => open(row.getData().code));
  // The links within are reached by keyboard; a box of its own between the grid and its rows is none to a reader of screens.
  table.on('tableBuilt', () => place.querySelector('.tabulator-tableholder').removeAttribute('tabindex'));
  let timer = 0;
  find.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(() => table.setPage(1), 250); });
  find.addEventListener('submit', (event) => event.preventDefault());
})();
