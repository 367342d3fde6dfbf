/**
 * The host's calls that the engine needs, under their C names: {@code ioctl} on KVM's three kinds
 * of descriptors with the numbers and layouts of {@code linux/kvm.h}, and the signal that brings a
 * thread back from guest code.
 */
@NullMarked
package exo.cpu.kvm.sys;

import org.jspecify.annotations.NullMarked;
