import { Alert, Button, Checkbox, Group, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { Dialog } from '../../design/dialog.tsx';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { newKey } from '../../../client/src/http.ts';
import { ApiError } from '../../../client/src/problem.ts';
import { api, sentenceOf } from '../../app/api.ts';
import { t as tApp } from '../../app/words.ts';
import { spread, type Delivery } from '../data/deliveries.ts';
import { useBoard } from '../use-board.ts';
import { t } from '../words.ts';
import { AddressField } from './address-field.tsx';
import { Conflict } from './conflict.tsx';
import classes from './form.module.css';
import { keptDraft } from './kept-draft.ts';
import { draftOf, emptyDraft, newDeliveryOf, patchOf, proofKinds, type Draft } from './patch.ts';

interface DeliveryFormProps {
  /** The one to change; none: a new one. */
  delivery: Delivery | undefined;
  onClose(): void;
}

/** A new delivery, or a change to one. */
export function DeliveryForm({ delivery, onClose }: DeliveryFormProps) {
  const { set } = useBoard();
  const kept = useRef(keptDraft.of(delivery?.id)).current;
  const [read, setRead] = useState(kept?.read ?? delivery);
  const [draft, setDraft] = useState(kept?.draft ?? (delivery ? draftOf(delivery) : emptyDraft));
  const [theirs, setTheirs] = useState<Delivery>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const { data: customers } = useQuery({
    queryKey: ['customers'],
    queryFn: async () =>
      (await api('parties.listParties', { query: { kind: 'company', limit: '200' } })).items,
    enabled: !delivery,
    staleTime: 60_000,
  });
  useEffect(() => {
    if (JSON.stringify(draft) !== JSON.stringify(read ? draftOf(read) : emptyDraft))
      keptDraft.keep({ draft, ...(read && { read }) });
    else keptDraft.forget();
  }, [draft, read]);
  const close = () => {
    keptDraft.forget();
    onClose();
  };
  const keyOf = useKeyOfOrder();
  const put = (change: Partial<Draft>) => setDraft((old) => ({ ...old, ...change }));
  const order = (body: ReturnType<typeof newDeliveryOf>) =>
    api('deliveries.createDelivery', { body, idempotencyKey: keyOf(body) });
  const isBackwards = draft.windowFrom !== '' && draft.windowTo !== '' && draft.windowTo < draft.windowFrom;
  const send = async (version: number | undefined) => {
    setTried(true);
    if (!draft.pickup || !draft.dropoff || isBackwards) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const done = read
        ? await api('deliveries.changeDelivery', {
            path: { id: read.id },
            body: patchOf(draftOf(read), draft),
            ...(version !== undefined && { ifVersion: version }),
          })
        : await order(newDeliveryOf(draft, draft.pickup, draft.dropoff));
      spread([done]);
      set({ id: done.id, who: undefined });
      close();
    } catch (error) {
      if (read && error instanceof ApiError && error.status === 412)
        setTheirs(await api('deliveries.getDelivery', { path: { id: read.id } }));
      else setProblem(sayProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const missing = (stop: unknown) => (tried && !stop ? t('form.chooseAddress') : undefined);
  return (
    <Dialog title={t(delivery ? 'form.edit' : 'form.new')} size="lg" onClose={close}>
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send(read?.version);
        }}
      >
        {theirs && read && (
          <Conflict
            read={read}
            theirs={theirs}
            mine={draft}
            onTake={() => {
              spread([theirs]);
              setRead(theirs);
              setDraft(draftOf(theirs));
              setTheirs(undefined);
            }}
            onKeep={() => {
              // What was changed here is put onto theirs; the rest stays as they left it.
              setRead(theirs);
              setDraft({ ...draftOf(theirs), ...changedIn(draftOf(read), draft) });
              setTheirs(undefined);
            }}
          />
        )}
        {problem && (
          <Alert color="red" role="alert">
            {problem}
          </Alert>
        )}
        {!delivery && (
          <Select
            label={t('form.customer')}
            placeholder={t('form.customer.none')}
            comboboxProps={{ withinPortal: false }}
            searchable
            clearable
            data={customers?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            value={draft.customerId}
            onChange={(customerId) => put({ customerId })}
          />
        )}
        <div className={classes.pair}>
          <AddressField
            key={`p${read?.version}`}
            autoFocus
            label={t('fact.from')}
            value={draft.pickup}
            error={missing(draft.pickup)}
            onChange={(pickup) => put({ pickup })}
          />
          <AddressField
            key={`d${read?.version}`}
            label={t('fact.to')}
            value={draft.dropoff}
            error={missing(draft.dropoff)}
            onChange={(dropoff) => put({ dropoff })}
          />
        </div>
        <div className={classes.pair}>
          <TextInput
            label={t('form.name')}
            value={draft.name}
            onChange={(event) => put({ name: event.currentTarget.value })}
          />
          <TextInput
            label={t('form.phone')}
            type="tel"
            value={draft.phone}
            onChange={(event) => put({ phone: event.currentTarget.value })}
          />
        </div>
        <div className={classes.pair}>
          <TextInput
            label={t('form.windowFrom')}
            type="datetime-local"
            value={draft.windowFrom}
            onChange={(event) => put({ windowFrom: event.currentTarget.value })}
          />
          <TextInput
            label={t('form.windowTo')}
            type="datetime-local"
            error={tried && isBackwards ? t('form.backwards') : undefined}
            value={draft.windowTo}
            onChange={(event) => put({ windowTo: event.currentTarget.value })}
          />
        </div>
        <div className={classes.pair}>
          <TextInput
            label={t('form.reference')}
            value={draft.reference}
            onChange={(event) => put({ reference: event.currentTarget.value })}
          />
          <NumberInput
            label={t('form.weight')}
            suffix=" kg"
            placeholder="kg"
            min={0}
            max={50_000}
            decimalScale={2}
            value={draft.kilograms}
            onChange={(kilograms) => put({ kilograms })}
          />
        </div>
        <Textarea
          label={t('fact.notes')}
          autosize
          minRows={2}
          maxRows={5}
          value={draft.notes}
          onChange={(event) => put({ notes: event.currentTarget.value })}
        />
        <Checkbox.Group
          label={t('fact.proofs')}
          value={draft.proofRules}
          onChange={(rules) => put({ proofRules: rules as Draft['proofRules'] })}
        >
          <Group gap="md" mt={6}>
            {proofKinds.map((kind) => (
              <Checkbox key={kind} value={kind} label={t(`proof.${kind}`)} />
            ))}
          </Group>
        </Checkbox.Group>
        <div className={classes.foot}>
          <Button variant="default" onClick={close}>
            {tApp('cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={theirs !== undefined}>
            {t(delivery ? 'form.save' : 'form.create')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The same order sent again, because its answer was lost, stays one order. */
function useKeyOfOrder(): (body: object) => string {
  const last = useRef({ text: '', key: '' });
  return (body) => {
    const text = JSON.stringify(body);
    if (last.current.text !== text) last.current = { text, key: newKey() };
    return last.current.key;
  };
}

function changedIn(before: Draft, after: Draft): Partial<Draft> {
  return Object.fromEntries(
    Object.entries(after).filter(
      ([name, value]) => JSON.stringify(before[name as keyof Draft]) !== JSON.stringify(value),
    ),
  );
}

/** The fields that were refused, by name, beside the sentence. */
function sayProblem(error: unknown): string {
  const fields = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  return [
    sentenceOf(error, tApp('error.offline')),
    ...fields.map(({ field, reason }) => `${field} ${reason}`),
  ].join(' ');
}
