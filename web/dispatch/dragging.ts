/** Deliveries on their way from the list onto a driver, by mouse. */
const type = 'application/x-caravan-deliveries';

export function startDrag(transfer: DataTransfer, ids: readonly string[]): void {
  transfer.setData(type, JSON.stringify(ids));
  transfer.effectAllowed = 'move';
}

export const carriesDeliveries = (transfer: DataTransfer): boolean => transfer.types.includes(type);

export function dropped(transfer: DataTransfer): string[] {
  const text = transfer.getData(type);
  return text ? (JSON.parse(text) as string[]) : [];
}
