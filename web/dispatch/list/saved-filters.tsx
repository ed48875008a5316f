import { ActionIcon, Button, CloseButton, Popover, TextInput } from '@mantine/core';
import Bookmark from 'lucide-react/icons/bookmark';
import { useState } from 'react';
import { t as tApp } from '../../app/words.ts';
import type { Filters } from '../filters.ts';
import { useSavedFilters } from '../saved-filters.ts';
import { useBoard } from '../use-board.ts';
import { t } from '../words.ts';
import classes from './list.module.css';

const blank: Filters = { q: undefined, state: undefined, driver: undefined, exception: undefined };

/** What the list showed, kept under a name. No menu: it has a field, and two things to do with each line. */
export function SavedFilters() {
  const { filters, set } = useBoard();
  const saved = useSavedFilters();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const keep = () => {
    if (!name.trim()) return;
    saved.keep(name.trim(), filters);
    setName('');
  };
  return (
    <Popover
      position="bottom-end"
      width={290}
      withinPortal={false}
      trapFocus
      returnFocus
      opened={open}
      onChange={setOpen}
    >
      <Popover.Target>
        <ActionIcon
          variant="default"
          size="lg"
          title={t('saved.label')}
          aria-label={t('saved.label')}
          onClick={() => setOpen(!open)}
        >
          <Bookmark size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={classes.saved} aria-label={t('saved.label')}>
        <p>{saved.all.length > 0 ? t('saved.label') : t('saved.none')}</p>
        <ul>
          {saved.all.map(({ name: of, filters: kept }) => (
            <li key={of}>
              <button
                type="button"
                onClick={() => {
                  set({ ...blank, ...kept });
                  setOpen(false);
                }}
              >
                {of}
              </button>
              <CloseButton
                size="sm"
                aria-label={t('saved.forget', { name: of })}
                onClick={() => saved.forget(of)}
              />
            </li>
          ))}
        </ul>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            keep();
          }}
        >
          <TextInput
            size="xs"
            placeholder={t('saved.name')}
            aria-label={t('saved.name')}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Button size="xs" type="submit" disabled={!name.trim()}>
            {tApp('save')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
