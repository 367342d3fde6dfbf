package exo.cpu.kvm.sys;

/**
 * Numbers and layouts of {@code linux/kvm.h} and {@code asm/kvm.h} for x86-64, under their C names.
 */
public final class Kvm {
  public static final int KVM_API_VERSION = 12;

  // Of /dev/kvm.
  public static final long KVM_GET_API_VERSION = 0xae00;
  public static final long KVM_CREATE_VM = 0xae01;
  public static final long KVM_CHECK_EXTENSION = 0xae03;
  public static final long KVM_GET_VCPU_MMAP_SIZE = 0xae04;
  public static final long KVM_GET_SUPPORTED_CPUID = 0xc008_ae05L;

  // Of a machine.
  public static final long KVM_CREATE_VCPU = 0xae41;
  public static final long KVM_SET_USER_MEMORY_REGION = 0x4020_ae46L;

  // Of a virtual CPU.
  public static final long KVM_RUN = 0xae80;
  public static final long KVM_GET_SREGS = 0x8138_ae83L;
  public static final long KVM_SET_SREGS = 0x4138_ae84L;
  public static final long KVM_SET_MSRS = 0x4008_ae89L;
  public static final long KVM_SET_CPUID2 = 0x4008_ae90L;
  public static final long KVM_GET_XSAVE = 0x9000_aea4L;
  public static final long KVM_SET_XSAVE = 0x5000_aea5L;
  public static final long KVM_SET_XCRS = 0x4188_aea7L;

  public static final int KVM_CAP_USER_MEMORY = 3;
  public static final int KVM_CAP_XSAVE = 55;
  public static final int KVM_CAP_XCRS = 56;
  public static final int KVM_CAP_SYNC_REGS = 74;
  public static final int KVM_CAP_IMMEDIATE_EXIT = 136;

  public static final int KVM_SYNC_X86_REGS = 1;
  public static final int KVM_SYNC_X86_SREGS = 2;
  public static final int KVM_SYNC_X86_EVENTS = 4;

  public static final int KVM_EXIT_IO = 2;
  public static final int KVM_EXIT_MMIO = 6;
  public static final int KVM_EXIT_SHUTDOWN = 8;
  public static final int KVM_EXIT_FAIL_ENTRY = 9;
  public static final int KVM_EXIT_INTERNAL_ERROR = 17;

  // struct kvm_userspace_memory_region.
  public static final long REGION_SIZE = 32;
  public static final long REGION_MEMORY_SIZE = 16;
  public static final long REGION_USERSPACE_ADDR = 24;

  // struct kvm_cpuid2: a count, then entries of function, index, flags, eax, ebx, ecx, edx.
  public static final long CPUID_ENTRIES = 8;
  public static final long CPUID_ENTRY_SIZE = 40;

  // struct kvm_msrs: a count, then index, reserved, value.
  public static final long MSRS_ENTRIES = 8;
  public static final long MSR_ENTRY_SIZE = 16;
  public static final long MSR_DATA = 8;

  // struct kvm_xcrs: count, flags, then number, reserved, value.
  public static final long XCRS_SIZE = 0x188;
  public static final long XCRS_VALUE = 16;

  /** struct kvm_xsave: the standard format of XSAVE. */
  public static final long XSAVE_SIZE = 4096;

  // struct kvm_sregs.
  public static final long SREGS_SIZE = 0x138;
  public static final long SREGS_CS = 0;
  public static final long SREGS_DS = 0x18;
  public static final long SREGS_ES = 0x30;
  public static final long SREGS_FS = 0x48;
  public static final long SREGS_GS = 0x60;
  public static final long SREGS_SS = 0x78;
  public static final long SREGS_TR = 0x90;
  public static final long SREGS_LDT = 0xa8;
  public static final long SREGS_GDT = 0xc0;
  public static final long SREGS_IDT = 0xd0;
  public static final long SREGS_CR0 = 0xe0;
  public static final long SREGS_CR2 = 0xe8;
  public static final long SREGS_CR3 = 0xf0;
  public static final long SREGS_CR4 = 0xf8;
  public static final long SREGS_EFER = 0x108;

  // struct kvm_segment, 24 bytes, and struct kvm_dtable.
  public static final long SEGMENT_LIMIT = 8;
  public static final long SEGMENT_SELECTOR = 12;
  public static final long SEGMENT_TYPE = 14;
  public static final long SEGMENT_PRESENT = 15;
  public static final long SEGMENT_DPL = 16;
  public static final long SEGMENT_DB = 17;
  public static final long SEGMENT_S = 18;
  public static final long SEGMENT_L = 19;
  public static final long SEGMENT_G = 20;
  public static final long SEGMENT_UNUSABLE = 22;
  public static final long DTABLE_LIMIT = 8;

  // struct kvm_run.
  public static final long RUN_IMMEDIATE_EXIT = 1;
  public static final long RUN_EXIT_REASON = 8;
  public static final long RUN_IO_SIZE = 0x21;
  public static final long RUN_IO_PORT = 0x22;
  public static final long RUN_MMIO_PHYS_ADDR = 0x20;
  public static final long RUN_ERROR = 0x20;
  public static final long RUN_VALID_REGS = 0x120;
  public static final long RUN_DIRTY_REGS = 0x128;
  public static final long RUN_REGS = 0x130;
  public static final long RUN_SREGS = 0x1c0;
  public static final long RUN_EVENTS = 0x2f8;

  // struct kvm_regs: RAX RBX RCX RDX RSI RDI RSP RBP R8..R15 RIP RFLAGS.
  public static final long REGS_RAX = 0;
  public static final long REGS_RBX = 8;
  public static final long REGS_RCX = 16;
  public static final long REGS_RDX = 24;
  public static final long REGS_RSI = 32;
  public static final long REGS_RDI = 40;
  public static final long REGS_RSP = 48;
  public static final long REGS_RBP = 56;
  public static final long REGS_R8 = 64;
  public static final long REGS_R11 = 88;
  public static final long REGS_RIP = 128;
  public static final long REGS_RFLAGS = 136;

  private Kvm() {}
}
