/** Made when it is first asked for: formats cost a phone tens of milliseconds, and a page needs few of them. */
export function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
