import { Button, FileButton } from '@mantine/core';
import { type DragEvent, useState } from 'react';
import { t } from '../words.ts';
import classes from './import.module.css';

const example = `reference,pickupName,pickupStreet,pickupHouseNumber,pickupCity,dropoffName,dropoffPhone,dropoffStreet,dropoffHouseNumber,dropoffCity,dropoffLat,dropoffLng,windowTo,weightKg,notes
B-1001,Our depot,Main Street,1,Vaduz,Maria Beck,+423 555 01 23,Hill Road,12,Vaduz,47.1410,9.5209,2027-01-15T17:00:00+01:00,2.4,Ring twice
`;

interface ChooseFileProps {
  busy: boolean;
  onFile(file: File | null): void;
}

/** A place to drop the file, what it should hold, and one to begin with. */
export function ChooseFile({ busy, onFile }: ChooseFileProps) {
  const [over, setOver] = useState(false);
  const drag = (event: DragEvent, isOver: boolean) => {
    event.preventDefault();
    setOver(isOver);
  };
  return (
    <>
      <div
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => drag(event, true)}
        onDragLeave={(event) => drag(event, false)}
        onDrop={(event) => {
          drag(event, false);
          onFile(event.dataTransfer.files[0] ?? null);
        }}
      >
        <p>{t('import.drop')}</p>
        <FileButton accept=".csv,.txt,text/csv" onChange={onFile}>
          {(props) => (
            <Button {...props} loading={busy} data-autofocus>
              {t('import.choose')}
            </Button>
          )}
        </FileButton>
      </div>
      <p className={classes.columns}>
        {t('import.columns')}{' '}
        <a
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(example)}`}
          download="deliveries-example.csv"
        >
          {t('import.example')}
        </a>
      </p>
    </>
  );
}
