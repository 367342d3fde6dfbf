/* The first instruction of a program: RSP points at argc, as the psABI (3.4.1) lays the stack. */
        .globl  _start
        .type   _start, @function
        .weak   _DYNAMIC                /* 0 in a program that is no PIE */
        .hidden _DYNAMIC
        .text
_start:
        xorl    %ebp, %ebp              /* the outermost frame */
        movq    %rsp, %rdi
        leaq    _DYNAMIC(%rip), %rsi
        andq    $-16, %rsp
        call    exo_start
        ud2
        .size   _start, . - _start
        .section .note.GNU-stack, "", @progbits
