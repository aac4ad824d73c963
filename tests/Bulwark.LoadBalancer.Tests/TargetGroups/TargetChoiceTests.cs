using Bulwark.Core.Hosting;
using Bulwark.LoadBalancer.TargetGroups;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.LoadBalancer.Tests.TargetGroups;

public sealed class TargetChoiceTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLoggerFactory _log = new();
    private readonly TierEnvironment _environment;
    private readonly TargetStates _states;

    public TargetChoiceTests()
    {
        _environment = TestEnvironment.Create(_directory, _time, _log);
        _states = new TargetStates(_time, _log.CreateLogger<TargetState>());
    }

    public void Dispose()
    {
        _states.Dispose();
        _log.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Takes_one_after_the_other()
    {
        using var group = Create(3);

        Assert.Equal([100, 100, 100], Counts(group, 300));
    }

    [Fact]
    public void Takes_the_target_with_the_fewest_requests()
    {
        using var group = Create(3, options => options.Algorithm = TargetAlgorithm.LeastOutstandingRequests);

        for (var i = 0; i < 30; i++)
            group.Acquire(Request(), 0);
        group.Targets[1].State.Leave();

        Assert.Equal([10, 9, 10], group.Targets.Select(target => target.State.Outstanding));
        Assert.Equal(1, group.Acquire(Request(), 0)!.Index);
    }

    [Fact]
    public void Moves_only_the_keys_of_a_target_that_leaves()
    {
        using var before = Create(5, ByHeader);
        using var after = Create(4, ByHeader);
        var moved = 0;
        for (var i = 0; i < 1000; i++)
        {
            var owner = Once(before, $"key-{i}");
            if (owner == 4)
                moved++;
            else
                Assert.Equal(owner, Once(after, $"key-{i}"));
        }

        Assert.InRange(moved, 120, 280);
    }

    [Fact]
    public void Lets_nobody_overrun_a_target_with_one_key()
    {
        using var group = Create(4, ByHeader);
        for (var i = 0; i < 400; i++)
            group.Acquire(Request("the one key"), 0);

        Assert.All(group.Targets, target => Assert.InRange(target.State.Outstanding, 16, 126));
    }

    [Theory]
    [InlineData("/_matrix/client/v3/rooms/!r:localhost/messages", "/_matrix/client/v3/rooms/%21r%3Alocalhost/send/x", true)]
    [InlineData("/_matrix/client/v3/rooms/!r:localhost/messages", "/_matrix/client/v3/rooms/!r:localhost", true)]
    [InlineData("/_matrix/client/v3/rooms/!r:localhost/messages", "/_matrix/client/v3/rooms/!R:localhost", false)]
    public void Hashes_a_room_ID_however_it_is_spelt(string one, string other, bool isSame)
    {
        var key = HashKeys.Create(new() { PathSegment = 5 });

        Assert.Equal(isSame, key(Request(target: one)) == key(Request(target: other)));
        Assert.NotNull(key(Request(target: one)));
        Assert.Null(key(Request(target: "/_matrix/client/versions?rooms/a")));
    }

    [Theory]
    [InlineData("a=1; room=x; b=2", true)]
    [InlineData("room=x", true)]
    [InlineData("xroom=x", false)]
    [InlineData("room=", false)]
    [InlineData("", false)]
    public void Hashes_a_cookie(string cookies, bool hasKey)
    {
        var context = Request();
        context.Request.Headers.Cookie = cookies;

        Assert.Equal(hasKey, HashKeys.Create(new() { Cookie = "room" })(context) is not null);
    }

    [Fact]
    public void Ejects_a_target_that_fails_for_longer_each_time_and_takes_it_back()
    {
        using var group = Create(2);

        Fail(group, 0, 4);
        Assert.Equal(TargetHealth.Healthy, group.Targets[0].State.Health);
        Fail(group, 0, 1);
        Assert.Equal([0, 10], Counts(group, 10));

        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal([5, 5], Counts(group, 10));

        Fail(group, 0, 5);
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(TargetHealth.Ejected, group.Targets[0].State.Health);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(TargetHealth.Healthy, group.Targets[0].State.Health);
        Assert.Equal(2, _log.Records.Count(record => record.EventId == 2100));
    }

    [Fact]
    public void Counts_only_failures_in_a_row()
    {
        using var group = Create(2);

        for (var i = 0; i < 10; i++)
        {
            Fail(group, 0, 4);
            group.Report(group.Targets[0], failure: null);
        }

        Assert.Equal(TargetHealth.Healthy, group.Targets[0].State.Health);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    public void Never_ejects_more_than_half(int targets, int ejected)
    {
        using var group = Create(targets);

        for (var i = 0; i < targets; i++)
            Fail(group, i, 50);

        Assert.Equal(ejected, group.Targets.Count(target => target.State.IsEjected));
    }

    [Fact]
    public void Asks_everybody_when_nobody_is_well_and_says_so_once()
    {
        using var group = Create(2);
        foreach (var target in group.Targets)
            target.State.Check("down", threshold: 1);

        Assert.Equal([10, 10], Counts(group, 20));
        Assert.True(group.IsFailingOpen);
        Assert.Equal("No target of target group test is well: requests go to all of them", Assert.Single(_log.Records, record => record.EventId == 2104).Message);

        group.Targets[1].State.Check(failure: null, threshold: 1);
        Assert.Equal([0, 20], Counts(group, 20));
        Assert.False(group.IsFailingOpen);
    }

    [Fact]
    public void Changes_a_targets_health_only_after_checks_in_a_row()
    {
        using var group = Create(2);
        var state = group.Targets[0].State;

        state.Check("a", threshold: 2);
        state.Check(failure: null, threshold: 5);
        state.Check("b", threshold: 2);
        Assert.Equal(TargetHealth.Healthy, state.Health);
        state.Check("c", threshold: 2);
        Assert.Equal(TargetHealth.Unhealthy, state.Health);
        for (var i = 0; i < 4; i++)
            state.Check(failure: null, threshold: 5);
        Assert.Equal(TargetHealth.Unhealthy, state.Health);
        state.Check(failure: null, threshold: 5);
        Assert.Equal(TargetHealth.Healthy, state.Health);
        Assert.Equal("c", state.LastError!.Reason);
    }

    [Fact]
    public void Gives_a_target_that_has_become_well_its_share_bit_by_bit()
    {
        using var group = Create(2, options => options.SlowStart = TimeSpan.FromSeconds(100));
        group.Targets[0].State.Warm();

        Assert.InRange(Counts(group, 1000)[0], 25, 75);
        _time.Advance(TimeSpan.FromSeconds(50));
        Assert.InRange(Counts(group, 1000)[0], 200, 300);
        _time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal([500, 500], Counts(group, 1000));
    }

    [Fact]
    public void Gives_nobody_more_requests_than_the_limit()
    {
        using var group = Create(2, options => options.MaxRequestsPerTarget = 3);
        for (var i = 0; i < 6; i++)
            Assert.NotNull(group.Acquire(Request(), 0));

        Assert.Null(group.Acquire(Request(), 0));
        group.Targets[1].State.Leave();
        Assert.Equal(1, group.Acquire(Request(), 0)!.Index);
    }

    [Fact]
    public void Gives_a_draining_target_nothing_even_when_it_is_the_last()
    {
        using var group = Create(2);
        group.Targets[0].State.Drain();
        Assert.Equal([0, 10], Counts(group, 10));

        group.Targets[1].State.Drain();
        Assert.Null(group.Acquire(Request(), 0));

        group.Targets[0].State.Undrain();
        Assert.Equal([10, 0], Counts(group, 10));
    }

    [Fact]
    public void Knows_a_target_again_after_a_change_of_settings()
    {
        using var before = Create(2);
        before.Acquire(Request(), 0);
        before.Targets[0].State.Drain();
        using var after = Create(3, options => options.Algorithm = TargetAlgorithm.LeastOutstandingRequests);

        Assert.Same(before.Targets[0].State, after.Targets[0].State);
        Assert.Equal(TargetHealth.Draining, after.Targets[0].State.Health);
        Assert.Equal(1, after.Targets.Sum(target => target.State.Outstanding));
    }

    private static void ByHeader(TargetGroupOptions options)
    {
        options.Algorithm = TargetAlgorithm.ConsistentHashing;
        options.HashKey = new() { Header = "X-Key" };
    }

    private TargetGroup Create(int targets, Action<TargetGroupOptions>? configure = null)
    {
        var options = new TargetGroupOptions { Targets = [.. Enumerable.Range(0, targets).Select(i => $"http://10.0.0.{i}:80")] };
        configure?.Invoke(options);
        return new TargetGroup("test", options, _states, _environment, watch: null);
    }

    private static int[] Counts(TargetGroup group, int requests)
    {
        var counts = new int[group.Targets.Count];
        for (var i = 0; i < requests; i++)
        {
            var target = group.Acquire(Request(), 0)!;
            target.State.Leave();
            counts[target.Index]++;
        }

        return counts;
    }

    private static int Once(TargetGroup group, string key)
    {
        var target = group.Acquire(Request(key), 0)!;
        target.State.Leave();
        return target.Index;
    }

    private static void Fail(TargetGroup group, int index, int times)
    {
        for (var i = 0; i < times; i++)
            group.Report(group.Targets[index], "down");
    }

    private static DefaultHttpContext Request(string? key = null, string target = "/")
    {
        var context = new DefaultHttpContext();
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = target;
        if (key is not null)
            context.Request.Headers["X-Key"] = key;

        return context;
    }
}
