// What "Change the story" does to a scenario. Each edit changes the scenario that
// it is given.

import {title} from '../scenario/story.js';
import {strategyAt, variantName} from '../scenario/target.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../engine/types.js').Strategy} Strategy
 */

/**
 * Exchanges an entry of a list with the next one.
 * @param {unknown[]} list
 * @param {number} index
 */
export function swap(list, index) {
  list.splice(index, 2, list[index + 1], list[index]);
}

/**
 * Returns the name of a variant in the form: its own, or that of its write
 * strategy, but never the scenario's.
 * @param {Json} scenario
 * @param {number} variant
 */
export const ownName = (scenario, variant) => variantName({...scenario, name: ''}, variant);

/**
 * Adds a variant: a copy of the last one, with the first write strategy that no
 * variant has.
 * @param {Json} scenario
 * @param {Strategy[]} strategies
 */
export function addVariant(scenario, strategies) {
  scenario.compare ??= [{name: ownName(scenario, 0)}];
  const variants = /** @type {Json[]} */ (scenario.compare);
  const taken = variants.map((_, i) => strategyAt(scenario, i, 'write'));
  const another = strategies.find(({id}) => !taken.includes(id)) ?? strategies[0];
  /** @type {Json} */
  const copy = {...structuredClone(variants[variants.length - 1]), name: title(another.id), write: another.id};
  delete copy.text; // it describes the variant that was copied
  variants.push(copy);
}

/**
 * Sets the write strategy of a variant. A name that is that of the strategy
 * changes with it, and the variant's text is removed, as it describes the old one.
 * @param {Json} scenario
 * @param {number} variant
 * @param {string} id
 */
export function setWrite(scenario, variant, id) {
  const entry = scenario.compare?.[variant];
  if (!entry) {
    scenario.write = id;
    return;
  }
  const before = strategyAt(scenario, variant, 'write');
  if (typeof before === 'string' && entry.name?.toLowerCase() === title(before).toLowerCase()) entry.name = title(id);
  entry.write = id;
  delete entry.text;
}

/**
 * Returns which variants have settings that the form does not show, in sentences.
 * @param {Json} scenario
 * @returns {string} "" for none
 */
export function ownSettings(scenario) {
  const found = (scenario.compare ?? []).flatMap((/** @type {Json} */ entry, /** @type {number} */ i) => {
    const own = Object.keys(entry).filter((name) => !['name', 'text', 'write', 'start'].includes(name));
    return own.length > 0 ? [`“${ownName(scenario, i)}” has settings of its own for ${own.map((name) => `“${name}”`).join(', ')}.`] : [];
  });
  return found.length > 0 ? `${found.join(' ')} What is set below does not change these.` : '';
}

/**
 * Returns the name of a client, as the diagrams have it.
 * @param {Json} scenario
 * @param {number} client
 * @returns {string}
 */
export function clientName(scenario, client) {
  const all = clientsOf(scenario);
  const byDefault = scenario.names?.client ?? 'Client';
  return all[client]?.name || (all.length > 1 ? `${byDefault} ${client + 1}` : byDefault);
}

/**
 * Returns the clients of a scenario: one with a workload may have none.
 * @param {Json} scenario
 * @returns {Json[]}
 */
export const clientsOf = (scenario) => scenario.clients ?? [];

/**
 * Adds a client that does what the last one does last.
 * @param {Json} scenario
 */
export function addClient(scenario) {
  const last = clientsOf(scenario).at(-1)?.ops.at(-1) ?? {op: 'get', key: 'item'};
  scenario.clients = [...clientsOf(scenario), {ops: [structuredClone(last)]}];
}

/**
 * Adds an operation to a client: a get of the key of the one before.
 * @param {Json} scenario
 * @param {number} client
 */
export function addOperation(scenario, client) {
  const {ops} = scenario.clients[client];
  ops.push({op: 'get', key: ops.at(-1).key});
}

/**
 * Reports whether operations of a kind have a value.
 * @param {string} kind
 */
export const hasValue = (kind) => ['create', 'edit', 'pay'].includes(kind);

/**
 * Sets the kind of an operation, with a value where the kind has one.
 * @param {Json} op
 * @param {string} kind
 * @param {any} [value]  for an operation that has none yet
 */
