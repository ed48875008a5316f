import { Button, Tooltip } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { createLazyRoute } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import FileUp from 'lucide-react/icons/file-up';
import Keyboard from 'lucide-react/icons/keyboard';
import Plus from 'lucide-react/icons/plus';
import Search from 'lucide-react/icons/search';
import { lazy, Suspense, useCallback, useRef, useState } from 'react';
import { queryClient } from '../app/api.ts';
import { part } from '../app/part.ts';
import { Shell } from '../app/shell.tsx';
import { t as tApp } from '../app/words.ts';
import classes from './board.module.css';
import { BulkBar, deliveriesOf } from './bulk/bulk-bar.tsx';
import { BulkPreview } from './bulk/bulk-preview.tsx';
import { useBoardEvents } from './data/board-events.ts';
import { oneDelivery, type Delivery } from './data/deliveries.ts';
import { exceptionsQueue } from './data/exceptions.ts';
import { lifecycles, useActions, type ActionDeclaration } from './data/lifecycle.ts';
import { DeliveryPanel } from './detail/delivery-panel.tsx';
import { DriverPanel } from './detail/driver-panel.tsx';
import { useDoing } from './doing.tsx';
import { ExceptionsQueue } from './exceptions/exceptions-queue.tsx';
import { useSayExceptions } from './exceptions/say-exception.ts';
import { keptDraft } from './form/kept-draft.ts';
import { useKeys, type Command as BoardCommand } from './keys.ts';
import { DeliveryList } from './list/delivery-list.tsx';
import { FilterBar } from './list/filter-bar.tsx';
import { type PaletteWays, usePaletteItems } from './palette/commands.ts';
import { Palette } from './palette/palette.tsx';
import { picked } from './picked.ts';
import { Timeline } from './timeline/timeline.tsx';
import { useBoard } from './use-board.ts';
import { load, t } from './words.ts';

const BoardMap = lazy(() => part(() => import('./map/board-map.tsx')));
const DeliveryForm = lazy(() =>
  part(() => import('./form/delivery-form.tsx')).then((m) => ({ default: m.DeliveryForm })),
);
const ImportDialog = lazy(() =>
  part(() => import('./import/import-dialog.tsx')).then((m) => ({ default: m.ImportDialog })),
);
const Help = lazy(() => part(() => import('./palette/help.tsx')).then((m) => ({ default: m.Help })));

const Route = createLazyRoute('/dispatch')({ component: Board });

/** The board, with its words. */
export async function open(): Promise<typeof Route> {
  await load();
  void queryClient.prefetchQuery(lifecycles);
  return Route;
}

type Overlay =
  | { kind: 'palette'; initial?: string }
  | { kind: 'help' | 'import' }
  | { kind: 'form'; delivery?: Delivery }
  | { kind: 'many'; action: ActionDeclaration; deliveries: Delivery[]; driverId?: string };

/** A form that was being filled in when the page was read again. */
function leftOpen(): Overlay | undefined {
  const kept = keptDraft.read();
  return kept && { kind: 'form', ...(kept.read && { delivery: kept.read }) };
}

