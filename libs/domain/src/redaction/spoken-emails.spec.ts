import { describe, expect, it } from '@jest/globals';
import { redactDialogue, redactText, type Said } from '../../test/redact-dialogue.js';

const A = (text: string): Said => ['AGENT', text];
const C = (text: string): Said => ['CUSTOMER', text];
const answer = (text: string): string | undefined => redactDialogue([A('what is your email'), C(text)]).at(-1);

describe('e-mail addresses: how people say "at"', () => {
  it.each([
    'hanna dot weber at gmx dot net',
    'hanna dot weber at sign gmx dot net',
    'hanna dot weber the at sign gmx dot net',
    'hanna dot weber then at gmx dot net',
    'hanna dot weber the symbol at gmx dot net',
    'hanna dot weber at the rate gmx dot net',
    'hanna dot weber at the rate of gmx dot net',
    'hanna dot weber arroba gmx punto net',
    'hanna dot weber @ gmx.net',
    'H A N N A dot W E B E R @ gmx.net',
    'h a n n a underscore 77@gmx.net',
    'hanna dot weber add gmail dot com',
    'hanna dot weber et gmx dot net',
    'hanna dot weber 42 gmail dot com',
    'hanna dot weber@ gmx dot net',
    'hanna dot weber @gmx.net',
  ])('hides "%s"', (address) => {
    expect(answer(`it is ${address}`)).toBe('it is [EMAIL]');
  });
});

describe('e-mail addresses: how people say the domain', () => {
  it.each([
    'k dot novak at firma dash huber dot at',
    'k dot novak at studio dot it',
    'k dot novak at tallpine dot i o',
    'k dot novak at hotmail dot c o dot u k',
    'k dot novak at barrow hyphen finch dot c o dot u k',
    'k dot novak at nordkai point de',
    'k dot novak at nordkai full stop com',
    'k dot novak at n o r d k a i dash m e d i a dot c o m',
    'k dot novak at northvale dot ac dot uk',
    'k dot novak at nordkai dot berlin',
    'k dot novak at nordkai dot bike',
    'k dot novak at g mail',
    'k dot novak at hot mail dot com',
  ])('hides "%s"', (address) => {
    expect(answer(`sure ${address} thanks`)).toBe('sure [EMAIL] thanks');
  });

  it('ends with the domain that the speaker says instead', () => {
    expect(redactText('my email is dora.w at aol.com no, I tell a lie at nordkai.com')).toBe('my email is [EMAIL]');
  });

  it('ends before what the speaker says next', () => {
    expect(answer('pablo navarro 215 at outlook dot e s I think you have it wrong')).toBe(
      '[EMAIL] I think you have it wrong',
    );
  });
});

describe('e-mail addresses: how people say the name', () => {
  it.each([
    'c a double l u m hughes at nordkai dot com',
    'callum c a l l u m hughes h u g h e s at nordkai dot com',
    's as in sugar n for november dot i y like yellow e r at nordkai dot com',
    'x for x-ray dot lopez at nordkai dot com',
    'capital k small n dot lopez at nordkai dot com',
    'night under score owl at nordkai dot com',
    'night full stop owl plus shop at nordkai dot com',
    'dieter hyphen vogel ninety six at nordkai dot com',
    'Callum, hyphen, Hughes, at nordkai.com',
    'zoe one nine nine zero all one word at nordkai dot com',
    'zoe no spaces one nine nine zero at nordkai dot com',
    'mehmet m e h m e t dot uh yilmaz at nordkai dot com',
    "hannah that's h a n n a h at nordkai dot com",
    'hannah with an h at the end at nordkai dot com',
    'kowalski with a k dot anna at nordkai dot com',
    "iain with two i's at nordkai dot com",
    'l dot brant, no, brandt with a d, at nordkai dot com',
    'lucy brandt no dots no spaces at nordkai dot com',
    'lucy brandt all small letters at nordkai dot com',
    'i love cats at nordkai dot com',
    'the-millers45 at nordkai.com',
    'the-millers@nordkai.com',
    'the dash millers at nordkai dot com',
  ])('hides "%s"', (address) => {
    expect(answer(address)).toBe('[EMAIL]');
  });

  it.each([
    'freya ugh from the start freya dash pearson at nordkai dot com',
    'billing wait again billing at nordkai dot com',
    'd o r i s shall I start again d o r i s dot k e m p at nordkai dot com',
    'h dot brandt I will read it once more h dot brandt at nordkai dot com',
    'ray.castillo let me do it again ray.castillo at nordkai dot com',
    'ltv sorry I will start over ltv fifty six at nordkai dot com',
  ])('hides both beginnings of "%s"', (address) => {
    expect(redactText(`my email is ${address}`)).toBe('my email is [EMAIL]');
  });

  it('shows what a speaker whose name is in the address says before it', () => {
    expect(redactText('I am Kim call me at home or write to kim at nordkai dot com')).toBe(
      'I am Kim call me at home or write to [EMAIL]',
    );
  });

  it('hides what is before a remark', () => {
    expect(answer('walter dash hughes it is very small at nordkai dot com')).toBe('[EMAIL]');
    expect(answer('kenbarlow it is very small at nordkai.com')).toBe('[EMAIL]');
  });

  it('shows the words that announce an address', () => {
    expect(redactText('change my login to navarro p at nordkai dot com please')).toBe(
      'change my login to [EMAIL] please',
    );
    expect(redactText('send the quote to the workshop, walter dash hughes at nordkai dot com')).toBe(
      'send the quote to the workshop, [EMAIL]',
    );
    expect(redactText('is it a dash or an underscore, I think that my email is ray dot kay at nordkai dot com')).toBe(
      'is it a dash or an underscore, I think that my email is [EMAIL]',
    );
  });
});

