// What the list of faults in "Change the story" does to a scenario.

import {keysOf} from './story-edits.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../engine/types.js').Settings} Settings
 * @typedef {import('../engine/types.js').FaultKind} FaultKind
 */

/** The time of a new fault, and how long it lasts. */
const FIRST_AT = '1s';

/**
 * Returns a kind of fault; one that the engine does not offer has nothing but its id.
 * @param {Settings} offers
 * @param {string} id
 * @returns {FaultKind}
 */
export const faultKind = (offers, id) => offers.faultKinds.find((kind) => kind.id === id) ?? {id, doc: '', member: '', needed: false, steps: []};

/**
 * Returns the calls that a kind of fault can strike, as options of a choice.
 * @param {Settings} offers
 * @param {FaultKind} kind
 */
export const callOptions = (offers, kind) => offers.operations.flatMap(({id, client, what, calls}) =>
  calls.filter((call) => kind.steps.includes(call)).map((call) => ({value: `${id}/${call}`, text: `${client}, ${what}: ${call}`})));

/**
 * Returns a new fault, of the first kind.
 * @param {Settings} offers
 * @returns {Json}
 */
export const newFault = (offers) => ({fault: offers.faultKinds[0].id, at: FIRST_AT});

/**
 * Returns a fault with a member set, or removed.
 * @param {Json} fault
 * @param {string} name
 * @param {unknown} value  undefined to remove it
 * @returns {Json}
 */
export function withMember(fault, name, value) {
  const {[name]: _, ...others} = fault;
  return value === undefined ? others : {...others, [name]: value};
}

/** Returns the number of the client of a step such as "C2/1/source.save". @param {string} [step] */
const clientOf = (step) => (step ? Number.parseInt(step.slice(1), 10) : undefined);

/**
 * Returns a fault that happens at a time, or as a call leaves. At a call the
 * client that crashes is that of the call.
 * @param {Settings} offers
 * @param {Json} fault
 * @param {'time' | 'step'} when
 * @returns {Json}
 */
export function withWhen(offers, fault, when) {
  const {at, step, client, ...rest} = fault;
  const ofClient = faultKind(offers, fault.fault).member === 'client';
  if (when === 'time') return {...rest, at: at ?? FIRST_AT, ...(ofClient && {client: clientOf(step) ?? 1})};
  return {...rest, step: step ?? callOptions(offers, faultKind(offers, fault.fault))[0]?.value};
}

/**
 * Returns a fault of another kind. It happens when the one before does, as far as
 * that is possible for its kind, and has the member that its kind needs.
 * @param {Json} scenario
 * @param {Settings} offers
 * @param {Json} fault
 * @param {string} id
 * @returns {Json}
 */
export function withKind(scenario, offers, fault, id) {
  const kind = faultKind(offers, id);
  const call = 'step' in fault && (kind.steps.includes(fault.step.split('/').at(-1)) ? fault.step : callOptions(offers, kind)[0]?.value);
  /** @type {Json} */
  const next = {fault: id, ...(call ? {step: call} : {at: fault.at ?? FIRST_AT})};
  const {member, needed} = kind;
  if (member === 'client' && call) return next;
  /** @type {Json} */
  const usual = {key: keysOf(scenario)[0], client: 1};
  if (member && (needed || member in fault)) next[member] = fault[member] ?? usual[member] ?? FIRST_AT;
  return next;
}
