import type { RedactionKind } from '@earshot/contracts';

/** What a speaker calls a value. `NEUTRAL`: something that everybody may read, such as an order number. */
export type LabelKind = RedactionKind | 'NEUTRAL' | WeakLabelKind;
/**
 * `LAST_FOUR`: the digits that identify a card on file, which everybody may read. `CODE`: a security code while the speakers
 * talk of a card, a one-time code otherwise. `END`: the expiry date of a card likewise.
 * `BACK`: a security code while the speakers talk of a card.
 * `NUMBER`: a phone number, unless the speakers talk of another number.
 */
type WeakLabelKind = 'LAST_FOUR' | 'CODE' | 'END' | 'NUMBER' | 'BACK';

/** What a speaker calls a value, and where. */
export interface Label {
  readonly kind: LabelKind;
  /** Index of its first token. */
  readonly from: number;
  /** Index after its last token. */
  readonly to: number;
  /** A question for something that everybody may read, such as "how many". It does not name numbers of its speaker. */
  readonly isQuestion?: boolean;
}

/** What speakers call the kinds that have no file of their own. The longest phrase at a word counts. */
export const labelPhrases: Partial<Record<LabelKind, string>> = {
  CARD: `all sixteen|16 numbers|nineteen digit|long digits|long card number|payment number|number embossed|plastic|pan|primary account number|rupay|diners|discover|master card|fifteen digit|fifteen digits|15 digit|15 digits|sixteen numbers|number across the front|numbers across the front|
    embossed number|card|cards|visa|mastercard|amex|american express|maestro|long number|sixteen digit|sixteen digits|16 digit|16 digits|
    big number on the front|number on the front|numbers on the front|digits on the front`,
  CVV: `front code|code front|back code|code back|rear code|front digits|sec code|back says|back it says|back reads|verification code on the card|verification code on your card|verification code on my card|verification code of the card|verification number on the card|code behind the card|number behind the card|numbers behind the card|code on the front|four digit code on the front|4 digit code on the front|four digit number on the front|four digit number above|small digits|small numbers|four small|four digits above|numbers above|above the card number|above the long number|three digit code|four digits on the front|
    other side of the card|flip side|turn it over|turn the card over|turn your card over|signature|three figures|last three figures|cid|c i d|cvn|cvd|card identification number|card identification code|cid number|cid code|cvv2 code|c v v number|c v v code|security digits|security numbers|
    verification value|verification digits|card validation code|validation code|verification no|safety code|card check number|signature box|signature stripe|
    reverse side|reverse of the card|back side of the card|back of it|digits on the back|numbers on the back|number on the back|code on the back|code on the reverse|
    last three numbers|three little numbers|three little digits|three small numbers|three small digits|card verification code|card verification number|card verification value|cvv|cvc|cvv2|cvc2|csc|c v v|c v c|c s c|c v v two|
    cvv number|cvv code|cvc code|cvc number|security code|security number|verification number|card code|verification code|
    card security code|on the back|back of the card|back of my card|back of your card|three digit|three digits|3 digit|3 digits|
    three numbers|last three|last three digits|signature strip|signature panel|on the reverse`,
  SSN: `so shall|so shall security|so shall security number|so sure security|so sure security number|sosh|tax payer number|tax payer id|taxpayer number|social security card|ssn|soc|social number|social's number|soc sec|soc sec number|s s number|ssns|socials|social security|social|s s n|tax id|tax i d|itin|taxpayer identification|taxpayer identification number|taxpayer id`,
  PHONE: `mobile changed|mobile has changed|number changed to|rang from|called from|rings from|phone you|phone me|ring you|ring me|registered number|registered mobile number|mobile on file|cell on file|phone on file|phone on the policy|phone on my policy|phone on the claim|phone on the contract|phone on the account|phone on my account|landline on file|digits of your phone|digits of my phone|no signal on|no reception on|handy number|next of kin|calling me from|called me from|ringing me from|rang me from|texting me from|texted me from|calls me from|ring me back|call me back|phone me back|phone|phones|cell number|mobiles|where can i call you|where can we call you|where can i reach you|where can we reach you|where do i call you|
    how can i reach you|how can we reach you|how do we reach you|how do i reach you|ring me back on|ring you back at|
    get hold of me on|get hold of me at|get hold of you on|contact you on|contact you at|contact me on|contact me at|number are you calling from|calling from|dial me|
    give me a call on|give me a call at|give me a ring on|give me a ring at|give you a call on|give you a ring on|give us a ring on|call him on|call her on|call him at|call her at|call them on|call them at|call us on|call us at|
    number to text|number to dial|for calls|for texts|for calls and texts|takes calls|couldn't reach you|could not reach you|can't reach you|cannot reach you|unable to reach you|couldn't get hold of you|tried to reach you|
    sms me|message me on|telephone|cell|cellphone|mobile|call me at|call me on|call me back at|call me back on|reach me at|reach me on|
    reach you at|reach you on|callback number|call back number|contact number|text me at|text me on|fax|home is|work is|office is|
    home number|work number|office number|landline|my wife at|my husband at|whatsapp|call you back on|call you on|call you at|
    call you back at|ring me on|ring you on|ring me at|ring you back|number can i call|number can we call|number should we call|
    number should i call|number should we ring|number can i reach|number can we reach|number to call|number to reach|number to ring|
    best number|good number|daytime number|evening number|direct number|direct line|alternative number|alternate number|
    emergency contact|call on|a call on|a call at|a text to|text to|handynummer|telefonnummer|rufnummer|teléfono|telefono|móvil`,
  EMAIL: `mail id|mail i d|email|emails|e mail|mail address|write to me at|correo electrónico|correo`,
  NEUTRAL: `cover note|cover note number|awb|awb number|awb no|sendungsnummer|paketnummer|postage receipt|post office receipt|receipt from the post office|proof of postage|proof of posting|certificate of posting|missed delivery card|delivery card|collection card|courier's card|driver's card|postman's card|card they left|card he left|card she left|card you left|card the driver left|card the courier left|card the postman left|card through the door|card through my door|card in the letterbox|sr number|sr no|sr id|service request|service request number|device id|device identifier|phone's identity number|equipment identity|equipment identity number|sim number|sim numbers|utr|utr number|it is tracked|it's tracked|is tracked|tracked as|tracked under|tracked with|number to track|number to trace|number to follow|s slash n|p slash n|m slash n|p n|eid|e i d|i c c i d|m e i d|sim card number|sim card's number|library card|library card number|loyalty card|loyalty card number|membership card number|club card number|points card|points card number|rewards card|rewards card number|bonus card|bonus card number|under policy|under claim|under order|under booking|under reservation|credit score|credit rating|from one to ten|from 1 to 10|from zero to ten|one to ten|scale of one to ten|scale from one to ten|out of ten|out of 10|rate this call|rate our service|rate your experience|age of|ages of|their ages|his age|her age|your age|my age|patient's age|gas reading|electric reading|electricity reading|water reading|reading today|today's reading|current reading|tax year|financial year|which year|what year|part numbers|reference code|s n|manufacturer's number|number on the confirmation|number on the confirmation email|number on the confirmation mail|number on the receipt|number on the packing slip|number on the slip|number on the invoice|number on the ticket|number on the form|number on the delivery note|booking ref|model year|year of manufacture|year of construction|year of registration|year of purchase|year it was built|year of the car|year of your car|construction year|order number|sales order|sales order number|so number|work order|work order number|other order is|area pin code|area pin|area pincode|pincode|postal pin|postal pin code|
    delivery pin code|address pin code|city pin code|pin code of your area|pin code of the area|pin code of my area|pin code for your area|pin code of your address|pin code of my address|
    pin code of your city|order reference|order no|docket|docket number|order id|order is|order was|purchase order|purchase order number|po number|p o number|account number|
    reference|reference number|ref|ref number|ref no|confirmation number|confirmation code|booking code|tracking|tracking number|
    tracking code|tracking id|case id|ticket|ticket id|support ticket|invoice|zip|zip code|postcode|post code|postal code|
    billing zip|billing zip code|billing postcode|area code|country code|item number|sku|barcode|customer id|member id|ean|e a n|serial|serial number|model number|part number|product number|article number|serial no|imei|i m e i|imei number|
    i m e i number|meid|iccid|vin|v i n|model|booking reference|case reference|extension|employee id|flight|version|meter|
    meter reading|meter readings|reading is|reading was|reading of|reading one|reading two|reading three|first reading|
    second reading|third reading|last reading|the reading|my reading|odometer|mileage|incident|error|error message|voucher|
    promo|shipment|parcel|consignment|waybill|bestellnummer|kundennummer|rechnungsnummer|vorgangsnummer|postleitzahl|
    número de pedido|numero de pedido|código postal|codigo postal`,
  LAST_FOUR: `ending in|ending with|ending|ends in|ends with|end in|end with|ended with|finishing in|finishing with|finish with|finishes with|finished with|that ends|last four|last 4|last four digits|last 4 digits|
    final four|final four digits`,
  CODE: `code|four digit code|4 digit code`,
  BACK: `at the back|at the rear`,
  NUMBER: `on which number|at which number|under which number|on what number|to what number|at what number|your number as|my number as|number shall i send it to|number should i send it to|number do i send it to|number to send it to|to which number|rest of your number|rest of my number|my number to|our number to|number to a new one|my number now|my number is now|new number's|my number is|my number's|my number has changed to|my new number is|my old number was`,
  END: `date under it|date below it|date beneath it|date underneath|date underneath it|date beneath|date next to it|still current|month first|run out|runs out|runs until|runs to|runs through|end date|lasts until|lasts till|lasts to|lapses|lapse|good to|good till|good until|good for|use by date|
    use by|validity|date on it|month and year|month and the year|month slash year|until when|till when|valid for|
    how long is it valid|till what month|until what month|until when is|till when is|until when does|till when does|up to when|good from|end of validity|finishes|m m y y|goes to|goes until|goes till|goes through|goes up to|stopped|stopped in|stops|stops in|stopped working|stops working|stopped on|ended in|ends on|ended on|ran out|ran out in|running out|runs till|running till|running to|running until|runs up to|lasted until|lasted till|lasting until|works until|works till|usable until|usable till|in date until|in date till|in date to|still in date|best before|use until|dies|dies in|died in|finished in|finishes in|valid from`,
};

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Words directly before a label that make it something else. */
export const otherBefore: Partial<Record<LabelKind, ReadonlySet<string>>> = {
  NATIONAL_ID: words(
    `frying sauce baking roasting cake stick car home travel health life pet dental motor house contents building vehicle device customer
    employee product merchant patient student member medical phone mobile liability`,
  ),
  CARD: words(
    'frying sauce baking roasting cake stick sim business library little small paper policy rewards bonus bus rail report score graphics memory sd post id insurance calling missed delivery collection appointment greeting birthday boarding health identity residence medicare membership loyalty club points',
  ),
  CODE: words(`zip post postal area country dial dialing promo promotion promotional discount coupon voucher gift product item
    error sort bank swift bar qr source dress building door gate access entry confirmation booking reference tracking routing
    iata tax color colour morse`),
};
/** Words directly after a label that make it something else. */
export const otherAfter: Partial<Record<LabelKind, ReadonlySet<string>>> = {
  END: words('of is was for you your we i'),
  NEUTRAL: words('glasses list light room book books'),
  SSN: words('media network networks worker services life event distancing'),
};
