using Bulwark.Core.Hosting;
using Bulwark.Core.Usage;
using Bulwark.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Core.Tests.Usage;

public sealed class UsageWatchTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(Start);
    private readonly TierEnvironment _environment;

    public UsageWatchTests() => _environment = TestEnvironment.Create(_directory, _time);

    [Fact]
    public async Task Keeps_what_was_used_and_what_was_not()
    {
        await RunAsync(record => record.Look(["listener/"], [("listener/default", true), ("listener/canary", false)]));

        var report = Read()!;
        Assert.Equal(Start, report.Since);
        Assert.Equal(new UsageEntry(Start, Start), report.Entries["listener/default"]);
        Assert.Equal(new UsageEntry(Start, null), report.Entries["listener/canary"]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(UsageFile.PathOf(_environment.Data, "edge")));
    }

    [Fact]
    public async Task Goes_on_after_a_start_and_forgets_what_is_gone()
    {
        await RunAsync(record =>
        {
            record.Touch("client/abc");
            record.Look(["listener/"], [("listener/default", true), ("listener/canary", false)]);
        });
        _time.Advance(TimeSpan.FromDays(40));

        await RunAsync(record => record.Look(["listener/"], [("listener/default", true)]));

        var report = Read()!;
        Assert.Equal(Start, report.Since);
        Assert.Equal(new UsageEntry(Start, Start.AddDays(40)), report.Entries["listener/default"]);
        Assert.Equal(Start, report.Entries["client/abc"].QuietSince);
        Assert.DoesNotContain("listener/canary", report.Entries.Keys, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    public void Writes_when_a_use_is_an_hour_later_and_not_before(int minutes, bool expected)
    {
        var record = new UsageRecord(_time);
        record.Touch("client/abc");
        Assert.NotNull(record.TakeChanges());

        _time.Advance(TimeSpan.FromMinutes(minutes));
        record.Touch("client/abc");

        Assert.Equal(expected, record.TakeChanges() is not null);
    }

    [Fact]
    public void Takes_no_more_keys_than_it_has_room_for()
    {
        var record = new UsageRecord(_time);
        for (var i = 0; i < UsageRecord.MostEntries + 10; i++)
            record.Touch($"client/{i}");

        Assert.Equal(UsageRecord.MostEntries, record.TakeChanges()!.Entries.Count);
    }

    [Fact]
    public async Task Begins_anew_when_the_file_is_damaged()
    {
        Directory.CreateDirectory(Path.Combine(_environment.Data.Root, "log"));
        await File.WriteAllTextAsync(UsageFile.PathOf(_environment.Data, "edge"), "{", TestContext.Current.CancellationToken);

        await RunAsync(record => record.Touch("origin/origin"));

        Assert.Equal(["origin/origin"], Read()!.Entries.Keys, StringComparer.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private UsageReport? Read() => UsageFile.Read(_environment.Data, "edge");

    private async Task RunAsync(Action<UsageRecord> look)
    {
        var record = new UsageRecord(_time);
        using var watch = new UsageWatch("edge", record, () => look(record), _environment);
        await watch.StartAsync(Deadline.Token());
        await watch.StopAsync(Deadline.Token());
    }
}
