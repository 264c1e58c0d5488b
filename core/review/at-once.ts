/**
 * How many findings are put to an agent at once: so many fit into a prompt whole, and more in one review are for a person,
 * since what to do about a change like that is not one turn after the other.
 */
export const mostAtOnce = 40;
