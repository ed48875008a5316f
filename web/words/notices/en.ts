import reasons from '../reasons/en.ts';

const en = {
  title: 'Notices',
  none: 'Nothing new',
  'none.office': 'Failed, late and driverless deliveries are told here, and who joins.',
  'none.driver': 'New work, changes and cancelled stops are told here.',
  readAll: 'Mark all as read',
  more: 'Older ones',
  failed: 'The notices cannot be read now.',
  trouble: 'Only problems',
  'trouble.none': 'No problems among these.',
  unsaved: 'That was not saved. Try again.',
  unread: 'unread',
  'told.failed': '{title} could not be handed over',
  'told.late': '{title} will be late',
  'told.no_driver': 'No driver for {title}',
  'told.rescheduled': '{title}: the recipient asks for another time',
  'told.returned': '{title} is back',
  'told.joined': '{title} drives for you now',
  'told.offered': 'Offered to you: {title}',
  'told.given': 'New for you: {title}',
  'told.takenBack': '{title} is not with you any more',
  'told.changed': '{title} was changed',
  'told.cancelled': '{title} was cancelled',
  'told.other': '{title}',
  ...reasons,
} as const;

export default en;
