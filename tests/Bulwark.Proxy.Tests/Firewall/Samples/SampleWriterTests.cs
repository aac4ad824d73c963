using System.Text;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Proxy.Firewall.Samples;
using Bulwark.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Proxy.Tests.Firewall.Samples;

public sealed class SampleWriterTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(Start);
    private readonly TierEnvironment _environment;

    public SampleWriterTests() => _environment = TestEnvironment.Create(_directory, _time);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task What_was_written_is_read_with_the_private_key_and_is_not_in_the_file()
    {
        await WriteAsync("first", "second");

        Assert.Equal(["first", "second"], Read().Texts);
        var file = Assert.Single(SampleFolder.Files(_environment.Data));
        Assert.Equal("waf-samples.edge.20300101T120000000Z.sealed", Path.GetFileName(file));
        Assert.DoesNotContain("first", await File.ReadAllTextAsync(file, Encoding.Latin1, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        foreach (var path in new[] { file, SampleKeys.PrivateFileOf(_environment.Data), SampleKeys.PublicFileOf(_environment.Data) })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task A_start_begins_a_new_file_and_needs_the_public_key_only()
    {
        await WriteAsync("before");
        var moved = _directory["moved.key"];
        File.Move(SampleKeys.PrivateFileOf(_environment.Data), moved);
        _time.Advance(TimeSpan.FromSeconds(1));
        await WriteAsync("after");

        Assert.False(File.Exists(SampleKeys.PrivateFileOf(_environment.Data)));
        Assert.Equal(["before", "after"], Read(moved).Texts);
    }

    [Fact]
    public async Task A_file_takes_samples_of_six_hours()
    {
        var queue = Queue("now");
        using var writer = new SampleWriter(queue, "edge", _environment);
        await writer.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => File.Exists(SampleKeys.PrivateFileOf(_environment.Data)) && Read().Texts is ["now"]);
        _time.Advance(SampleFile.Longest - TimeSpan.FromSeconds(1));
        queue.Add(Sample("soon"));
        await UntilAsync(() => Read().Texts.Count == 2);
        _time.Advance(TimeSpan.FromSeconds(1));
        queue.Add(Sample("later"));
        await UntilAsync(() => Read().Texts.Count == 3);
        await writer.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, SampleFolder.Files(_environment.Data).Count);
        Assert.Equal(["now", "soon", "later"], Read().Texts);
    }

    [Fact]
    public async Task A_file_that_was_cut_off_is_read_up_to_its_last_whole_record()
    {
        await WriteAsync("first", "second", "third");
        var file = Assert.Single(SampleFolder.Files(_environment.Data));
        var whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        foreach (var cut in new[] { 1, 20, 40 })
        {
            await File.WriteAllBytesAsync(file, whole[..^cut], TestContext.Current.CancellationToken);
            Assert.Equal(["first", "second"], Read().Texts);
            Assert.Equal(1, Read().Broken);
        }

        await File.WriteAllBytesAsync(file, whole[..10], TestContext.Current.CancellationToken);
        Assert.Empty(Read().Texts);
        Assert.Equal(1, Read().Broken);
    }

    [Fact]
    public async Task Samples_are_deleted_before_they_are_older_than_seven_days()
    {
        await WriteAsync("old");
        _time.Advance(TimeSpan.FromDays(3));
        await WriteAsync("young");

        // Other than by a look at the files, the next start does not know of what is there.
        using var sweep = new SampleSweep(_environment);
        await sweep.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["old", "young"], Read().Texts);

        _time.Advance(TimeSpan.FromDays(4) - SampleSweep.Period);
        Assert.Equal(["old", "young"], Read().Texts);

        _time.Advance(SampleSweep.Period);
        await UntilAsync(() => Read().Texts is ["young"]);

        _time.Advance(TimeSpan.FromDays(3));
        await UntilAsync(() => SampleFolder.Files(_environment.Data).Count == 0);
        await sweep.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task All_files_of_a_tier_together_are_bounded()
    {
        Directory.CreateDirectory(SampleFolder.Of(_environment.Data));
        for (var i = 0; i < SampleWriter.MostFullFiles + 3; i++)
        {
            using var file = File.Create(SampleFolder.NewFile(_environment.Data, "edge", Start - TimeSpan.FromHours(50 - i)));
            file.SetLength(SampleFile.Largest);
        }

        await WriteAsync("newest");

        var files = SampleFolder.Files(_environment.Data);
        Assert.Equal(SampleWriter.MostFullFiles, files.Count);
        Assert.Equal(Start, SampleFolder.BegunAt(files[^1]));
    }

    [Fact]
    public void A_key_that_is_none_is_told_with_its_file()
    {
        File.WriteAllText(SampleKeys.PublicFileOf(_environment.Data), "nothing");
        File.SetUnixFileMode(SampleKeys.PublicFileOf(_environment.Data), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var error = Assert.Throws<OperatorException>(() => FirewallSamples.Open(new SampleQueue(), _environment));
        Assert.Equal($"The file {SampleKeys.PublicFileOf(_environment.Data)} does not hold a key of the curve P-256 in PEM.", error.Message);
    }

    [Fact]
    public void The_public_key_does_not_open_samples()
    {
        using (SampleKeys.OpenPublic(_environment.Data))
        {
        }

        var file = SampleKeys.PublicFileOf(_environment.Data);
        Assert.Equal($"The file {file} holds a public key; samples are read with the private one.", Assert.Throws<OperatorException>(() => SampleKeys.OpenPrivate(file)).Message);
    }

    private static SampleQueue Queue(params string[] texts)
    {
        var queue = new SampleQueue();
        foreach (var text in texts)
            queue.Add(Sample(text));

        return queue;
    }

    private static SampledRequest Sample(string text) => new()
    {
        Time = Start,
        RequestId = "r",
        Method = "PUT",
        Path = "/*",
        IsRefused = false,
        Values = [new SampledValue("core", "Name", "ARGS:json.content.body", text.Length, Encoding.UTF8.GetBytes(text))],
    };

    private static async Task UntilAsync(Func<bool> isSo)
    {
        var deadline = Deadline.Token();
        while (!isSo())
            await Task.Delay(TimeSpan.FromMilliseconds(10), deadline);
    }

    /// <summary>Writes as a start and a stop of the service would.</summary>
    private async Task WriteAsync(params string[] texts)
    {
        var queue = Queue(texts);
        using var writer = new SampleWriter(queue, "edge", _environment);
        await writer.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => queue.Requests.Count == 0);
        await writer.StopAsync(TestContext.Current.CancellationToken);
    }

    private (List<string> Texts, int Broken) Read(string? keyFile = null)
    {
        using var key = SampleKeys.OpenPrivate(keyFile ?? SampleKeys.PrivateFileOf(_environment.Data));
        var files = new SampleFiles(_environment.Data, key);
        List<string> texts = [.. files.Read().SelectMany(request => request.Values).Select(value => Encoding.UTF8.GetString(value.Value))];
        return (texts, files.Broken);
    }
}
