/** What an output may hold, in bytes of UTF-8. Larger ones are left empty. */
export const MAX_OUTPUT_BYTES = 1_024 * 1_024;
