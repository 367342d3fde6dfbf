/** Tests of the KVM engine alone; what it shares with others is held in exo.cpu.engines. */
package exo.cpu.kvm;
