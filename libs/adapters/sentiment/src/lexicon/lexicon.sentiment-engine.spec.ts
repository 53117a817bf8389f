import { describe, expect, it } from '@jest/globals';
import type { ParticipantRole } from '@earshot/contracts';
import { LexiconSentimentEngine } from './lexicon.sentiment-engine.js';

const engine = new LexiconSentimentEngine();
const score = (text: string, role: ParticipantRole = 'CUSTOMER', language = 'en-US') =>
  engine.score(text, { role, language });

describe('lexicon sentiment', () => {
  it.each([
    ['waiting for three weeks and nobody has called me back', 'NEGATIVE'],
    ['Great, so now my internet is down again.', 'NEGATIVE'],
    ['i want to cancel my account', 'NEGATIVE'],
    ['do you think i enjoy waiting', 'NEGATIVE'],
    ['do you really think people like being ignored', 'NEGATIVE'],
    ['do you think i need a new router', 'NEUTRAL'],
    ['why would anyone put up with this', 'NEGATIVE'],
    ['why should i have to accept that', 'NEGATIVE'],
    ['is this what you call service', 'NEGATIVE'],
    ['is that what you call the meter point', 'NEUTRAL'],
    ["i don't see how this is acceptable", 'NEGATIVE'],
    ["i don't see how to open it", 'NEUTRAL'],
    ['not once has it arrived on time', 'NEGATIVE'],
    ['not once has it let me down', 'POSITIVE'],
    ['she never once let us down', 'POSITIVE'],
    ["i don't believe this was worth the money", 'NEGATIVE'],
    ["i don't think it is worth worrying about", 'NEUTRAL'],
    ['not too shabby at all', 'POSITIVE'],
    ['this beats what i had before', 'POSITIVE'],
    ['finally someone who listens', 'POSITIVE'],
    ['let me speak to a supervisor', 'NEGATIVE'],
    ['that worked, thank you so much', 'POSITIVE'],
    ['please confirm', 'NEUTRAL'],
    ['could you please confirm the date', 'NEUTRAL'],
    ['it is not bad at all', 'POSITIVE'],
    ['i am not happy', 'NEGATIVE'],
    ['', 'NEUTRAL'],
    ['[CARD] [CVV]', 'NEUTRAL'],
  ])('"%s" is %s', async (text, label) => {
    expect((await score(text))?.label).toBe(label);
  });

  it('is neutral about an agent who apologises or names a problem', async () => {
    expect((await score("I'm sorry to hear that, it must be frustrating", 'AGENT'))?.label).toBe('NEUTRAL');
    expect((await score('the payment failed because of an error', 'AGENT'))?.label).toBe('NEUTRAL');
    expect((await score('the payment failed because of an error', 'CUSTOMER'))?.label).toBe('NEGATIVE');
  });

  it('gives more weight to the words after "but"', async () => {
    expect((await score('the agent was nice but the service is terrible'))?.score).toBeLessThan(-1);
  });

  it('keeps scores within -5 and +5 with the sign of their label, and neutral at 0', async () => {
    for (const text of [
      'awful '.repeat(4_000),
      'excellent '.repeat(2_000),
      "don't ".repeat(3_000),
      'love hate '.repeat(2_000),
    ]) {
      const { label, score: value } = (await score(text)) ?? { label: null, score: 0 };
      expect(label).not.toBeNull();
      expect(Math.abs(value ?? Number.NaN)).toBeLessThanOrEqual(5);
      if (label === 'NEUTRAL') expect(value).toBe(0);
      if (label === 'NEGATIVE') expect(value).toBeLessThan(0);
      if (label === 'POSITIVE') expect(value).toBeGreaterThan(0);
    }
  });

  it.each([
    ['without any doubt the best service', 'POSITIVE'],
    ['no doubt you did a great job', 'POSITIVE'],
    ['there is no doubt this is wonderful', 'POSITIVE'],
    ["it couldn't get any worse", 'NEGATIVE'],
    ['things could hardly be worse', 'NEGATIVE'],
    ["i wouldn't hesitate to recommend you", 'POSITIVE'],
    ["you have no idea how much you've helped us", 'POSITIVE'],
    ['that was exactly what i was looking for', 'POSITIVE'],
    ['we were worried but it all turned out great', 'POSITIVE'],
    ['oh what a relief', 'POSITIVE'],
    ['really hard to fault', 'POSITIVE'],
    ["that's hardly an answer", 'NEGATIVE'],
    ['we feel completely let down', 'NEGATIVE'],
    ["i wouldn't wish that on anybody", 'NEGATIVE'],
    ["i'm at my wit's end", 'NEGATIVE'],
    ["there's no excuse for that", 'NEGATIVE'],
    ['oh sorry to hear that', 'NEUTRAL'],
    ['which page is the complaint form on', 'NEUTRAL'],
    ['the loan is with Best Trust', 'NEUTRAL'],
    ['This Service Is Terrible', 'NEGATIVE'],
    ['nobody is helping me', 'NEGATIVE'],
    ['do you have any complaints on file for me', 'NEUTRAL'],
    ["i'd like to report a lost card", 'NEUTRAL'],
    ["what's the worst case delivery date", 'NEUTRAL'],
    ['i will pay with the best western card', 'NEUTRAL'],
    ['it could not be better', 'POSITIVE'],
    ["it couldn't have gone better", 'POSITIVE'],
    ['i could not be happier with it', 'POSITIVE'],
    ['how am i supposed to be happy with that', 'NEGATIVE'],
    ['why should i be happy about this', 'NEGATIVE'],
    ['how is this acceptable', 'NEGATIVE'],
    ['do you call this good service', 'NEGATIVE'],
    ['who would be happy with this', 'NEGATIVE'],
    ['what is so great about it', 'NEGATIVE'],
    ['is this what you call fast', 'NEGATIVE'],
    ['i hate to ask but do you have my reference number', 'NEUTRAL'],
    ['sorry to bother you i need to change my address', 'NEUTRAL'],
    ["i'm sorry could you repeat that please", 'NEUTRAL'],
    ['sorry to interrupt but which form do i need', 'NEUTRAL'],
    ["i'm afraid i don't have the number with me", 'NEUTRAL'],
    ['i hate to be a pain but can you spell that', 'NEUTRAL'],
    ["i don't think you understand", 'NEGATIVE'],
    ["i don't think that is fair", 'NEGATIVE'],
    ["i don't believe this is good", 'NEGATIVE'],
    ["i wouldn't say it was helpful", 'NEGATIVE'],
    ["i wouldn't call that great", 'NEGATIVE'],
    ["i don't feel good about this", 'NEGATIVE'],
    ['it is not the best experience', 'NEGATIVE'],
    ['not exactly thrilled about it', 'NEGATIVE'],
    ['this is far from good', 'NEGATIVE'],
    ['it was anything but helpful', 'NEGATIVE'],
    ['it is hardly acceptable', 'NEGATIVE'],
    ['there was nothing good about it', 'NEGATIVE'],
    ['i have nothing but praise for her', 'POSITIVE'],
    ['i have no complaints at all', 'POSITIVE'],
    ['i have never been happier', 'POSITIVE'],
    ['never had better service', 'POSITIVE'],
    ['not bad at all', 'POSITIVE'],
    ["it isn't bad at all", 'POSITIVE'],
    ['no problems at all so far', 'POSITIVE'],
    ['it works without any problems', 'POSITIVE'],
    ["i don't think it is bad", 'POSITIVE'],
    ['i was less than impressed', 'NEGATIVE'],
    ['you failed to impress me', 'NEGATIVE'],
    ['it used to be good', 'NEGATIVE'],
    ['it is neither fast nor helpful', 'NEGATIVE'],
    ['nobody was helpful', 'NEGATIVE'],
    ['that was not helpful at all', 'NEGATIVE'],
    ['i am not at all satisfied', 'NEGATIVE'],
    ['i am not very happy', 'NEGATIVE'],
    ["i'm not really pleased with this", 'NEGATIVE'],
    ['it never works', 'NEGATIVE'],
    ['not a great start', 'NEGATIVE'],
    ['no one was nice to me', 'NEGATIVE'],
    ['my name is joy', 'NEUTRAL'],
    ['this is grace hope calling', 'NEUTRAL'],
    ['can i speak to faith please', 'NEUTRAL'],
    ['i would like to know my balance', 'NEUTRAL'],
    ['what is the problem', 'NEUTRAL'],
    ['no problem', 'NEUTRAL'],
    ["i don't mind", 'NEUTRAL'],
    ["i'm not sure which one it was", 'NEUTRAL'],
    ['it was not me', 'NEUTRAL'],
    ["i don't need a new card", 'NEUTRAL'],
    ["i can't remember the date", 'NEUTRAL'],
    ["i can't complain", 'POSITIVE'],
    ["i couldn't ask for more", 'POSITIVE'],
    ["you couldn't have been nicer", 'POSITIVE'],
    ["i couldn't be more disappointed", 'NEGATIVE'],
    ["i couldn't be more pleased", 'POSITIVE'],
    ['how could this be any worse', 'NEGATIVE'],
    ['that is not what i call service', 'NEGATIVE'],
    ['this is the last thing i need', 'NEGATIVE'],
    ['i have never been so disappointed', 'NEGATIVE'],
    ['i am not impressed', 'NEGATIVE'],
    ['it is not a problem anymore it works now thanks', 'POSITIVE'],
    ['it is no good', 'NEGATIVE'],
    ["that's no help", 'NEGATIVE'],
    ['you are no help', 'NEGATIVE'],
    ["that's no trouble at all thank you", 'POSITIVE'],
    ['why would anyone recommend you', 'NEGATIVE'],
    ['why on earth would i pay for this', 'NEGATIVE'],
    ['why would i need a password', 'NEUTRAL'],
    ['could it be worse if i restart it', 'NEUTRAL'],
    ["i can't say i'm happy", 'NEGATIVE'],
    ["i can't say that i am impressed", 'NEGATIVE'],
    ["i can't thank you enough", 'POSITIVE'],
    ["hardly what i'd call good", 'NEGATIVE'],
    ['if only it worked', 'NEGATIVE'],
    ["don't worry about it", 'NEUTRAL'],
    ["never mind it's all good now thank you so much", 'POSITIVE'],
    ['i would be lying if i said i was happy', 'NEGATIVE'],
    ["it's not like it ever worked", 'NEGATIVE'],
    ['it is not good enough', 'NEGATIVE'],
    ["it's worse than before", 'NEGATIVE'],
    ["it's better than before", 'POSITIVE'],
    ["it's no better than before", 'NEGATIVE'],
    ["it's not as bad as i thought", 'POSITIVE'],
    ["it's not as good as i thought", 'NEGATIVE'],
    ["it isn't getting any better", 'NEGATIVE'],
    ['i am not unhappy with it', 'POSITIVE'],
    ['she was not unhelpful at all', 'POSITIVE'],
    ["i don't have any complaints", 'POSITIVE'],
    ['there is no question that you are the best', 'POSITIVE'],
    ['it really could not get any worse', 'NEGATIVE'],
    ['why would we be happy with a broken phone', 'NEGATIVE'],
    ['I hate to trouble you, could you look up my parcel', 'NEUTRAL'],
    ["I don't believe this is a good offer", 'NEGATIVE'],
    ['why on earth would i recommend this shop', 'NEGATIVE'],
    ['why would we want to stay with you', 'NEGATIVE'],
    ['who in their right mind would be happy with it', 'NEGATIVE'],
    ['could this week get any worse', 'NEGATIVE'],
    ['so much for your great support', 'NEGATIVE'],
    ['thank you so much for your great support', 'POSITIVE'],
    ["hardly what i'd call great support", 'NEGATIVE'],
    ['the only good thing is that it is over', 'NEGATIVE'],
    ['it would be nice if anyone answered', 'NEGATIVE'],
    ['it would be great if you could send me a letter', 'NEUTRAL'],
    ['it would have been nice to know', 'NEGATIVE'],
    ["i'd hate to miss the parcel when does it come", 'NEUTRAL'],
    ['i hate to rush you but the bus is here', 'NEUTRAL'],
    ['is the best price forty dollars', 'NEUTRAL'],
    ['do i need to worry about the fee', 'NEUTRAL'],
    ['i lost my card and need a new one', 'NEUTRAL'],
    ['i live on pleasant street', 'NEUTRAL'],
    ['my last name is love', 'NEUTRAL'],
    ['this is a pleasant surprise', 'POSITIVE'],
    ["it isn't worth the money", 'NEGATIVE'],
    ['i wish i had never signed up', 'NEGATIVE'],
    ['you are not listening to me', 'NEGATIVE'],
    ['it finally works', 'POSITIVE'],
    ["i don't think i've ever had such good support", 'POSITIVE'],
    ['i expected better from you', 'NEGATIVE'],
    ['that is exactly what i wanted', 'POSITIVE'],
    ['that is not exactly what i wanted', 'NEGATIVE'],
    ['nothing else thank you', 'NEUTRAL'],
  ])('understands negation, politeness and questions that expect no answer: "%s" is %s', async (text, label) => {
    expect((await score(text))?.label).toBe(label);
  });

  it('scores no other language', async () => {
    expect(await score('i hate this', 'CUSTOMER', 'de-DE')).toBeNull();
    expect(await score('good', 'CUSTOMER', 'enm')).toBeNull();
    expect(await score('estoy muy contento con el servicio que me dieron')).toBeNull();
    expect(await score('das ist leider nicht das was ich bestellt habe')).toBeNull();
    expect(await score('это ужасно, ничего не работает')).toBeNull();
    expect((await score('muchas gracias, that was great'))?.label).toBe('POSITIVE');
  });
});
