const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Things whose number may be long. They name the number after them: "the order I got is 760219473". */
const documents =
  words(`order parcel package shipment ticket reading invoice quote quotation booking reservation serial case claim policy
  membership certificate contract renewal schedule incident complaint tracking consignment delivery warranty receipt part batch docket voucher job application
  itinerary waybill prescription referral proforma dossier backorder rma coupon dpd dhl ups fedex usps gls evri yodel parcelforce seur nacex mrw delhivery
  bluedart ekart purolator ontrac inpost`);

/** Each name also as a plural and as a possessive. */
const formsOfDocuments = new Set(
  [...documents]
    .flatMap((name) => [name, `${name}s`, ...(name.endsWith('y') ? [`${name.slice(0, -1)}ies`] : [])])
    .flatMap((name) => [name, `${name}'s`]),
);

/** Whether a word names one or several documents, or says what one of them is: "policies", "my order's". */
export const isDocument = (word: string): boolean => formsOfDocuments.has(word);
