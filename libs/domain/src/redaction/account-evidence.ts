import { evidenceWords as words, type Evidence } from './evidence.js';

/** Where people have accounts: words for it, and banks of countries whose callers speak English, German or Spanish. */
export const banks =
  words(`bank bank's banks society union barclays barclay's lloyds hsbc natwest santander halifax monzo starling revolut nationwide tsb
  rbs chase citibank citi fargo truist pnc schwab westpac commbank anz nab suncorp scotiabank cibc bmo rbc tangerine desjardins icici hdfc
  sbi kotak sparkasse commerzbank volksbank postbank comdirect raiffeisen ing bbva caixabank sabadell bankinter paribas wise paypal`);
const accounts = words('account accounts acct');
const kindsOfAccount = words('savings saver saving checking joint giro isa');
/** Money that goes to an account or comes from one. */
const money =
  words(`money refund refunds reimbursement payout payouts payment payments wages wage salary pension commission winnings rent rebate compensation
  deposit deposits transfer transfers premium premiums cashback benefit benefits allowance dividend dividends grant bursary bonus expenses funds royalties proceeds
  pay paycheck paycheque claim settlement cash debit debits mortgage`);
/** What people do with it. */
const transfers =
  words(`pay pays paid paying refund refunded refunding reimburse reimbursed transfer transferred transferring deposit deposited credit credited debit debited
  debits wire wired wiring remit remitted bacs payable standing`);
const questions = words("where where's which what what's who whom how");
const requests = words('confirm give tell read need have take get verify check');
const directions = words('into to from onto out in where goes');
const ways =
  words(`go goes going send sent sending paid pay paying like want wanted should shall do does credited land lands arrive come comes coming into to from
  details transferring transfer leave leaves`);
const numbers = words('number numbers digits digit figures details');
/** Digits of an account, and of a sort code before it. */
const DIGITS = [6, 26] as const;
/** Amounts have fewer digits. */
const LONG = [7, 26] as const;

/** What proves the number of an account: whose it is, and what money does there. */
export const accountEvidence: readonly Evidence[] = [
  {
    kind: 'ACCOUNT',
    groups: [
      words('refund money pay paid payment transfer deposit salary wages pension debit rebate'),
      words('account bank'),
      words('number digits details which'),
    ],
  },
  { kind: 'ACCOUNT', groups: [accounts, numbers] },
  {
    kind: 'ACCOUNT',
    groups: [kindsOfAccount, words('account one ones'), words('number numbers digits details what which')],
  },
  { kind: 'ACCOUNT', groups: [words('statement passbook chequebook checkbook'), numbers, words('bank top corner')] },
  { kind: 'ACCOUNT', groups: [words('book'), words('cheque check bank'), numbers] },
  {
    kind: 'ACCOUNT',
    groups: [words("payee payee's beneficiary beneficiary's creditor"), words('account number details what please')],
  },
  { kind: 'ACCOUNT', groups: [banks, words('which what'), words('number details account with digits use')] },
  { kind: 'ACCOUNT', groups: [money, questions, ways] },
  { kind: 'ACCOUNT', groups: [words('reimbursed reimburse refunded transferring wiring'), questions] },
  { kind: 'ACCOUNT', groups: [money, words('details'), requests] },
  { kind: 'ACCOUNT', groups: [money, accounts, words('from into to come comes go goes')] },
  { kind: 'ACCOUNT', groups: [banks], digits: DIGITS },
  { kind: 'ACCOUNT', groups: [accounts], digits: LONG },
  { kind: 'ACCOUNT', groups: [kindsOfAccount], digits: LONG },
  { kind: 'ACCOUNT', groups: [money, directions], digits: LONG },
  { kind: 'ACCOUNT', groups: [transfers, directions], digits: LONG },
  { kind: 'ACCOUNT', groups: [words('took taken take taking'), words('out'), words('of from money')], digits: LONG },
];
