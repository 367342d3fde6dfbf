package exo.kernel.vfs;

import exo.kernel.abi.Capability;
import java.util.Arrays;

/**
 * Who a task is: user and group ids, supplementary groups, capability sets. Immutable, so tasks
 * share it; a change makes a new one. Source: credentials(7), capabilities(7).
 */
public final class Credentials {
  /** Every capability this kernel knows, as a mask. */
  public static final long ALL_CAPABILITIES = (1L << (Capability.CAP_LAST_CAP + 1)) - 1;

  /** Capabilities that go and come with a file system user id of 0. */
  private static final long FILE_SYSTEM_CAPABILITIES =
      mask(Capability.CAP_CHOWN)
          | mask(Capability.CAP_DAC_OVERRIDE)
          | mask(Capability.CAP_DAC_READ_SEARCH)
          | mask(Capability.CAP_FOWNER)
          | mask(Capability.CAP_FSETID)
          | mask(Capability.CAP_LINUX_IMMUTABLE)
          | mask(Capability.CAP_MKNOD)
          | mask(Capability.CAP_MAC_OVERRIDE);

  private final int uid;
  private final int gid;
  private final int euid;
  private final int egid;
  private final int suid;
  private final int sgid;
  private final int fsuid;
  private final int fsgid;
  private final int[] groups;
  private final CapabilitySets capabilities;
  private final int secureBits;

  private Credentials(
      int uid,
      int gid,
      int euid,
      int egid,
      int suid,
      int sgid,
      int fsuid,
      int fsgid,
      int[] groups,
      CapabilitySets capabilities,
      int secureBits) {
    this.uid = uid;
    this.gid = gid;
    this.euid = euid;
    this.egid = egid;
    this.suid = suid;
    this.sgid = sgid;
    this.fsuid = fsuid;
    this.fsgid = fsgid;
    this.groups = groups;
    this.capabilities = capabilities;
    this.secureBits = secureBits;
  }

  /** User and group 0 with every capability. */
  public static Credentials root() {
    return of(0, 0);
  }

  /** The same for a new process, which has not opened what its parent has. */
  public Credentials copy() {
    return withSecureBits(secureBits);
  }

  /** That user and group in all their forms; every capability if the user is 0, else none. */
  public static Credentials of(int uid, int gid) {
    CapabilitySets sets =
        uid == 0 ? CapabilitySets.ofRoot(ALL_CAPABILITIES) : CapabilitySets.none(ALL_CAPABILITIES);
    return new Credentials(uid, gid, uid, gid, uid, gid, uid, gid, new int[0], sets, 0);
  }

  private static long mask(int capability) {
    return 1L << capability;
  }

  public int uid() {
    return uid;
  }

  public int gid() {
    return gid;
  }

  public int euid() {
    return euid;
  }

  public int egid() {
    return egid;
  }

  public int suid() {
    return suid;
  }

  public int sgid() {
    return sgid;
  }

  /** The user id that file permissions are checked with. */
  public int fsuid() {
    return fsuid;
  }

  public int fsgid() {
    return fsgid;
  }

  /** A copy of the supplementary groups, ascending (as unsigned numbers). */
  public int[] groups() {
    return groups.clone();
  }

  public CapabilitySets capabilities() {
    return capabilities;
  }

  /** SECBIT_* of prctl(2). */
  public int secureBits() {
    return secureBits;
  }

  /** Whether the effective set holds a capability; {@code capability} is a CAP_* number. */
  public boolean hasCapability(int capability) {
    return (capabilities.effective() & mask(capability)) != 0;
  }

  /** Whether {@code group} is the file system group or a supplementary one. */
  public boolean isInGroup(int group) {
    return group == fsgid || hasSupplementary(group);
  }

  /** As {@link #isInGroup}, for the effective group. */
  public boolean isInEffectiveGroup(int group) {
    return group == egid || hasSupplementary(group);
  }

  private boolean hasSupplementary(int group) {
    for (int g : groups) {
      if (g == group) {
        return true;
      }
    }
    return false;
  }

