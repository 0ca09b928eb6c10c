// The data that travels in the page: packed columns, unpacked when first asked for.

export const data = JSON.parse(document.getElementById('data').textContent);

const unpackedColumns = new Map();

export function column(index) {
  const known = unpackedColumns.get(index);
  if (known !== undefined) return known;
  const { scale, steps } = data.columns[index];
  let units = 0;
  const values = steps.map((step) => {
    if (step === null) return null;
    units += step;
    return units / scale;
  });
  unpackedColumns.set(index, values);
  return values;
}