describe('e-mail addresses over several finals', () => {
  it.each([
    [
      [C('my address is k dot'), C('n o v a k'), C('the at sign'), C('gmx dot net')],
      ['my address is [EMAIL]', '[EMAIL]', '[EMAIL]', '[EMAIL]'],
    ],
    [
      [A('your email'), C('Sneha.'), A('Uh huh.'), C('Iyer.'), A('Go on.'), C('Seven three one at nordkai.com.')],
      ['your email', '[EMAIL]', 'Uh huh.', '[EMAIL]', 'Go on.', '[EMAIL].'],
    ],
    [
      [A('email'), C('email please kwame'), C('1997 at icloud dot com')],
      ['email', 'email please [EMAIL]', '[EMAIL]'],
    ],
    [
      [C('we wrote to b r u c e'), C('t u l l y at nordkai dot com')],
      ['we wrote to [EMAIL]', '[EMAIL]'],
    ],
    [
      [C('the old one is D dot P I L L A I.'), C('@ nordkai.com, I think')],
      ['the old one is [EMAIL]', '[EMAIL], I think'],
    ],
    [
      [A('and your email'), C('how do you say in English, one moment'), A('sure'), C('e miller at nordkai dot com')],
      ['and your email', 'how do you say in English, one moment', 'sure', '[EMAIL]'],
    ],
    [
      [A('your email'), C("it's a bit long"), A('spell it out'), C('tyler 09 dot brooks at nordkai dot com')],
      ['your email', "it's a bit long", 'spell it out', '[EMAIL]'],
    ],
    [
      [
        A('your email'),
        C('it is in the kitchen, one second'),
        C("I'm getting out of the car"),
        C('t o m at nordkai.com'),
      ],
      ['your email', 'it is in the kitchen, one second', "I'm getting out of the car", '[EMAIL]'],
    ],
    [
      [A('which email did you use'), C('it could be chloe'), C('45 at nordkai dot com')],
      ['which email did you use', 'it could be [EMAIL]', '[EMAIL]'],
    ],
    [
      [A('your email'), C('marlon brooks'), A('yes'), C('five five'), A('okay'), C('gmail dot com')],
      ['your email', '[EMAIL]', 'yes', '[EMAIL]', 'okay', '[EMAIL]'],
    ],
    [
      [A('so that is m dot okoro at zoho dot com'), C('no, n, n dot okoro at zoho dot com')],
      ['so that is [EMAIL]', 'no, [EMAIL]'],
    ],
    [
      [A('is the email under your name'), C('my battery is almost dead'), C('r mehta at nordkai dot com')],
      ['is the email under your name', 'my battery is almost dead', '[EMAIL]'],
    ],
  ])('hides its parts in dialogue %#', (said, shown) => {
    expect(redactDialogue(said)).toEqual(shown);
  });
});

describe('e-mail addresses that a later final names', () => {
  it('shows what a speaker whose name is in the address says before it', () => {
    expect(redactText('I am Kim call me at home or write to kim at nordkai dot com')).toBe(
      'I am Kim call me at home or write to [EMAIL]',
    );
  });

  it('hides what is before a remark', () => {
    const said = [
      C('I wrote it on the calendar, alan dot hobbs it is very small at nordkai dot com'),
      A('is that your email'),
      C('yes'),
    ];
    expect(redactDialogue(said)).toEqual(['I wrote it on the calendar, [EMAIL]', 'is that your email', 'yes']);
  });
});

describe('e-mail addresses: what is none', () => {
  it.each([
    'meet me at four dot',
    'our site is acme dot com',
    'look at dot com companies',
    'look at acme dot com',
    'it is on the website at acme dot com',
    'I am at the office in room two point four',
    'we met at the drive-in on Main Street',
    'the file is called report dot pdf',
    'update to version 3 dot 2 at the weekend',
    'at that point in the call it dropped',
    'at no point did it work',
    'the train leaves at nine point five',
    'he works at the bank and she works at the post office',
    'add two shirts to the order',
    'is it a dash or an underscore',
    'look at the dot in the corner of the screen',
    'I ordered shoes at zalando dot de last week',
    'I saw the offer at argos dot co dot uk',
    'I work at booking dot com',
    'we buy our paper at staples dot com',
    'visit us at pinewood dot org',
    'add google dot com to the list of sites',
    'the app at work dot com is slow',
    'press the at sign on the keyboard',
    'the file is at c colon slash temp dot log',
    'he applied for the job at indeed dot com',
  ])('shows "%s"', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it.each([
    'I am at work, call me there',
    'I do not have one, I am at home',
    'add it to the old one',
    'at the moment I have none',
    'it is already on the form',
    'later, at nine point thirty',
  ])('shows the answer "%s"', (text) => {
    expect(answer(text)).toBe(text);
  });
});
