/* Reads address 0, which no mapping may cover: ends by SIGSEGV. */
        .globl  _start
        .text
_start:
        xorl    %eax, %eax
        movq    (%rax), %rax
        hlt
        .section .note.GNU-stack, "", @progbits
