import { describe, expect, it } from '@jest/globals';
import { redactScript } from '../../test/redact-script.js';

const showsAll = (country: Parameters<typeof redactScript>[2], scripts: readonly string[]): void => {
  it.each(scripts)('%s', (script) => {
    const { shown, expected } = redactScript(script, 'BIRTH_DATE', country);
    expect(shown).toBe(expected);
  });
};

describe('days on which something happens', () => {
  showsAll('GB', [
    'A: when shall we send the engineer / C: the fourteenth of march would be good',
    'A: your appointment is on the 3rd of June 2026 / C: okay',
    'C: you said January 19th and now the text says six nineteen twenty six',
    'C: it was the first of April and now the text says August eighth / A: go on / C: twenty twenty six',
    'A: delivery is booked for 12/05/2026 / C: perfect',
    'C: my parcel should have come on the twenty second of May',
    'A: what day suits you / C: 14.06.2026',
    'A: when did you order it / C: oh, second of January 2026',
    "C: the letter is dated 21 February 2026, that's three weeks ago",
    'A: the statement date is the first of each month, so 1 July 2026 / C: right',
    'A: the deadline for the form is 31 January 2027 / C: I sent it on 4 January',
    'A: when does your contract end / C: on the ninth of September twenty twenty six',
    'A: and the policy began when / C: 17 08 2019',
    'C: the company was born in 1986, on the fourth of May, they say on the website',
    'C: our anniversary is 12 June 2026, so it must be there by then',
    'A: the policy anniversary is 30/11/2026 / C: fine',
    'C: I was charged on 13/02/2026 and again on 14/02/2026',
    'A: which date is the flight / C: 11 October 2026',
    'A: when was your last service / C: the sixth of may twenty twenty four',
    'A: date of the accident / C: it was on 7 March 2026',
    'A: date of purchase please / C: twenty fifth of november twenty twenty five',
    'A: when did you move in / C: first of april two thousand and nineteen',
    'C: the baby is due on 3 August 2026, can I move the appointment',
    'A: we will write to you by the 28th of February / C: the 28th, okay',
    'A: how about the nineteenth / C: the nineteenth of what / A: of june / C: nineteenth of june is fine',
    'A: the trial runs out on 5 May 2026 / C: then cancel it on 4 May 2026',
    'C: you told me 16 March, then 18 March, and now you say 23 March',
    'A: when did the noise start / C: around 10 December 2025',
    'A: next payment / C: is that not 27 June 2026 / A: yes, 27 June 2026',
    'A: can you do 4 4 2026 / C: is that a saturday',
    'C: my birthday party is on 20 June 2026 and I need the cake the day before',
    'A: date please / C: which date / A: of the delivery / C: 22 04 2026',
    'C: the warranty started on 12 11 2024 and it broke on 2 2 2026',
    'A: check in is 14 July, check out 21 July 2026 / C: lovely',
    'A: what date is on the ticket / C: 8 August 2026',
    'A: what date is on the receipt / C: 03.12.2025',
    'A: meter reading date / C: 30 September 2025',
    'A: when was it reported / C: 11th of January 2026',
    'A: since when are you a customer / C: since 15 May 2011',
    'A: how old is the boiler / C: we got it in October 2014',
    'C: the invoice of 19/01/2026 is wrong and so is the one of 19/02/2026',
    'A: the course begins on 7 September and ends on 11 December 2026 / C: great',
  ]);
  showsAll('US', [
    'A: when do you want it shipped / C: march twelfth twenty twenty six',
    'A: your next statement closes on 03/28/2026 / C: thank you',
    'A: what day did you call us before / C: it was january ninth',
    'A: I can offer you June 4 2026 at 10:30 / C: yeah that works',
    'A: when did you cancel / C: 12/30/2025',
    'A: what was the date of service / C: february second twenty twenty six',
    'A: effective date of the policy / C: 01/01/2024',
    'A: the hearing is on October 6 2026 / C: got it',
    'A: when did you mail the check / C: on the twenty eighth of january',
    'A: we closed the claim on 11 14 2025 / C: but I only sent it on 11 20 2025',
    'A: the due date moved to April 15 2026 / C: from March 15',
    'C: she turned 40 on that day, april second 2026, and the flowers never came',
  ]);
});

describe('dates beside private ones', () => {
  showsAll('GB', [
    'A: date of birth / C: <3 May 1971> / A: and when shall we call / C: on 14 June 2026',
    'A: your date of birth and the day of the appointment / C: <12 02 1984>, and the appointment is on 4 May 2026',
    'C: I was born on <9 November 1958>, and the operation is on 2 March 2026',
    'A: your appointment is on 12 May 2026, can you confirm your date of birth / C: <30 January 1990>',
    'A: date of birth please / C: <fourth of july nineteen eighty> / A: thank you, your delivery comes on the eleventh of march / C: the eleventh, good',
    'C: my son was born on <2 April 2016> and he starts school on 7 September 2026',
    'A: when was the company founded / C: 3 March 1998 / A: and your own date of birth / C: <8 August 1966>',
    'A: card number / C: <CARD|4929 1234 5678 9012>, expiry <EXPIRY|03/28> / A: paid, we deliver on 14 March 2026 / C: thanks',
    'A: when does the card run out / C: <EXPIRY|oh three twenty eight> / A: and when does the warranty run out / C: 11 June 2027',
    'A: date of birth / C: why, it is only about the delivery of 12 May 2026 / A: I have to ask / C: <1 June 1979>',
  ]);
});
