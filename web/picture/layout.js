// How many diagrams stand side by side, and how wide they are. All lengths are in
// CSS pixels.

/** From this width of the page on, diagrams stand side by side. */
const SIDE_BY_SIDE = 900;
/** A diagram of five lifelines is at least so wide; a narrower one has four. */
const FIVE_LIFELINES = 430;
/** A diagram in a column of its own is at least so wide. */
const MIN_COLUMN = 250;
/** A diagram is drawn at least so wide. */
const MIN_WIDTH = 240;
/** A diagram that stands alone is at most so wide. */
const MAX_ALONE = 720;

/** Whether a page has room for more than one diagram side by side. @param {number} width  of the page */
export const hasRoomForSeveral = (width) => width >= SIDE_BY_SIDE;

/**
 * Returns in how many columns diagrams stand: where not all fit side by side, two by two.
 * @param {number} diagrams
 * @param {number} width  of the page
 * @param {number} rem
 */
export function columnsFor(diagrams, width, rem) {
  const space = gap(diagrams, rem);
  return diagrams * (MIN_COLUMN + space) > width + space ? 2 : diagrams;
}

/**
 * Returns the size of each diagram.
 * @param {number} diagrams
 * @param {number} width  of the page
 * @param {number} rem
 * @returns {{width: number, narrow: boolean}} narrow diagrams have four lifelines
 */
export function diagramSize(diagrams, width, rem) {
  const columns = columnsFor(diagrams, width, rem);
  const room = (width - gap(columns, rem) * (columns - 1)) / columns;
  const drawn = columns === 1 ? Math.min(room, MAX_ALONE) : room;
  return {width: Math.max(MIN_WIDTH, Math.round(drawn)), narrow: drawn < FIVE_LIFELINES};
}

/** Returns the space between columns, as diagrams.css has it. @param {number} columns @param {number} rem */
const gap = (columns, rem) => (columns > 2 ? 1.5 : 2.5) * rem;
