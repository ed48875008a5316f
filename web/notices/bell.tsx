import BellIcon from 'lucide-react/icons/bell';
import { lazy, Suspense, useId, useRef, useState } from 'react';
import { part } from '../app/part.ts';
import { t } from '../app/words.ts';
import popover from '../design/popover.module.css';
import classes from './bell.module.css';
import { shownAtMost } from './data.ts';

const NoticeList = lazy(async () => {
  const [{ NoticeList: List }, { load }] = await part(() =>
    Promise.all([import('./notice-list.tsx'), import('./words.ts')]),
  );
  await load();
  return { default: List };
});

/** How much there is to know, and the list of it; the browser's own popover closes on Escape and beside it. */
export function Bell({ count }: { count: number }) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const shown = count > shownAtMost ? `${shownAtMost}+` : String(count);
  return (
    <>
      <button
        type="button"
        className={`${popover.button} ${classes.bell}`}
        popoverTarget={id}
        aria-expanded={open}
        aria-label={count > 0 ? t('notices.unread', { count }) : t('notices')}
      >
        <BellIcon size={17} />
        {count > 0 && <b>{shown}</b>}
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={t('notices')}
        className={`${popover.sheet} ${classes.list}`}
        onToggle={({ newState }) => setOpen(newState === 'open')}
      >
        {open && (
          <Suspense fallback={<p className={classes.waiting}>{t('loading')}</p>}>
            <NoticeList onDone={() => list.current?.hidePopover()} />
          </Suspense>
        )}
      </div>
    </>
  );
}
