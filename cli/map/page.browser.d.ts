/** The text of the script, which is for browsers. */
declare const text: string;
export default text;
