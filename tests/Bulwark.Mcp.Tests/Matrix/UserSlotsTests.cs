using Bulwark.Mcp.Matrix;

namespace Bulwark.Mcp.Tests.Matrix;

public sealed class UserSlotsTests
{
    [Fact]
    public void The_user_who_has_not_called_for_longest_makes_room()
    {
        var slots = new UserSlots(capacity: 2);
        var alice = slots.Of("alice");
        var bob = slots.Of("bob");
        Assert.Same(alice, slots.Of("alice"));

        slots.Of("carol");

        Assert.Same(alice, slots.Of("alice"));
        Assert.NotSame(bob, slots.Of("bob"));
    }

    [Fact]
    public void A_dead_session_does_not_take_a_newer_one_with_it()
    {
        var slot = new UserSlots(capacity: 1).Of("alice");
        var old = new MatrixSession("old", DateTimeOffset.MaxValue);
        var newer = new MatrixSession("newer", DateTimeOffset.MaxValue);
        slot.Session = newer;

        slot.Forget(old);
        Assert.Same(newer, slot.Session);

        slot.Forget(newer);
        Assert.Null(slot.Session);
    }
}
