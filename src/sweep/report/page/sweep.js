// Sorts the ranking by a heading, and shows one heat map at a time.

const body = document.querySelector('table.ranked tbody');

function sortBy(head, column) {
  const isNext = head.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
  for (const other of head.parentElement.children) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', isNext);
  const sign = isNext === 'ascending' ? 1 : -1;
  const valueOf = (row) => row.children[column].dataset.value;
  // What is not known stands last either way.
  const order = (a, b) => {
    if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1;
    return sign * (Number.isNaN(Number(a)) ? a.localeCompare(b) : Number(a) - Number(b));
  };
  body.append(...[...body.children].toSorted((a, b) => order(valueOf(a), valueOf(b))));
}

if (body !== null) {
  for (const [column, head] of [...document.querySelectorAll('table.ranked thead th')].entries()) head.querySelector('button').addEventListener('click', () => sortBy(head, column));
}

const chosen = document.querySelector('.heat-choice select');

function showMap() {
  for (const map of document.querySelectorAll('[data-map]')) map.hidden = map.dataset.map !== chosen.value;
}

if (chosen !== null) {
  chosen.addEventListener('change', showMap);
  showMap();
}
