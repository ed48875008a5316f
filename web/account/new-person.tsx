import { PasswordInput, TextInput } from '@mantine/core';
import { t } from './words.ts';

export interface Person {
  name: string;
  mail: string;
  password: string;
}

interface NewPersonProps {
  person: Person;
  /** The address is given by the link. */
  fixedMail?: string | null | undefined;
  onChange(person: Person): void;
}

/** What every new account needs. */
export function NewPerson({ person, fixedMail, onChange }: NewPersonProps) {
  const field = (key: keyof Person) => ({
    size: 'md' as const,
    required: true,
    value: person[key],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...person, [key]: event.currentTarget.value }),
  });
  return (
    <>
      <TextInput label={t('name')} autoComplete="name" maxLength={200} {...field('name')} />
      {fixedMail ? (
        <TextInput label={t('mail')} size="md" readOnly value={fixedMail} autoComplete="username" />
      ) : (
        <TextInput label={t('mail')} type="email" autoComplete="username" {...field('mail')} />
      )}
      <PasswordInput
        label={t('password')}
        description={t('password.hint')}
        autoComplete="new-password"
        {...field('password')}
      />
    </>
  );
}

export const nobody: Person = { name: '', mail: '', password: '' };
