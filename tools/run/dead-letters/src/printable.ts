const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Text of a stranger for a terminal: what would move its cursor, colour or turn round a line is shown as what it is. */
export const printable = (text: string): string =>
  text.replace(control, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
