/** Where screen readers listen; it stands empty in the page before anything is said. */
const region = document.createElement('div');
region.className = 'unseen';
region.setAttribute('role', 'log');
document.body.append(region);

/** For whoever reads back. */
const mostKept = 3;

/** Says to whoever does not see the screen what changed on it. */
export function announce(words: string): void {
  const line = document.createElement('p');
  line.textContent = words;
  region.append(line);
  while (region.childElementCount > mostKept) region.firstElementChild?.remove();
}
