import type { Delivery } from '../queries/deliveries.ts';

/**
 * The device's time, when it can be true: not from the future, and not from before the driver had the delivery.
 * A phone whose clock is a day off gets undefined; both times stay in the history all the same.
 */
export function believable(
  deviceTime: Date | null,
  delivery: Pick<Delivery, 'createdAt' | 'assignment'>,
  now: Date,
): Date | undefined {
  if (!deviceTime || deviceTime > now) return undefined;
  const assignedAt = delivery.assignment?.at;
  const earliest = typeof assignedAt === 'string' ? new Date(assignedAt) : delivery.createdAt;
  return deviceTime < earliest ? undefined : deviceTime;
}
