package exo.fuzz.program;

/** An argument of a call in a program. */
public sealed interface Arg permits Value, Pointer {}