  /**
   * Other user ids; the file system user follows the effective one, and the capability sets change
   * as capabilities(7) tells under "Effect of user ID changes on capabilities".
   */
  public Credentials withUsers(int newUid, int newEuid, int newSuid) {
    boolean fixed = (secureBits & Capability.SECBIT_NO_SETUID_FIXUP) == 0;
    CapabilitySets sets = capabilities;
    if (fixed) {
      boolean hadRoot = uid == 0 || euid == 0 || suid == 0;
      boolean hasRoot = newUid == 0 || newEuid == 0 || newSuid == 0;
      if (hadRoot && !hasRoot) {
        boolean keeps = (secureBits & Capability.SECBIT_KEEP_CAPS) != 0;
        sets = keeps ? sets.withoutAmbient() : sets.dropped();
      }
      if (euid == 0 && newEuid != 0) {
        sets = sets.withEffective(0);
      } else if (euid != 0 && newEuid == 0) {
        sets = sets.withEffective(sets.permitted());
      }
    }
    return new Credentials(
        newUid, gid, newEuid, egid, newSuid, sgid, newEuid, fsgid, groups, sets, secureBits);
  }

  /** Other group ids; the file system group follows the effective one. */
  public Credentials withGroupIds(int newGid, int newEgid, int newSgid) {
    return new Credentials(
        uid,
        newGid,
        euid,
        newEgid,
        suid,
        newSgid,
        fsuid,
        newEgid,
        groups,
        capabilities,
        secureBits);
  }

  /** Another file system user, as setfsuid(2): file capabilities go or come with user 0. */
  public Credentials withFileSystemUser(int newFsuid) {
    CapabilitySets sets = capabilities;
    if ((secureBits & Capability.SECBIT_NO_SETUID_FIXUP) == 0) {
      if (fsuid == 0 && newFsuid != 0) {
        sets = sets.withEffective(sets.effective() & ~FILE_SYSTEM_CAPABILITIES);
      } else if (fsuid != 0 && newFsuid == 0) {
        long gained = sets.permitted() & FILE_SYSTEM_CAPABILITIES;
        sets = sets.withEffective(sets.effective() | gained);
      }
    }
    return new Credentials(
        uid, gid, euid, egid, suid, sgid, newFsuid, fsgid, groups, sets, secureBits);
  }

  public Credentials withFileSystemGroup(int newFsgid) {
    return new Credentials(
        uid, gid, euid, egid, suid, sgid, fsuid, newFsgid, groups, capabilities, secureBits);
  }

  /** Other supplementary groups, in any order. */
  public Credentials withGroups(int[] newGroups) {
    int[] sorted = newGroups.clone();
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] ^= Integer.MIN_VALUE;
    }
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] ^= Integer.MIN_VALUE;
    }
    return new Credentials(
        uid, gid, euid, egid, suid, sgid, fsuid, fsgid, sorted, capabilities, secureBits);
  }

  public Credentials withCapabilities(CapabilitySets sets) {
    return new Credentials(
        uid, gid, euid, egid, suid, sgid, fsuid, fsgid, groups, sets, secureBits);
  }

  public Credentials withSecureBits(int bits) {
    return new Credentials(
        uid, gid, euid, egid, suid, sgid, fsuid, fsgid, groups, capabilities, bits);
  }

  /**
   * What execve(2) of a file without capabilities of its own leaves, as capabilities(7) tells under
   * "Transformation of capabilities during execve()".
   *
   * @param newEuid the effective user, which a set-user-id file changes
   * @param newEgid the effective group
   */
  public Credentials ofProgram(int newEuid, int newEgid) {
    boolean changesIds = newEuid != euid || newEgid != egid;
    long ambient = changesIds ? 0 : capabilities.ambient();
    long permitted = ambient;
    long effective = ambient;
    if ((uid == 0 || newEuid == 0) && (secureBits & Capability.SECBIT_NOROOT) == 0) {
      permitted = capabilities.inheritable() | capabilities.bounding();
      effective = newEuid == 0 ? permitted : ambient;
    }
    CapabilitySets sets =
        new CapabilitySets(
            effective, permitted, capabilities.inheritable(), ambient, capabilities.bounding());
    int bits = secureBits & ~Capability.SECBIT_KEEP_CAPS;
    return new Credentials(
        uid, gid, newEuid, newEgid, newEuid, newEgid, newEuid, newEgid, groups, sets, bits);
  }

  /**
   * What access(2) checks with: the real ids, and the capabilities that a program would have that
   * ran with them as its effective ones.
   */
  public Credentials forAccess() {
    CapabilitySets sets = capabilities;
    if ((secureBits & Capability.SECBIT_NO_SETUID_FIXUP) == 0) {
      sets = sets.withEffective(uid == 0 ? sets.permitted() : 0);
    }
    if (uid == fsuid && gid == fsgid && sets.effective() == capabilities.effective()) {
      return this;
    }
    return new Credentials(uid, gid, euid, egid, suid, sgid, uid, gid, groups, sets, secureBits);
  }
}
