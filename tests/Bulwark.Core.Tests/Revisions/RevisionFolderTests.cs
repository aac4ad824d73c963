using Bulwark.Core.Hosting;
using Bulwark.Core.Revisions;
using Bulwark.Testing;

namespace Bulwark.Core.Tests.Revisions;

public sealed class RevisionFolderTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly DataDirectory _data;
    private readonly RevisionFolder _folder;

    public RevisionFolderTests()
    {
        _data = TestEnvironment.Create(_directory).Data;
        _folder = new RevisionFolder(_data);
    }

    private string HistoryFile => Path.Combine(_data.Revisions, "history.jsonl");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Keeps_what_happens_with_who_did_it_closed_to_others()
    {
        using (var held = RevisionLock.TryAcquire(_folder)!)
        {
            _folder.Write(held, 1, "{}"u8);
            _folder.Append(held, InForce(1));
        }

        var step = Assert.Single(_folder.Read().Events);
        Assert.Equal((1, RevisionStep.InForce, Now, Environment.ProcessId, Environment.UserName), (step.Number, step.Step, step.Time, step.ProcessId, step.User));
        Assert.All([HistoryFile, _folder.PathOf(1)], file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.Equal("000001.jsonc", Path.GetFileName(_folder.PathOf(1)));
    }

    [Fact]
    public void One_process_at_a_time_may_write()
    {
        using (RevisionLock.TryAcquire(_folder))
            Assert.Null(RevisionLock.TryAcquire(_folder));

        using var held = RevisionLock.TryAcquire(_folder);
        Assert.NotNull(held);
    }

    [Fact]
    public void A_line_that_was_never_finished_does_not_count_and_gives_way_to_the_next()
    {
        using var held = RevisionLock.TryAcquire(_folder)!;
        _folder.Append(held, InForce(1));
        File.AppendAllText(HistoryFile, """{"number":2,"step":"inFo""");

        Assert.Equal(1, _folder.Read().InForce);

        _folder.Append(held, InForce(3));
        Assert.Equal([1, 3], _folder.Read().Events.Select(step => step.Number));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("null")]
    [InlineData("""{"number":1,"step":"flies","time":"2026-01-01T00:00:00Z","cause":"apply"}""")]
    [InlineData("""{"number":1}""")]
    public void Refuses_a_damaged_line_and_says_which(string line)
    {
        PrivateFile.AppendLine(HistoryFile, System.Text.Encoding.UTF8.GetBytes(line));

        var refusal = Assert.Throws<OperatorException>(_folder.Read);

        Assert.StartsWith($"{HistoryFile}:1: the history of revisions is damaged: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_history_that_others_can_read()
    {
        PrivateFile.AppendLine(HistoryFile, "{}"u8);
        File.SetUnixFileMode(HistoryFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        Assert.Contains("chmod 600", Assert.Throws<OperatorException>(_folder.Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_the_newest_texts_and_those_that_are_needed()
    {
        using var held = RevisionLock.TryAcquire(_folder)!;
        for (var number = 1; number <= RevisionFolder.Kept + 3; number++)
            _folder.Write(held, number, "{}"u8);

        _folder.Append(held, InForce(1));
        _folder.Prune(held, _folder.Read());

        Assert.True(File.Exists(_folder.PathOf(1)));
        Assert.False(File.Exists(_folder.PathOf(2)));
        Assert.False(File.Exists(_folder.PathOf(3)));
        Assert.True(File.Exists(_folder.PathOf(4)));
    }

    [Fact]
    public void Writes_down_once_that_a_trial_has_ended()
    {
        using var held = RevisionLock.TryAcquire(_folder)!;
        _folder.Append(held, InForce(1));
        _folder.Append(held, InForce(2) with { ConfirmBy = Now.AddSeconds(60) });

        Assert.Equal(2, _folder.Settle(held, Now.AddSeconds(59)).InForce);
        Assert.Equal(1, _folder.Settle(held, Now.AddSeconds(60)).InForce);
        Assert.Equal(1, _folder.Settle(held, Now.AddSeconds(61)).InForce);
        Assert.Single(_folder.Read().Events, step => step.Step == RevisionStep.RolledBack);
    }

    private static RevisionEvent InForce(int number) => new() { Number = number, Step = RevisionStep.InForce, Time = Now, Cause = RevisionCause.Apply };
}
