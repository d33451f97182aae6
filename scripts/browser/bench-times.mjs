// What the measurements share: how a page notes its times, and the middle of
// several.

/** A page notes when its first diagram is on the screen, and when it is ready: both in milliseconds after its navigation began. */
export const NOTES = `<script>
  const times = globalThis.benchTimes = {};
  const look = () => {
    const pictures = [...document.querySelectorAll('.panels svg, .mermaid svg, img')];
    if (pictures.some((picture) => picture.complete !== false && picture.getBoundingClientRect().height > 100)) {
      requestAnimationFrame(() => { times.picture ??= performance.now(); });
    } else {
      requestAnimationFrame(look);
    }
  };
  look();
  new MutationObserver(() => {
    if (document.documentElement.dataset.ready !== undefined) times.ready ??= performance.now();
  }).observe(document.documentElement, {attributes: true});
</script>`;

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