/** Where a dispatcher spends the day: list, map and timeline of the same things, and one thing chosen in all of them. */
function Board() {
  useBoardEvents();
  const { filters, set } = useBoard();
  const [overlay, setOverlay] = useState<Overlay | undefined>(leftOpen);
  const [tab, setTab] = useState<'deliveries' | 'exceptions'>('deliveries');
  const [timeline, setTimeline] = useLocalStorage({ key: 'caravan.dispatch.timeline', defaultValue: true });
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const doing = useDoing();
  const assignAction = useActions().find(({ name }) => name === 'assignDriver');
  const [asked, setAsked] = useState<{ id: string; action: ActionDeclaration }>();
  const close = useCallback(() => setOverlay(undefined), []);

  const assign = useCallback(
    (ids: readonly string[], driverId: string) => {
      const deliveries = deliveriesOf(new Set(ids));
      const [only] = deliveries;
      if (deliveries.length === 1 && only?.driverId === driverId) return;
      if (deliveries.length === 1 && only) void doing.run(only, 'assignDriver', { driverId });
      else if (assignAction && deliveries.length > 1)
        setOverlay({ kind: 'many', action: assignAction, deliveries, driverId });
    },
    [doing.run, assignAction],
  );
  const chosen = useCallback(
    () => (filters.id ? queryClient.getQueryData(oneDelivery(filters.id).queryKey) : undefined),
    [filters.id],
  );
  const ask = useCallback(
    (action: ActionDeclaration | undefined) =>
      setAsked(filters.id && action ? { id: filters.id, action } : undefined),
    [filters.id],
  );
  const run = useCallback(
    (command: BoardCommand) => {
      const commands: Record<BoardCommand, () => void> = {
        palette: () => setOverlay({ kind: 'palette' }),
        help: () => setOverlay({ kind: 'help' }),
        import: () => setOverlay({ kind: 'import' }),
        create: () => setOverlay({ kind: 'form' }),
        edit: () => {
          const delivery = chosen();
          if (delivery) setOverlay({ kind: 'form', delivery });
        },
        assign: () => setOverlay({ kind: 'palette', initial: `${t('palette.assign').split(' ')[0]} ` }),
        search: () => {
          setTab('deliveries');
          requestAnimationFrame(() => search.current?.focus());
        },
        tick: () => filters.id && picked.toggle(filters.id),
        next: () => step(list.current, 'ArrowDown'),
        previous: () => step(list.current, 'ArrowUp'),
        exceptions: () => setTab('exceptions'),
        deliveries: () => setTab('deliveries'),
        timeline: () => setTimeline((old) => !old),
        close: () => set({ id: undefined, who: undefined }),
      };
      commands[command]();
    },
    [chosen, filters.id, set, setTimeline],
  );
  useKeys(run, overlay === undefined);
  return (
    <Shell title={tApp('area.dispatch')} bar={<Bar run={run} />}>
      <div
        className={classes.board}
        data-panel={(filters.id ?? filters.who) ? 'open' : 'closed'}
        data-timeline={timeline || undefined}
      >
        <section className={classes.left} ref={list} aria-label={t('list.label')}>
          <Tabs tab={tab} onTab={setTab} />
          {tab === 'deliveries' ? (
            <>
              <FilterBar searchRef={search} />
              <div className={classes.fill}>
                <DeliveryList onCreate={() => run('create')} />
              </div>
              <BulkBar />
            </>
          ) : (
            <div className={classes.fill}>
              <ExceptionsQueue />
            </div>
          )}
        </section>
        <div className={classes.map}>
          <Suspense fallback={<div className={classes.waiting} />}>
            <BoardMap onAssign={assign} />
          </Suspense>
        </div>
        {timeline && (
          <div className={classes.timeline}>
            <Timeline onAssign={assign} />
          </div>
        )}
        {filters.id ? (
          <aside className={classes.panel}>
            <DeliveryPanel
              key={filters.id}
              id={filters.id}
              asked={asked?.id === filters.id ? asked.action : undefined}
              onAsk={ask}
              onEdit={(delivery) => setOverlay({ kind: 'form', delivery })}
            />
          </aside>
        ) : (
          filters.who && (
            <aside className={classes.panel}>
              <DriverPanel key={filters.who} id={filters.who} />
            </aside>
          )
        )}
      </div>
      <Suspense>
        {overlay?.kind === 'palette' && (
          <AllCommands
            ways={{
              run,
              ask,
              preview: (action, deliveries) => setOverlay({ kind: 'many', action, deliveries }),
            }}
            {...(overlay.initial && { initial: overlay.initial })}
            onDelivery={(id) => set({ id, who: undefined })}
            onClose={close}
          />
        )}
        {overlay?.kind === 'help' && <Help onClose={close} />}
        {overlay?.kind === 'import' && <ImportDialog onClose={close} />}
        {overlay?.kind === 'form' && <DeliveryForm delivery={overlay.delivery} onClose={close} />}
        {overlay?.kind === 'many' && <BulkPreview {...overlay} onClose={close} />}
      </Suspense>
    </Shell>
  );
}

interface AllCommandsProps {
  ways: PaletteWays;
  initial?: string;
  onDelivery(id: string): void;
  onClose(): void;
}

function AllCommands({ ways, ...rest }: AllCommandsProps) {
  return <Palette items={usePaletteItems(ways)} {...rest} />;
}

/** The list knows what comes next. */
function step(list: HTMLElement | null, key: string): void {
  const grid = list?.querySelector<HTMLElement>('[role="grid"]');
  grid?.focus({ preventScroll: true });
  grid?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
}

function Tabs({ tab, onTab }: { tab: string; onTab(tab: 'deliveries' | 'exceptions'): void }) {
  const queue = useQuery(exceptionsQueue).data;
  useSayExceptions(queue);
  const count = (queue?.items.length ?? 0) + (queue?.driversOutOfContact.length ?? 0);
  return (
    <div className={classes.tabs} role="group" aria-label={t('tabs')}>
      <button type="button" aria-pressed={tab === 'deliveries'} onClick={() => onTab('deliveries')}>
        {t('tab.deliveries')}
      </button>
      <button type="button" aria-pressed={tab === 'exceptions'} onClick={() => onTab('exceptions')}>
        {t('tab.exceptions')}
        {count > 0 && <b className="number">{queue?.nextCursor ? `${count}+` : count}</b>}
      </button>
    </div>
  );
}

function Bar({ run }: { run(command: BoardCommand): void }) {
  return (
    <>
      <button type="button" className={classes.palette} onClick={() => run('palette')}>
        <Search size={14} />
        <span>{t('palette.open')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <Tooltip label={t('help.title')}>
        <Button
          className={classes.wide}
          variant="subtle"
          color="gray"
          px={8}
          aria-label={t('help.title')}
          onClick={() => run('help')}
        >
          <Keyboard size={17} />
        </Button>
      </Tooltip>
      <span className={classes.space} />
      <Button
        className={classes.wide}
        variant="default"
        size="sm"
        leftSection={<FileUp size={15} />}
        onClick={() => run('import')}
      >
        {t('key.import')}
      </Button>
      <Button size="sm" leftSection={<Plus size={15} />} onClick={() => run('create')}>
        {t('create')}
      </Button>
    </>
  );
}
