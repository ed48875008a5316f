import { Alert, Button, FileButton, Progress } from '@mantine/core';
import { Dialog } from '../../design/dialog.tsx';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, http, queryClient, sentenceOf, type Schema } from '../../app/api.ts';
import { t as tApp } from '../../app/words.ts';
import bulk from '../bulk/bulk.module.css';
import { t } from '../words.ts';
import { ChooseFile } from './choose-file.tsx';
import { previewCsv, type CsvPreview } from './preview-csv.ts';

interface Checked {
  import: Schema<'DeliveryImport'>;
  wrongLines: Schema<'WrongLine'>[];
}

/** A file of deliveries: checked first and shown as a table; ordered only when somebody has said yes. */
export function ImportDialog({ onClose }: { onClose(): void }) {
  const [checked, setChecked] = useState<Checked>();
  const [preview, setPreview] = useState<CsvPreview>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const id = checked?.import.id;
  const { data: now = checked?.import } = useQuery({
    queryKey: ['import', id],
    queryFn: () => api('deliveries.getDeliveryImport', { path: { id: id ?? '' } }),
    enabled: Boolean(id),
    refetchInterval: ({ state }) => (state.data?.state === 'importing' ? 700 : false),
  });
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(sentenceOf(error, tApp('error.offline')));
    } finally {
      setBusy(false);
    }
  };
  const check = (file: File | null) =>
    attempt(async () => {
      if (!file) return;
      setChecked(undefined);
      setPreview(undefined);
      const bytes = new Uint8Array(await file.arrayBuffer());
      const answer = await http.request<Checked>('POST', '/v1/delivery-imports', {
        query: { fileName: file.name },
        body: bytes,
        contentType: 'text/csv',
      });
      setChecked(answer.body);
      setPreview(previewCsv(bytes, answer.body.import));
    });
  const commit = () =>
    attempt(async () => {
      await api('deliveries.commitDeliveryImport', {
        path: { id: id ?? '' },
        body: { skipWrongLines: true },
      });
      await queryClient.invalidateQueries({ queryKey: ['import', id] });
    });
  const good = now ? now.linesTotal - now.linesWrong : 0;
  return (
    <Dialog title={t('import.title')} size="xl" onClose={onClose}>
      {problem && (
        <Alert color="red" role="alert" mb={12}>
          {problem}
        </Alert>
      )}
      {!now && <p className={bulk.meaning}>{t('import.explain')}</p>}
      {now && (
        <p className={bulk.meaning} role="status">
          {now.state === 'done'
            ? t('import.done', { count: now.linesImported })
            : t('import.good', { count: good })}{' '}
          {now.linesWrong > 0 && t('import.wrong', { count: now.linesWrong })}{' '}
          {now.ignoredColumns.length > 0 && t('import.ignored', { names: now.ignoredColumns.join(', ') })}
        </p>
      )}
      {now?.state === 'importing' && (
        <Progress value={now.progress * 100} animated aria-label={t('import.title')} />
      )}
      {checked && preview && <DryRun preview={preview} wrong={checked.wrongLines} />}
      {!now && <ChooseFile busy={busy} onFile={(file) => void check(file)} />}
      <div className={bulk.foot}>
        <Button variant="default" onClick={onClose}>
          {tApp('close')}
        </Button>
        {now?.state === 'checked' && (
          <FileButton accept=".csv,.txt,text/csv" onChange={(file) => void check(file)}>
            {(props) => (
              <Button {...props} variant="default">
                {t('import.another')}
              </Button>
            )}
          </FileButton>
        )}
        {now?.state === 'checked' && (
          <Button loading={busy} disabled={good === 0} onClick={() => void commit()}>
            {t('import.commit', { count: good })}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

/** The first lines of the file, and every wrong one with the reason beside its cell. */
function DryRun({ preview, wrong }: { preview: CsvPreview; wrong: readonly Schema<'WrongLine'>[] }) {
  const byLine = new Map(wrong.map(({ line, errors }) => [line, errors]));
  const rows = preview.rows.filter(({ line }, index) => index < 30 || byLine.has(line));
  return (
    <div className={bulk.table} tabIndex={0} role="region" aria-label={t('import.title')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('import.line')}</th>
            <th scope="col">{t('import.verdict')}</th>
            {preview.columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ line, cells }) => {
            const errors = byLine.get(line);
            return (
              <tr key={line}>
                <td className="number">{line}</td>
                <td data-bad={errors ? true : undefined}>
                  {errors ? errors.map(({ field, reason }) => `${field} ${reason}`.trim()).join('; ') : '✓'}
                </td>
                {cells.map((cell, index) => (
                  <td key={preview.columns[index] ?? index}>{cell}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
