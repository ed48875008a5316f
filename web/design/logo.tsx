/** Four wagons on the way, the first one lit. */
export function Logo({ size = 30 }: { size?: number }) {
  return (
    <svg width={size} height={(size * 16) / 44} viewBox="0 0 44 16" aria-hidden="true" fill="var(--ink)">
      <circle cx="6" cy="11" r="3" />
      <circle cx="16" cy="8" r="3" />
      <circle cx="26" cy="10" r="3" />
      <circle cx="37" cy="6" r="4.5" fill="var(--accent)" />
    </svg>
  );
}
