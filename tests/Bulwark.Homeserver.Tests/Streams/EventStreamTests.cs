using Bulwark.Homeserver.Streams;
using CsCheck;

namespace Bulwark.Homeserver.Tests.Streams;

public sealed class EventStreamTests
{
    [Fact]
    public void Remembers_what_happened_as_far_as_the_window_goes() => Gen.Int[0, 60].List[0, 100].Sample(
        steps =>
        {
            var stream = new EventStream(new Waiters());
            stream.Start(100);
            var (position, all) = (100L, new List<long>());
            foreach (var step in steps)
            {
                all.AddRange(Enumerable.Range(1, step).Select(i => position + i));
                position = Publish(stream, position, step);
            }

            for (var since = 100L; since <= position; since += 7)
                Assert.Equal(all.Where(item => item > since), stream.Between(since, position)!.Select(entry => entry.Position));

            Assert.Null(stream.Between(99, position));
        },
        iter: 30);

    [Fact]
    public void Sends_readers_to_the_disk_for_what_could_not_be_shown_whole()
    {
        var stream = new EventStream(new Waiters());
        stream.Start(10);

        stream.Forget(12);
        stream.Publish(new StreamBatch(), 12);

        Assert.Null(stream.Between(10, 12));
        Assert.Null(stream.Between(11, 12));
        Assert.Empty(stream.Between(12, 12)!);
    }

    [Fact]
    public void Says_so_when_a_point_lies_behind_the_window()
    {
        var stream = new EventStream(new Waiters());
        stream.Start(0);
        var position = 0L;
        for (var i = 0; i < 200; i++)
            position = Publish(stream, position, 100);

        Assert.Null(stream.Between(1_000, position));
        Assert.Equal(100, stream.Between(19_900, position)!.Count);
    }

    private static long Publish(EventStream stream, long position, int count)
    {
        var batch = new StreamBatch();
        for (var i = 0; i < count; i++)
            batch.Entries.Add(new StreamEntry(++position, "!r:x"));

        stream.Publish(batch, position);
        return position;
    }
}
