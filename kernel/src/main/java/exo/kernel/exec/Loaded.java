package exo.kernel.exec;

import exo.kernel.mm.AddressSpace;

/**
 * A program in an address space of its own, ready to be entered.
 *
 * @param entry first instruction: the interpreter's, if there is one
 * @param stackPointer at the argument count
 * @param auxv as written on the stack
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Loaded(AddressSpace space, long entry, long stackPointer, long[] auxv) {}
