/** The only place that reads the process environment. */
export function processEnvironment(): Record<string, string | undefined> {
  return process.env;
}
