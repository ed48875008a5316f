import { useEffect } from 'react';
import { announce } from '../app/announce.ts';

interface PageTitleProps {
  children: string;
  className?: string | undefined;
}

let isFirst = true;

/**
 * The one heading of a screen. The window is named after it, and screen readers hear it when the screen is another one
 * than before; a page that was just loaded they read by themselves.
 */
export function PageTitle({ children, className }: PageTitleProps) {
  useEffect(() => {
    document.title = children === 'Caravan' ? children : `${children} · Caravan`;
    if (!isFirst) announce(children);
    isFirst = false;
  }, [children]);
  return <h1 className={className}>{children}</h1>;
}
