import { type ReactNode, useId } from 'react';
import './controls.css';

interface LabelledProps {
  readonly label: string;
  readonly id: string;
  readonly children: ReactNode;
}

const Labelled = ({ label, id, children }: LabelledProps) => (
  <div className="form-field">
    <label htmlFor={id}>{label}</label>
    {children}
  </div>
);

export interface FormFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'number' | 'date';
  /** What to type, for the reader. */
  readonly hint?: string;
  readonly required?: boolean;
  readonly min?: string | number;
  readonly max?: string | number;
  readonly maxLength?: number;
  /** The id of a `datalist` with what the field suggests. */
  readonly list?: string;
}

/** One field of a form, between its label and its hint. */
export function FormField({ label, value, onChange, hint, type = 'text', ...rest }: FormFieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <Labelled label={label} id={id}>
      <input
        {...rest}
        id={id}
        className="field"
        type={type}
        value={value}
        aria-describedby={hint === undefined ? undefined : hintId}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => onChange(target.value)}
      />
      {hint !== undefined && (
        <span id={hintId} className="form-hint">
          {hint}
        </span>
      )}
    </Labelled>
  );
}

interface FormChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, label: string])[];
  readonly onChange: (value: T) => void;
}

/** One of a few values, below its label. */
export function FormChoice<T extends string>({ label, value, options, onChange }: FormChoiceProps<T>) {
  const id = useId();
  return (
    <Labelled label={label} id={id}>
      <select
        id={id}
        className="choice"
        value={value}
        onChange={({ target }) => onChange(options.find(([each]) => each === target.value)?.[0] ?? value)}
      >
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

interface FormOptionProps {
  readonly label: string;
  readonly hint: string;
  readonly isOn: boolean;
  readonly onToggle: () => void;
}

/** Something to tick, beside its label and above its hint. */
export function FormOption({ label, hint, isOn, onToggle }: FormOptionProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className="form-option">
      <input id={id} type="checkbox" checked={isOn} aria-describedby={hintId} onChange={onToggle} />
      <label htmlFor={id}>{label}</label>
      <span id={hintId} className="form-hint">
        {hint}
      </span>
    </div>
  );
}
