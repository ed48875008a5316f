import { Button, Select } from '@mantine/core';
import { Dialog } from '../../design/dialog.tsx';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { t as tApp } from '../../app/words.ts';
import { StateMark } from '../../design/state-mark.tsx';
import type { Delivery } from '../data/deliveries.ts';
import { useDriverMap, useDrivers } from '../data/drivers.ts';
import {
  actOnMany,
  useActions,
  wayBack,
  type ActionDeclaration,
  type BulkAnswer,
} from '../data/lifecycle.ts';
import { Done, refuse } from '../doing.tsx';
import { picked } from '../picked.ts';
import { sayProblem } from '../../app/say-problem.ts';
import { sayAction } from '../say-action.ts';
import { doorOf, titleOf } from '../say.ts';
import { t } from '../words.ts';
import classes from './bulk.module.css';

interface BulkPreviewProps {
  action: ActionDeclaration;
  deliveries: readonly Delivery[];
  /** Chosen already, by dragging. */
  driverId?: string;
  onClose(): void;
}

const shown = 200;

/** Which of them it will be done to, which not and why; then the result of each, and the way back. */
export function BulkPreview({ action, deliveries, driverId: given, onClose }: BulkPreviewProps) {
  const drivers = useDrivers();
  const driverOf = useDriverMap();
  const actions = useActions();
  const [driverId, setDriverId] = useState<string | null>(given ?? null);
  const [answer, setAnswer] = useState<BulkAnswer>();
  const [busy, setBusy] = useState(false);
  const fitting = deliveries.filter(({ state }) => action.from.includes(state));
  const takesDriver = 'driverId' in (action.input.properties ?? {});
  const run = async () => {
    setBusy(true);
    try {
      const done = await actOnMany(
        action.name,
        fitting.map(({ id }) => id),
        takesDriver && driverId ? { driverId } : {},
      );
      setAnswer(done);
      announce(done);
      picked.clear();
      if (done.failed === 0) onClose();
    } catch (error) {
      refuse(error);
    } finally {
      setBusy(false);
    }
  };
  const announce = (done: BulkAnswer) => {
    const notice = `many-${crypto.randomUUID()}`;
    const before = new Map(fitting.map((delivery) => [delivery.id, delivery]));
    const changed = done.results.flatMap(({ delivery }) => (delivery ? [delivery] : []));
    const ways = changed.map(({ id, state }) => ({
      id,
      way: wayBack(actions, before.get(id) as Delivery, { state }),
    }));
    const undoable = ways.length > 0 && ways.every(({ way }) => way);
    const undo = async () => {
      notifications.hide(notice);
      // Who went back to different drivers goes back in as many steps.
      const steps = Map.groupBy(ways, ({ way }) => JSON.stringify(way));
      let failed = 0;
      for (const step of steps.values()) {
        const ids = step.map(({ id }) => id);
        const way = step[0]?.way;
        if (way) failed += (await actOnMany(way.action, ids, way.input)).failed;
      }
      if (failed > 0)
        notifications.show({ color: 'red', role: 'alert', message: t('bulk.undoFailed', { count: failed }) });
    };
    notifications.show({
      id: notice,
      autoClose: 10_000,
      message: (
        <Done
          words={t('bulk.done', { action: sayAction(action), count: done.done })}
          {...(undoable && { undo: () => undo().catch(refuse) })}
        />
      ),
    });
  };
  // Where it can become several things, nobody knows yet which.
  const becomes = action.to.length === 1 ? (action.to[0] as Delivery['state']) : undefined;
  const results = new Map(answer?.results.map((result) => [result.id, result]));
  return (
    <Dialog title={sayAction(action)} size="lg" onClose={onClose}>
      <p className={classes.meaning}>
        {t('bulk.preview', { count: fitting.length })}{' '}
        {fitting.length < deliveries.length &&
          t('bulk.skipped', { count: deliveries.length - fitting.length })}
      </p>
      {takesDriver && (
        <Select
          comboboxProps={{ withinPortal: false }}
          label={t('fact.driver')}
          placeholder={t('bulk.bestDriver')}
          searchable
          clearable
          data={drivers
            .filter(({ state }) => state === 'online' || state === 'busy')
            .map(({ id, name }) => ({ value: id, label: name }))}
          value={driverId}
          onChange={setDriverId}
        />
      )}
      <div className={classes.table} tabIndex={0} role="region" aria-label={sayAction(action)}>
        <table>
          <tbody>
            {deliveries.slice(0, shown).map((delivery) => {
              const fits = action.from.includes(delivery.state);
              const problem = results.get(delivery.id)?.problem;
              return (
                <tr key={delivery.id} data-out={!fits || undefined}>
                  <td>
                    {titleOf(delivery)}
                    <small>{delivery.dropoff.name ?? doorOf(delivery.dropoff)}</small>
                  </td>
                  <td>{driverOf.get(delivery.driverId ?? '')?.name}</td>
                  <td>
                    <StateMark state={results.get(delivery.id)?.delivery?.state ?? delivery.state} quiet />
                    {fits && !answer && becomes && (
                      <>
                        {' → '}
                        <StateMark state={becomes} quiet />
                      </>
                    )}
                  </td>
                  <td data-bad={problem ? true : undefined}>
                    {problem
                      ? sayProblem(problem)
                      : results.has(delivery.id)
                        ? '✓'
                        : fits
                          ? ''
                          : t('bulk.notPossible')}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div className={classes.foot}>
        <Button variant="default" onClick={onClose}>
          {tApp('close')}
        </Button>
        {!answer && (
          <Button loading={busy} disabled={fitting.length === 0} onClick={() => void run()}>
            {t('bulk.run', { action: sayAction(action), count: fitting.length })}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
