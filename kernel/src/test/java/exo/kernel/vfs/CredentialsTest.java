package exo.kernel.vfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Capability;
import org.junit.jupiter.api.Test;

class CredentialsTest {
  private static final long ALL = Credentials.ALL_CAPABILITIES;

  private final Credentials root = Credentials.root();

  @Test
  void rootHasAllAndUsersNone() {
    assertTrue(root.hasCapability(Capability.CAP_CHECKPOINT_RESTORE));
    assertFalse(Credentials.of(1000, 1000).hasCapability(Capability.CAP_CHOWN));
    assertEquals(ALL, Credentials.of(1000, 1000).capabilities().bounding());
  }

  @Test
  void givingUpAllRootIdsDropsWhatIsPermitted() {
    Credentials user = root.withUsers(1000, 1000, 1000);
    assertEquals(new CapabilitySets(0, 0, 0, 0, ALL), user.capabilities());
    assertEquals(1000, user.fsuid());
  }

  @Test
  void keepingASavedRootIdKeepsWhatIsPermitted() {
    Credentials user = root.withUsers(1000, 1000, 0);
    assertEquals(0, user.capabilities().effective());
    assertEquals(ALL, user.capabilities().permitted());
    Credentials again = user.withUsers(1000, 0, 0);
    assertEquals(ALL, again.capabilities().effective());
  }

  @Test
  void keepCapsKeepsWhatIsPermittedButNothingEffective() {
    Credentials user = root.withSecureBits(Capability.SECBIT_KEEP_CAPS).withUsers(1000, 1000, 1000);
    assertEquals(ALL, user.capabilities().permitted());
    assertEquals(0, user.capabilities().effective());
  }

  @Test
  void noFixupLeavesTheSetsAlone() {
    Credentials user =
        root.withSecureBits(Capability.SECBIT_NO_SETUID_FIXUP).withUsers(1000, 1000, 1000);
    assertEquals(root.capabilities(), user.capabilities());
  }

  @Test
  void fileSystemUserTakesFileCapabilitiesWithIt() {
    Credentials user = root.withFileSystemUser(1000);
    assertFalse(user.hasCapability(Capability.CAP_DAC_OVERRIDE));
    assertTrue(user.hasCapability(Capability.CAP_KILL));
    assertEquals(ALL, user.withFileSystemUser(0).capabilities().effective());
    assertEquals(0, user.euid());
  }

  @Test
  void groupsAreSortedAsUnsignedNumbers() {
    Credentials c = root.withGroups(new int[] {-1, 5, 3});
    assertArrayEquals(new int[] {3, 5, -1}, c.groups());
    assertTrue(c.isInGroup(5));
    assertTrue(c.isInGroup(0));
    assertFalse(c.isInGroup(4));
  }

  @Test
  void groupIdsMoveTheFileSystemGroup() {
    Credentials c = root.withGroupIds(1, 2, 3);
    assertEquals(2, c.fsgid());
    assertEquals(9, c.withFileSystemGroup(9).fsgid());
    assertTrue(c.withFileSystemGroup(9).isInEffectiveGroup(2));
    assertFalse(c.withFileSystemGroup(9).isInGroup(2));
  }

  @Test
  void accessChecksWithRealIds() {
    assertSame(root, root.forAccess());
    Credentials setUserId = root.withUsers(1000, 0, 0).withGroupIds(100, 0, 0);
    Credentials real = setUserId.forAccess();
    assertEquals(1000, real.fsuid());
    assertEquals(100, real.fsgid());
    assertFalse(real.hasCapability(Capability.CAP_DAC_OVERRIDE));
  }
}
