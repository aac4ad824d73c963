using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>The log of decisions: JSON lines, written by one writer in the order in which requests ended, and given to the system as soon as there is a pause.</summary>
internal sealed class DecisionLog : IAsyncDisposable
{
    private const int MostWaiting = 4096;

    private readonly Channel<Decision> _waiting = Channel.CreateBounded<Decision>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Stream _stream;
    private readonly Task _writing;

    /// <param name="stream">Where the lines go. It is disposed with the log.</param>
    public DecisionLog(Stream stream)
    {
        _stream = stream;
        _writing = WriteAsync();
    }

    /// <summary>Adds a line; waits while too many wait already, so that no line is ever lost.</summary>
    public ValueTask AddAsync(Decision decision) => _waiting.Writer.TryWrite(decision) ? ValueTask.CompletedTask : _waiting.Writer.WriteAsync(decision);

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
#pragma warning disable VSTHRD003 // our own, begun with the log
        await _writing;
#pragma warning restore VSTHRD003
        await _stream.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        var lines = new ArrayBufferWriter<byte>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (lines.WrittenCount < 64 * 1024 && _waiting.Reader.TryRead(out var decision))
                Append(lines, decision);

            await _stream.WriteAsync(lines.WrittenMemory);
            await _stream.FlushAsync();
            lines.ResetWrittenCount();
        }
    }

    private static void Append(ArrayBufferWriter<byte> lines, Decision decision)
    {
        using (var writer = new Utf8JsonWriter(lines))
            JsonSerializer.Serialize(writer, decision, DecisionJson.Default.Decision);

        lines.Write("\n"u8);
    }
}
