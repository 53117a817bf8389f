/** The operator's prices have no currency. A call costs little, so it has up to four decimals. */
const amounts = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 4 });

export const formatCost = (cost: number): string => amounts.format(cost);
