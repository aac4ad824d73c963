using Bulwark.Proxy.EdgeAuth.WebSockets;

namespace Bulwark.Proxy.Tests.EdgeAuth.WebSockets;

public sealed class FrameBoundaryTests
{
    private static readonly byte[] Frames =
        [0x81, 2, 1, 2, 0x89, 0, 0x82, 126, 0, 130, .. new byte[130], 0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0, .. new byte[65_536], 0x81, 0x81, 1, 2, 3, 4, 5];

    [Fact]
    public void Finds_the_end_of_each_frame()
    {
        var boundary = new FrameBoundary();
        var lengths = new List<int>();
        for (var at = 0; at < Frames.Length; at += lengths[^1])
        {
            lengths.Add(boundary.TakeFrame(Frames.AsSpan(at)));
            Assert.True(boundary.IsBetweenFrames);
        }

        Assert.Equal([4, 2, 134, 65_546, 7], lengths);
    }

    [Fact]
    public void Knows_whether_a_frame_is_under_way_at_each_byte()
    {
        int[] ends = [4, 6, 140, 65_686, 65_693];
        var boundary = new FrameBoundary();
        for (var i = 0; i < Frames.Length; i++)
        {
            boundary.TakeAll(Frames.AsSpan(i, 1));
            Assert.Equal(ends.Contains(i + 1), boundary.IsBetweenFrames);
        }
    }
}
