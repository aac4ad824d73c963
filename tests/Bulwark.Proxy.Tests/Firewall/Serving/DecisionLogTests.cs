using System.Text;
using System.Text.Json;
using Bulwark.Proxy.Firewall.Serving;
using Bulwark.Testing;
using Bulwark.Waf;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Proxy.Tests.Firewall.Serving;

public sealed class DecisionLogTests
{
    private const string Request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    [Fact]
    public async Task Keeps_its_lines_and_tries_again_when_it_cannot_write()
    {
        using var stream = new FailingStream { IsFull = true };
        var time = new FakeTimeProvider();
        using var errors = new RecordingLoggerFactory();
        await using var log = new DecisionLog(stream, errors.CreateLogger("a"), time);

        await log.AddAsync(Line("1"));
        await Deadline.UntilAsync(() => log.IsDown);
        await log.AddAsync(Line("2"));
        await Deadline.UntilAsync(() => TryAdvance(time, () => stream.Attempts > 3));
        stream.IsFull = false;
        await Deadline.UntilAsync(() => TryAdvance(time, () => stream.Text.Contains("\"2\"", StringComparison.Ordinal)));

        Assert.False(log.IsDown);
        Assert.Equal("1 2", string.Join(' ', stream.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("requestId").GetString())));
        Assert.Equal(
            "The log of decisions cannot be written: The disk is full. Requests are refused with 503 until it can\nThe log of decisions can be written again; 0 requests were refused meanwhile",
            string.Join('\n', errors.Records.Select(record => record.Message)));
    }

    [Fact]
    public async Task Says_how_many_lines_are_lost_when_it_ends_while_it_cannot_write()
    {
        using var errors = new RecordingLoggerFactory();
        await using (var log = new DecisionLog(new FailingStream { IsFull = true }, errors.CreateLogger("a"), TimeProvider.System))
        {
            await log.AddAsync(Line("1"));
            await log.AddAsync(Line("2"));
            await Deadline.UntilAsync(() => log.IsDown);
        }

        Assert.Equal("The log of decisions ended with 2 lines that could not be written", errors.Records.Last().Message);
    }

    [Fact]
    public async Task No_request_is_served_while_its_line_could_not_be_written()
    {
        await using var stream = new FailingStream { IsFull = true };
        await using var rig = await ServedRig.StartAsync(log: stream);
        await rig.SendAsync(Request);
        await Deadline.UntilAsync(() => rig.Errors.Count > 0);

        Assert.StartsWith("HTTP/1.1 503 Service Unavailable\r\n", await rig.SendAsync(Request), StringComparison.Ordinal);
        Assert.Single(rig.Backend.Requests);
        stream.IsFull = false;
        await Deadline.UntilAsync(() => rig.Errors.Count > 1);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await rig.SendAsync(Request), StringComparison.Ordinal);
        await rig.StopAsync();

        Assert.Equal(2, stream.Text.Count(c => c == '\n'));
        Assert.Single(rig.Errors, record => record.Level == LogLevel.Error);
    }

    [Fact]
    public async Task What_a_request_makes_rules_say_is_bounded()
    {
        await using var rig = await ServedRig.StartAsync();

        await rig.SendAsync($"GET /{new string('<', 10_000)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Trace: {new string('\u00E9', 5000)}\r\nX-Long: {new string('x', 20_000)}\r\n\r\n");

        Assert.InRange(Assert.Single(rig.LogSoFar()).Length, 10_000, 64 * 1024);
        var line = Assert.Single(await rig.LogAsync());
        Assert.Equal($"[id \"5\"] [msg \"Long\"] [data \"{new string('x', 200)}\u2026\"]", line.GetProperty("log")[0].GetString());
        Assert.Equal(2049, line.GetProperty("uri").GetString()!.Length);
    }

    [Fact]
    public void Says_of_many_matches_as_many_as_there_is_room_for()
    {
        var rule = WafEngine.Load(new RuleSources().AddText("a", "SecAction \"id:1,phase:1,pass,log\"")).Rules.Single();
        var match = new RuleMatch { Rule = rule, Message = "m", Data = new string('\u00E9', 400), Variables = [], VariableCount = 0 };

        var texts = LoggedText.Of([.. Enumerable.Repeat(match, 1000)]);

        Assert.InRange(JsonSerializer.Serialize(texts).Length, 30 * 1024, 41 * 1024);
    }

    [Fact]
    public void Never_cuts_a_character_in_two() => Assert.Equal("ab\u2026", LoggedText.Cut("ab\U0001F600c", 3));

    private static Decision Line(string id) => new(default, id, null, "c", "GET", "/", 200, "pass", [], [], null, null, null);

    private static bool TryAdvance(FakeTimeProvider time, Func<bool> isDone)
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return isDone();
    }

    /// <summary>A file on a disk that may be full: the half of a write is on it when it fails.</summary>
    private sealed class FailingStream : MemoryStream
    {
        private int _attempts;

        public bool IsFull { get; set; }

        public int Attempts => Volatile.Read(ref _attempts);

        public string Text => Encoding.UTF8.GetString(ToArray());

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _attempts);
            if (!IsFull)
                return base.WriteAsync(buffer, cancellationToken);

            Write(buffer.Span[..(buffer.Length / 2)]);
            throw new IOException("The disk is full.");
        }
    }
}
