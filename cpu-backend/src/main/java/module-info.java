/** The processor: the {@link exo.cpu.Cpu} interface and the engines behind it. */
module exo.cpu {
  requires transitive exo.mem;
  requires static org.jspecify;

  exports exo.cpu;
  exports exo.cpu.x86;

  uses exo.cpu.CpuProvider;

  provides exo.cpu.CpuProvider with
      exo.cpu.unicorn.UnicornProvider,
      exo.cpu.kvm.KvmProvider,
      exo.cpu.host.HostProvider;
}
