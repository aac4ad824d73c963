using System.Globalization;
using Bulwark.Proxy.Firewall.Evidence;

namespace Bulwark.Proxy.Tests.Firewall.Evidence;

public sealed class DistinctCountTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(255, 0)]
    [InlineData(1000, 0.2)]
    [InlineData(1_000_000, 0.2)]
    public void Counts_each_name_once(int names, double error)
    {
        var count = new DistinctCount();
        for (var i = 0; i < names; i++)
        {
            count.Add(i.ToString(CultureInfo.InvariantCulture));
            count.Add((i / 2).ToString(CultureInfo.InvariantCulture));
        }

        Assert.InRange(count.Value, (long)(names * (1 - error)), (long)(names * (1 + error)));
    }
}
