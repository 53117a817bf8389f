/** What two sign-in names have in common that people take for the same: letter case and the form of their characters. */
export const foldUserName = (name: string): string => name.normalize('NFKC').trim().toLowerCase().normalize('NFKC');
