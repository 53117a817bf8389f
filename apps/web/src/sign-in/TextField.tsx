import FormField from '@cloudscape-design/components/form-field';
import Input, { type InputProps } from '@cloudscape-design/components/input';

interface TextFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What password managers know the field by, such as `current-password`. */
  readonly autoComplete: string;
  readonly type?: 'text' | 'password';
  readonly inputMode?: InputProps['inputMode'];
  readonly autoFocus?: boolean;
  readonly readOnly?: boolean;
}

/** One field of a form of the sign-in. */
export function TextField({ label, description, value, onChange, type = 'text', inputMode, ...rest }: TextFieldProps) {
  return (
    <FormField label={label} description={description} stretch>
      <Input
        {...rest}
        type={type}
        inputMode={inputMode}
        name={rest.autoComplete}
        value={value}
        disableBrowserAutocorrect
        spellcheck={false}
        ariaRequired
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
