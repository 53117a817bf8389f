const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Things whose number may be long. They name the number after them: "the order I got is 760219473". */
const documents =
  words(`order parcel package shipment ticket reading invoice quote quotation booking reservation serial case claim policy
  membership incident complaint tracking consignment delivery warranty receipt part batch docket voucher job application
  itinerary waybill prescription referral proforma dossier backorder rma coupon`);

/** Whether a word names one or several documents, or says what one of them is: "policies", "my order's". */
export function isDocument(word: string): boolean {
  const name = word.replace(/'s$/, '');
  return documents.has(name) || documents.has(name.replace(/s$/, '')) || documents.has(name.replace(/ies$/, 'y'));
}
