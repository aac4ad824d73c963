using System.Globalization;
using Bulwark.Attacker;

namespace Bulwark.SystemTests.Attacks;

/// <summary>
/// A thousand slow clients at an edge that speaks to its load balancer in another process, or in the same one. Takes minutes and depends on what else the machine does, so it runs only when asked for:
/// <c>tests/attacks</c>.
/// </summary>
public sealed class SlowClientTests
{
    private const int Connections = 1000;
    private const double MostGrowth = 1.1;
    private static readonly TimeSpan SlowestProbe = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(35);

    [Theory(Explicit = true)]
    [InlineData("-H -i 10", "/", Connections)]
    [InlineData("-B -i 10 -s 8192 -t PUT", "/_matrix/client/v3/x", Connections / 2)]
    [InlineData("-X -w 512 -y 1024 -n 5 -z 32", StandInHomeserver.Large, 1)] // It names no server, so each is over before one has looked
    public async Task Those_of_slowhttptest_are_cut_off_and_nobody_else_notices(string attack, string path, int leastSeen)
    {
        AttackTool.Need("slowhttptest");
        var connections = Connections.ToString(CultureInfo.InvariantCulture);
        await AttackAsync(
            async tiers =>
            {
                await AttackTool.RunAsync(
                    "slowhttptest", [.. attack.Split(' '), "-c", connections, "-r", "200", "-l", "60", "-u", new Uri(tiers.Instance.EdgeUrl, path).ToString()]);
                return TimeSpan.Zero;
            },
            leastSeen);
    }

    [Theory(Explicit = true)]
    [InlineData("read", false)]
    [InlineData("read", true)]
    [InlineData("stop", false)]
    [InlineData("stop", true)]
    [InlineData("body", false)]
    [InlineData("headers", false)]
    public Task Those_that_name_the_host_are_cut_off_and_nobody_else_notices(string kind, bool inOneProcess) =>
        AttackAsync(tiers => AttackerProcess.AttackAsync(SlowClientKind.Find(kind)!, tiers.Instance, Connections), Connections, inOneProcess);

    /// <param name="attack">Gives how long its clients were quick at most: so much longer they may stay.</param>
    /// <param name="leastSeen">With fewer connections it was no attack.</param>
    /// <param name="inOneProcess">Edge and load balancer share a process.</param>
    private static async Task AttackAsync(Func<AttackedTiers, Task<TimeSpan>> attack, int leastSeen, bool inOneProcess = false)
    {
        await using var tiers = await AttackedTiers.StartAsync(inOneProcess);
        await tiers.ServeAsync();
        await Task.WhenAll(tiers.Memory.Select(memory => memory.BeginAsync()));

        var lives = new ConnectionLives(tiers.Instance.EdgePort);
        var probe = new ServiceProbe(tiers.Instance);
        var longestLife = LongestLife + await attack(tiers);
        await lives.StopAsync();
        await probe.StopAsync();

        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"{lives.Count} connections, {lives.Most} at a time, {lives.CountBeyond(longestLife)} open for more than {longestLife.TotalSeconds:0.0} s, the longest for {lives.Longest.TotalSeconds:0.0} s");
        output.WriteLine($"{probe.Asked} probes, the slowest {probe.Slowest.TotalMilliseconds:0} ms, {probe.SlowestHandshake.TotalMilliseconds:0} ms of it until the end of its handshake");
        await Task.WhenAll(tiers.Memory.Select(memory => memory.EndAsync(MostGrowth)));
        Assert.All(tiers.Memory, memory => output.WriteLine(memory.ToString()));

        Assert.True(lives.Count >= leastSeen, $"only {lives.Count} connections: that was no attack");
        Assert.InRange(lives.Longest, TimeSpan.Zero, longestLife);
        Assert.Empty(probe.Failures);
        Assert.InRange(probe.Slowest, TimeSpan.Zero, SlowestProbe);
        Assert.All(tiers.Memory, memory => Assert.InRange(memory.After, 0, memory.Before * MostGrowth));
    }
}
