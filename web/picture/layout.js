// How many diagrams are side by side, and how wide they are. All lengths are in
// CSS pixels.

/** The least width of a place with diagrams side by side, as diagrams.css has it. */
const SIDE_BY_SIDE = 690;
/** The least width of a diagram with five lifelines; a narrower one has four. */
const FIVE_LIFELINES = 430;
/** The least width of a column where each diagram has its own. */
const MIN_COLUMN = 250;
/** The least width of a diagram. */
const MIN_WIDTH = 240;
/** The greatest width of a diagram that is alone. */
const MAX_ALONE = 720;

/**
 * Reports whether a place has room for more than one diagram side by side.
 * @param {number} width  of the place
 */
export const hasRoomForSeveral = (width) => width >= SIDE_BY_SIDE;

/**
 * Returns the number of columns: one for each diagram, or two where they do not
 * all fit side by side.
 * @param {number} diagrams
 * @param {number} width  of the place
 * @param {number} rem  its length, in pixels
 */
export function columnsFor(diagrams, width, rem) {
  const space = gap(diagrams, rem);
  return diagrams * (MIN_COLUMN + space) > width + space ? 2 : diagrams;
}

/**
 * Returns the size of each diagram.
 * @param {number} diagrams
 * @param {number} width  of the place
 * @param {number} rem  its length, in pixels
 * @returns {{width: number, narrow: boolean}} narrow diagrams have four lifelines
 */
export function diagramSize(diagrams, width, rem) {
  const columns = columnsFor(diagrams, width, rem);
  const room = (width - gap(columns, rem) * (columns - 1)) / columns;
  const drawn = columns === 1 ? Math.min(room, MAX_ALONE) : room;
  return {width: Math.max(MIN_WIDTH, Math.round(drawn)), narrow: drawn < FIVE_LIFELINES};
}

/**
 * Returns the space between columns, as diagrams.css has it.
 * @param {number} columns
 * @param {number} rem  its length, in pixels
 */
const gap = (columns, rem) => (columns > 2 ? 1.5 : 2) * rem;
