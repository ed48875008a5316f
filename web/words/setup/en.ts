const en = {
  title: 'First steps',
  intro: 'Four steps to your first delivery. You can leave and come back at any time.',
  done: 'Done',
  open: 'To do',
  operator: 'Your company',
  'operator.more': 'In whose name you deliver. It is the first customer, too, until you add others.',
  'operator.name': 'Name of the company',
  save: 'Save',
  map: 'Streets and addresses',
  'map.more':
    'Take a file of OpenStreetMap for your region, or the demo town to try things out. On the server:',
  'map.watch': 'This page notices by itself when the map is there.',
  'map.have': 'In force: {names}',
  drivers: 'Drivers',
  'drivers.more': 'Each gets a link to hand over or send; with it they choose a password on their phone.',
  'drivers.name': 'Name of the driver',
  'drivers.add': 'Add and invite',
  'drivers.link': 'Link for {name}',
  'drivers.copy': 'Copy',
  'drivers.copied': 'Copied',
  'drivers.count': { one: '{count} driver', other: '{count} drivers' },
  delivery: 'The first delivery',
  'delivery.more': 'Create it on the dispatch board, then drag it onto a driver.',
  'delivery.go': 'To the dispatch board',
  failed: 'Caravan does not answer. Try again in a moment.',
} as const;

export default en;
