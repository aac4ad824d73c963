using System.Globalization;
using Bulwark.Proxy.Firewall.Evidence;

namespace Bulwark.Proxy.Tests.Firewall.Evidence;

public sealed class TopCountsTests
{
    [Fact]
    public void Counts_exactly_while_there_are_few_names()
    {
        var counts = new TopCounts();
        foreach (var name in new[] { "b", "a", "c", "a", "b", "a" })
            counts.Add(name);

        Assert.Equal([new EvidencePath("a", 3), new EvidencePath("b", 2)], counts.Top(2));
    }

    [Fact]
    public void Finds_what_is_frequent_among_many()
    {
        var counts = new TopCounts();
        for (var i = 0; i < 10_000; i++)
        {
            counts.Add(i.ToString(CultureInfo.InvariantCulture));
            counts.Add(i % 3 == 0 ? "rarer" : "frequent");
        }

        Assert.Equal("frequent rarer", string.Join(' ', counts.Top(2).Select(path => path.Path)));
    }
}