export function setKind(op, kind, value = {amount: 100}) {
  op.op = kind;
  if (hasValue(kind)) op.value ??= value;
  else delete op.value;
}

/**
 * Sets a member, or removes it.
 * @param {Json} object
 * @param {string} name
 * @param {unknown} value  undefined to remove it
 */
export function setMember(object, name, value) {
  if (value === undefined) delete object[name];
  else object[name] = value;
}

/**
 * Returns the keys of the operations, each once, and then those of the records.
 * @param {Json} scenario
 * @returns {string[]}
 */
export const keysOf = (scenario) => [...new Set([...askedKeys(scenario), ...records(scenario).map(([key]) => key)])];

/**
 * @param {Json} scenario
 * @returns {string[]}
 */
const askedKeys = (scenario) => clientsOf(scenario).flatMap((/** @type {Json} */ client) => client.ops.map((/** @type {Json} */ op) => op.key));

/**
 * Returns the records that the source holds at the start, in their order.
 * @param {Json} scenario
 * @returns {[key: string, value: any][]}
 */
export const records = (scenario) => Object.entries(scenario.source?.records ?? {});

/**
 * @param {Json} scenario
 * @param {[string, any][]} list
 */
function putRecords(scenario, list) {
  scenario.source ??= {};
  scenario.source.records = Object.fromEntries(list);
}

/**
 * Edits the keys of which the cache has copies at the start, in each variant too.
 * @param {Json} scenario
 * @param {(keys: string[]) => string[]} edit
 */
function editPrimers(scenario, edit) {
  for (const {cache} of [scenario, ...(scenario.compare ?? [])]) {
    if (cache?.primer) cache.primer = edit(cache.primer);
  }
}

/**
 * Adds a record under the first key of the operations that has none.
 * @param {Json} scenario
 * @returns {number} its index, which a numeric key brings forward
 */
export function addRecord(scenario) {
  const held = records(scenario);
  const taken = new Set(held.map(([key]) => key));
  const numbered = held.map((_, i) => `record ${i + 1}`);
  const key = /** @type {string} */ ([...askedKeys(scenario), ...numbered, `record ${held.length + 1}`].find((name) => !taken.has(name)));
  putRecords(scenario, [...held, [key, {amount: 100}]]);
  return records(scenario).findIndex(([other]) => other === key);
}

/**
 * Gives a record another key, also where the cache has a copy of it.
 * @param {Json} scenario
 * @param {number} index
 * @param {string} key
 */
export function renameRecord(scenario, index, key) {
  const held = records(scenario);
  const before = held[index][0];
  putRecords(scenario, held.map(([name, value]) => [name === before ? key : name, value]));
  editPrimers(scenario, (keys) => keys.map((name) => (name === before ? key : name)));
}

/**
 * @param {Json} scenario
 * @param {number} index
 * @param {any} value
 */
export function setRecord(scenario, index, value) {
  putRecords(scenario, records(scenario).map(([key, before], i) => [key, i === index ? value : before]));
}

/**
 * Removes a record, and the cache's copy of it.
 * @param {Json} scenario
 * @param {number} index
 */
export function removeRecord(scenario, index) {
  const held = records(scenario);
  const [[key]] = held.splice(index, 1);
  putRecords(scenario, held);
  editPrimers(scenario, (keys) => keys.filter((other) => other !== key));
}

/**
 * Reports whether the cache has a copy of a record at the start.
 * @param {Json} scenario
 * @param {number} index
 * @returns {boolean}
 */
export const isPrimed = (scenario, index) => (scenario.cache?.primer ?? []).includes(records(scenario)[index][0]);

/**
 * Lets the cache have a copy of a record at the start, or not.
 * @param {Json} scenario
 * @param {number} index
 * @param {boolean} primed
 */
export function setPrimed(scenario, index, primed) {
  const [key] = records(scenario)[index];
  scenario.cache ??= {};
  const others = (scenario.cache.primer ?? []).filter((/** @type {string} */ other) => other !== key);
  scenario.cache.primer = primed ? [...others, key] : others;
}

/**
 * Returns the path of a record as the engine's errors name it.
 * @param {string} key
 */
export function recordPath(key) {
  return `source.records${/^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`}`;
}
