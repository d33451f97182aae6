/**
 * Returns a file name of letters, digits and hyphens, which every system accepts.
 * @param {string[]} parts  such as the names of a scenario and of a variant
 * @param {string} ending   without the dot
 */
export function fileName(parts, ending) {
  const words = parts.join(' ').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 80);
  return `${words.replace(/^-+|-+$/g, '') || 'scenario'}.${ending}`;
}
