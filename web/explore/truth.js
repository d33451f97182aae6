// The table of truth: what is true of all named strategies, without faults and
// with each of them once, in a set of small scenarios. It is computed here, when
// somebody looks at it.

/** @typedef {import('../engine/types.js').TruthRow} TruthRow */
/** @typedef {import('../engine/types.js').Why} Why */

/**
 * @param {HTMLDetailsElement} place
 * @param {import('../engine/engine.js').Engine} engine
 * @param {(title: string, why: Why) => void} show  a counterexample was chosen
 */
export function offerTruth(place, engine, show) {
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (place.querySelector(`[data-part="${name}"]`));
  const [read, fault] = /** @type {HTMLSelectElement[]} */ ([part('truth-read'), part('truth-fault')]);
  /** @type {TruthRow[]} */
  const rows = [];
  /** @type {Promise<unknown> | undefined} */
  let computing;

  /** Puts lines below those that are there, which may have the focus. @param {TruthRow[]} some */
  const add = (some) => {
    for (const [select, values] of /** @type {const} */ ([[read, rows.map((row) => row.read)], [fault, rows.map((row) => row.fault)]])) {
      for (const value of new Set(values)) {
        if (![...select.options].some((option) => option.value === value)) select.append(new Option(value || 'nothing goes wrong', value));
      }
    }
    if (rows.length > 0) part('truth-head').replaceChildren(...['to write', ...rows[0].cells.map(({property}) => property)].map(columnOf));
    const chosen = some.filter((row) => row.read === read.value && row.fault === fault.value);
    part('truth-rows').append(...chosen.map((row) => rowOf(row, show)));
  };
  const choose = () => {
    part('truth-rows').replaceChildren();
    add(rows);
  };

  place.addEventListener('toggle', () => {
    if (!place.open || computing) return;
    part('truth-status').textContent = 'Computing…';
    computing = engine.table({onProgress: (some) => {
      rows.push(...some);
      part('truth-status').textContent = `${rows.length} of ${place.dataset.rows} lines…`;
      add(some);
    }}).then(() => {
      const states = rows.reduce((sum, row) => sum + row.states, 0);
      part('truth-status').textContent = `${rows.length} lines; ${states.toLocaleString('en')} states, all there are in these scenarios.`;
    }, (error) => {
      computing = undefined;
      rows.length = 0;
      choose();
      part('truth-status').textContent = error instanceof Error ? error.message : String(error);
    });
  });
  read.addEventListener('change', choose);
  fault.addEventListener('change', choose);
}

/** @param {string} name */
function columnOf(name) {
  const th = document.createElement('th');
  th.scope = 'col';
  th.textContent = name;
  return th;
}

/** @param {TruthRow} row @param {(title: string, why: Why) => void} show */
function rowOf(row, show) {
  const tr = document.createElement('tr');
  const name = document.createElement('th');
  name.scope = 'row';
  name.textContent = row.write;
  tr.append(name, ...row.cells.map(({property, verdict, why}) => {
    const td = document.createElement('td');
    if (!why) {
      td.textContent = verdict === 'holds' ? '✓' : '?';
      td.title = verdict === 'holds' ? `no violation in any of ${row.states.toLocaleString('en')} states` : 'not decided';
      return td;
    }
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = `✗ ${why.steps}`;
    button.setAttribute('aria-label', `${property} violated in ${why.steps} steps: ${row.read}, ${row.write}`);
    button.addEventListener('click', () => show(`${row.read}, ${row.write}: ${property}`, why));
    td.append(button);
    return td;
  }));
  return tr;
}
