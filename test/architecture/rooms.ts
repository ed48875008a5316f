/** Which part of the house a file belongs to, and which parts each may know. */
export interface Place {
  zone: string;
  /** `capabilities/places`, `modules/deliveries`: folders that close their doors to one another. */
  room: string | undefined;
}

const zones = ['platform', 'capabilities', 'modules', 'roles', 'commands'];

export function placeOf(file: string): Place {
  const parts = file.split('/');
  const [top = '', second = '', third = ''] = parts;
  if (top !== 'src') return { zone: parts.length > 1 ? top : 'root', room: undefined };
  if (!zones.includes(second)) return { zone: 'main', room: undefined };
  const closed = second === 'capabilities' || second === 'modules';
  return { zone: second, room: closed ? `${second}/${third}` : undefined };
}

/** Zones that a zone may import. Others, such as scripts and test, stand above all and may import any. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  platform: ['platform'],
  capabilities: ['platform', 'capabilities'],
  modules: ['platform', 'capabilities', 'modules'],
  // Pages that are rendered here come from web/.
  roles: ['platform', 'capabilities', 'modules', 'roles', 'simulator', 'client', 'web', 'root'],
  commands: ['platform', 'capabilities', 'modules', 'roles', 'commands', 'simulator', 'client', 'root'],
  main: ['commands', 'roles', 'platform', 'main'],
  client: ['client'],
  web: ['client', 'web'],
  simulator: ['client', 'simulator'],
  acceptance: ['client', 'acceptance'],
};

/** What a room shows to others: functions to call, and what it publishes. */
export const doors = ['api.ts', 'events.ts'];
/** What the composition takes besides: the manifest. */
export const compositionDoors = [...doors, 'module.ts'];
