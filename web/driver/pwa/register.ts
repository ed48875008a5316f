import { useSyncExternalStore } from 'react';

interface InstallEvent extends Event {
  prompt(): Promise<void>;
}

let waiting: ServiceWorker | null = null;
let install: InstallEvent | null = null;
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Keeps the shell of the driver's area on the device, so that it starts without a network. */
export function registerWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker
    .register('/app/driver-worker.js', { scope: '/app/driver', updateViaCache: 'none' })
    .then(watch)
    // The app works without it, but not from a cold start in a cellar.
    .catch(() => undefined);
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    install = event as InstallEvent;
    tell();
  });
  const manifest = document.createElement('link');
  manifest.rel = 'manifest';
  manifest.href = '/app/driver.webmanifest';
  document.head.append(manifest);
}

function watch(registration: ServiceWorkerRegistration): void {
  const note = () => {
    // Without a controller this is the first one: there is nothing old that it would replace.
    waiting = navigator.serviceWorker.controller ? registration.waiting : null;
    tell();
  };
  const follow = () => registration.installing?.addEventListener('statechange', note);
  note();
  follow();
  registration.addEventListener('updatefound', follow);
  let isFirst = navigator.serviceWorker.controller === null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // Another tab changed to the new version: the files of the old one are gone, and a dead spot may come.
    if (!isFirst && document.visibilityState === 'hidden') location.reload();
    isFirst = false;
  });
}

export const useUpdate = (): boolean => useSyncExternalStore(subscribe, () => waiting !== null);

/** Changes to the new version at a moment that the driver chose. */
export function takeUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting?.postMessage('take over');
}

export const useInstallable = (): boolean => useSyncExternalStore(subscribe, () => install !== null);

export async function askToInstall(): Promise<void> {
  await install?.prompt();
  install = null;
  tell();
}
