import { createLazyRoute } from '@tanstack/react-router';
import { Shell } from '../app/shell.tsx';

const Route = createLazyRoute('/dispatch')({ component: Board });

/** The board, with its words. */
export async function open() {
  return Route;
}

function Board() {
  return <Shell>…</Shell>;
}
